//! Rules of trees of files: links from one file to another.

use super::rules;

rules! {}
