//! Every rule: documents that break it, and where that is found.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the files of these tests have small letters")]

mod atom;
mod bytes;
mod defects;
#[path = "../shared/documents.rs"]
mod documents;
mod extension;
mod html;
mod json_feed;
mod lint;
mod opml;
mod page;
mod places;
mod rss;
mod tree;
