//! HTML, read as a parser reads it, and how much work that is. For feedmill, which makes HTML safe to publish.

pub mod limits;
pub mod pieces;
