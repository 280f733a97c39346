//! Rules of values: dates, addresses, numbers and the like.

use super::rules;

rules! {}
