//! Rules of extension modules.

use super::rules;

rules! {}
