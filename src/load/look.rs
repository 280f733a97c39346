//! What a text looks like that is not in the format that its name promises.

use super::{INPUT_FORMATS, InputFormat, LoadError, LoadErrorKind, Read, ReadOptions};

/// An error that says which other format a text is in than its name promises, if it is in one.
pub(super) fn with_look(
    mut error: LoadError,
    text: &str,
    promised: &InputFormat,
    options: &ReadOptions<'_>,
) -> LoadError {
    if let LoadErrorKind::NotThisFormat { reason, .. } = &mut error.kind
        && options.items.is_empty()
        && let Some(other) = INPUT_FORMATS.iter().find(|format| format.name != promised.name && (format.detect)(text))
        && let Read::Text(read) = other.read
        && read(text, options).is_ok_and(|loaded| !loaded.drafts.is_empty())
    {
        let name = other.name;
        reason.extend(["; it looks like ", name, "; name it with --input-format ", name, " or `format` in [[input]]"]);
    }
    error
}
