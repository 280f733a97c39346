//! What readers misread, though the format allows it.

use super::namespace::Ns;
use super::walk::{Node, Walk};

/// Looks at a feed as a whole; `entry` is what its entries are called.
pub(super) fn feed<'d>(walk: &mut Walk<'_, 'd>, feed: Node<'d>, entry: &str) {
    let _ = (walk, feed, entry, Ns::Core);
}
