//! Rules of Atom 1.0.

use super::rules;

rules! {}
