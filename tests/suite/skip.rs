//! Tests that need a program which not every machine has.

/// Says that a test is skipped, as something is missing. Where `CI` is set, as in continuous integration, that is a failure.
pub(crate) fn skip(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what}, and with CI set no test is skipped");
    eprintln!("skipped: {what}");
}
