//! Values of another kind than their field has.

use std::borrow::Cow;

use super::Value;

/// A value of another kind than its field has.
pub(super) struct Wrong {
    pub(super) wanted: &'static str,
    pub(super) found: &'static str,
}

/// The text of a value, or of the first of these members of an object that has one; `None` where it says nothing.
pub(super) fn text<'a>(value: &mut Value<'a>, names: &[&str]) -> Result<Option<Cow<'a, str>>, Wrong> {
    value.take_text(names).map_err(|()| Wrong { wanted: "text", found: value.kind() })
}
