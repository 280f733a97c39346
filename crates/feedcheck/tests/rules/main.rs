//! Every rule: documents that break it, and where that is found.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the files of these tests have small letters")]

mod architecture;
mod bytes;
mod defects;
mod json_feed;
mod opml;
mod page;
mod places;
mod reference;
mod tree;
