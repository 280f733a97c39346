//! What the documents of archives are called.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::memory::ArchiveRecord;

/// Names of documents: the one that is open already, and those that are given for good.
pub(super) struct Names<'n> {
    pub(super) first: Option<&'n str>,
    pub(super) closed: &'n [&'n ArchiveRecord],
}

impl Names<'_> {
    /// The name of the document `at`: the one that it has, or `wanted`, with a number where that is given.
    pub(super) fn free(&self, at: usize, wanted: &str, parts: &[(String, Vec<usize>)]) -> String {
        if let Some(first) = self.first.filter(|_| at == 0) {
            return first.to_owned();
        }
        let is_taken = |name: &str| {
            let given = self.closed.iter().map(|archive| archive.name.as_str());
            given.chain(parts.iter().map(|(name, _)| name.as_str())).any(|given| given == name)
        };
        let mut name = wanted.to_owned();
        let mut number = self.closed.len() + at + 1;
        while is_taken(&name) {
            name = format!("{wanted}-{number}");
            number += 1;
        }
        name
    }
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month {
    year: i32,
    month: u32,
}

impl Month {
    pub(super) fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The month that the name of a document begins with.
    pub(super) fn in_name(name: &str) -> Option<Self> {
        let (year, rest) = name.split_at_checked(4)?;
        let month = rest.strip_prefix('-')?.get(..2)?;
        Some(Self { year: year.parse().ok()?, month: month.parse().ok()? })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
