//! What feedmill and the tests of this crate use beside the public interface. It may change with any version.

pub use crate::example::{Defect, Marked};
pub use crate::example::{atom, documents, extension, html, json_feed, lint, opml, page, rss};
pub use crate::html::names::is_void;
pub use crate::nearest::nearest;
pub use crate::parser::{limits, pieces};
pub use crate::published::{check_published, check_published_entry, check_published_text};
pub use crate::text::{has_illegal, is_legal};
pub use crate::value::language::is_two_letter_code;
pub use crate::value::uri::is_tag;
