//! Rules of RSS 2.0.

use super::rules;

rules! {}
