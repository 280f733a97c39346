//! How long may be what stands in every entry of an article: each feed and format has all of it.

use crate::report::WarningCode;

/// The most bytes of a title, and of a statement of rights: these are cut there.
pub(super) const LONGEST_TITLE: usize = 4 << 10;

/// The most bytes of the name of a term or a person.
pub(super) const LONGEST_NAME: usize = 1 << 10;

/// The most bytes of an address: servers take no longer one.
pub(super) const LONGEST_ADDRESS: usize = 8 << 10;

/// The most bytes of all tags of an article, of all its categories, of the names of all its authors or contributors, and of the
/// addresses of all its enclosures.
pub(super) const LONGEST_LIST: usize = 32 << 10;

/// How warnings call one of several things, and all of them.
#[derive(Clone, Copy)]
pub(super) struct Called {
    pub(super) one: &'static str,
    pub(super) all: &'static str,
}

/// Whether something is no longer than it may be; else a warning says that it is left out.
pub(super) fn is_short(
    what: &str,
    length: usize,
    longest: usize,
    warn: &mut (impl FnMut(WarningCode, String) + ?Sized),
) -> bool {
    if length > longest {
        warn(WarningCode::FieldTooLarge, format!("{what} has {length} bytes, more than {longest}; left out"));
    }
    length <= longest
}

/// Room for so many bytes of a list. Once one of its items has no room, no later one has: the first are kept.
pub(crate) struct Room(usize);

impl Room {
    pub(crate) fn new(bytes: usize) -> Self {
        Self(bytes)
    }

    /// Takes the room of an item of so many bytes, if there is any.
    pub(crate) fn takes(&mut self, bytes: usize) -> bool {
        let rest = self.0.checked_sub(bytes);
        self.0 = rest.unwrap_or(0);
        rest.is_some()
    }
}
