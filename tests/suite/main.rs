//! What feedmill promises, tried on the command as a user runs it.

mod cases;
mod cli;
mod determinism;
mod formats;
mod hostile;
mod publish;
mod readme;
mod run;
mod sample;
mod selection;
