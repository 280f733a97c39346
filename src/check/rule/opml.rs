//! Rules of OPML.

use super::rules;

rules! {}
