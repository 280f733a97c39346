//! Rules of HTML inside of feeds.

use super::rules;

rules! {}
