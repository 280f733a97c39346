//! Rules of HTML pages.

use super::rules;

rules! {}
