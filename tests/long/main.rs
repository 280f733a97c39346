//! Long runs: what breaks, what waits for years. None of them is part of `cargo test`:
//!
//! ```sh
//! cargo test --release --test long -- --ignored --nocapture --test-threads 1
//! ```
//!
//! Each prints its figures, which stand in `tests/README.md`. Those that need a program which is not there (`strace`,
//! `nginx`, `faketime`) or a right that nobody gave (to mount a file system) say so and fail.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![expect(clippy::print_stdout, reason = "the figures are what these are run for")]
#![expect(clippy::too_many_lines, reason = "what happens in a month or a life is told in one piece")]

mod archives;
mod budget;
mod cuts;
mod doubling;
mod environment;
mod evolve;
mod faults;
mod feeds;
mod follow;
#[path = "../../examples/generate.rs"]
#[expect(dead_code, reason = "of the example, only its random numbers are wanted")]
mod generate;
mod kill;
mod month;
mod readers;
#[path = "../suite/run.rs"]
#[expect(dead_code, reason = "shared with the other binary")]
mod run;
mod sanitise;
mod tags;
mod two;

use generate::Random;

impl Random {
    /// True in one of so many cases.
    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }
}
