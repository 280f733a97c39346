//! Rules of JSON Feed.

use super::rules;

rules! {}
