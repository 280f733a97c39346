//! `RULES.md` says of each rule what the table of rules says.

use std::fmt::Write;
use std::path::Path;

use feedcheck::rule;

/// The reference of all rules.
fn reference() -> String {
    let mut out = "# Rules

What `feedmill check` finds. This file is made from the table of rules: `FEEDCHECK_WRITE=1 cargo test -p feedcheck reference` writes it.

- **error**: against the format; some reader will fail.
- **warning**: against what the format recommends, or what some reader misreads.
- **info**: worth knowing.
"
    .to_owned();
    for (title, rules) in rule::groups() {
        write!(out, "\n## {title}\n").unwrap();
        for rule in rules {
            write!(out, "\n### {}\n\n**{}**: {}.\n\n{}\n", rule.code, rule.severity, rule.advice, rule.why).unwrap();
            if let Some(example) = rule.example() {
                write!(out, "\nWrong:\n\n````text\n{}\n````\n", example.wrong.trim_end()).unwrap();
                if let Some(right) = example.right {
                    write!(out, "\nRight:\n\n````text\n{}\n````\n", right.trim_end()).unwrap();
                }
            }
            if let Some(readers) = rule.readers {
                write!(out, "\nWhat readers do: {readers}\n").unwrap();
            }
            write!(out, "\nWhere it is written: [{}]({}).\n", rule.specification(), rule.link).unwrap();
        }
    }
    out
}

#[test]
fn the_reference_is_that_of_the_table() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("RULES.md");
    let reference = reference();
    if std::env::var_os("FEEDCHECK_WRITE").is_some() {
        std::fs::write(&place, &reference).unwrap();
    }
    let written = std::fs::read_to_string(&place).unwrap();
    assert!(written == reference, "RULES.md is not that of the table: FEEDCHECK_WRITE=1 writes it");
}

#[test]
fn an_example_is_there_for_most_rules() {
    let without: Vec<_> = rule::all().filter(|rule| rule.example().is_none()).map(|rule| rule.code).collect();
    assert!(without.len() <= 24, "{}: {without:?}", without.len());
}
