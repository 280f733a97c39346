//! Rules of readers: what some of them would misread.

use super::rules;

rules! {}
