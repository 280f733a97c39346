//! Words and texts that JSON has in another way: written as JSON has them.

use serde::de::IgnoredAny;

use super::faults::{Fault, Faults};

/// Words that stand for what JSON writes otherwise (Python, JavaScript, Ruby), with what that is.
const WORDS: &[(&str, &str, Option<Fault>)] = &[
    ("null", "null", None),
    ("true", "true", None),
    ("false", "false", None),
    ("NaN", "null", Some(Fault::NotANumber)),
    ("nan", "null", Some(Fault::NotANumber)),
    ("-NaN", "null", Some(Fault::NotANumber)),
    ("Infinity", "null", Some(Fault::NotANumber)),
    ("+Infinity", "null", Some(Fault::NotANumber)),
    ("-Infinity", "null", Some(Fault::NotANumber)),
    ("inf", "null", Some(Fault::NotANumber)),
    ("-inf", "null", Some(Fault::NotANumber)),
    ("None", "null", Some(Fault::Word)),
    ("NULL", "null", Some(Fault::Word)),
    ("Null", "null", Some(Fault::Word)),
    ("nil", "null", Some(Fault::Word)),
    ("undefined", "null", Some(Fault::Word)),
    ("NaT", "null", Some(Fault::Word)),
    ("True", "true", Some(Fault::Word)),
    ("TRUE", "true", Some(Fault::Word)),
    ("False", "false", Some(Fault::Word)),
    ("FALSE", "false", Some(Fault::Word)),
];

/// Reads a word that is a value; whether it is one.
pub(super) fn word(word: &str, at: usize, faults: &mut Faults, out: Option<&mut String>) -> bool {
    let known = WORDS.iter().find(|(name, ..)| *name == word);
    let is_number = || serde_json::from_str::<f64>(word).is_ok() && serde_json::from_str::<IgnoredAny>(word).is_ok();
    let (written, fault) = match known {
        Some((_, written, fault)) => (*written, *fault),
        None if is_number() => (word, None),
        // `007`, `.5`, `0xFF`, a day without its quotes: what it says, as text.
        None if word.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit()) => {
            faults.add(Fault::Word, at);
            if let Some(out) = out {
                out.extend(["\"", word, "\""]);
            }
            return true;
        }
        None => return false,
    };
    if let Some(fault) = fault {
        faults.add(fault, at);
    }
    if let Some(out) = out {
        out.push_str(written);
    }
    true
}

/// Writes a text in quotes, which stands at `at`, as JSON has it.
pub(super) fn write_text(quoted: &str, at: usize, faults: &mut Faults, out: &mut String) {
    let inner = &quoted[1..quoted.len() - 1];
    out.push('"');
    let mut rest = inner;
    while let Some(found) = rest.find(|c: char| c == '\\' || c == '"' || c < ' ') {
        let place = at + 1 + (inner.len() - rest.len()) + found;
        out.push_str(&rest[..found]);
        rest = &rest[found..];
        let taken = match rest.as_bytes()[0] {
            b'\\' => escape(rest, place, faults, out),
            b'"' => {
                out.push_str("\\\"");
                1
            }
            control => {
                faults.add(Fault::Control, place);
                write_unit(out, control.into());
                1
            }
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Writes what begins with a backslash, and says how long it is.
fn escape(rest: &str, at: usize, faults: &mut Faults, out: &mut String) -> usize {
    let hex = |from: usize, digits: usize| {
        let digits = rest.get(from..from + digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(next) = rest[1..].chars().next() else {
        out.push_str("\\\\");
        return 1;
    };
    let code = match next {
        'u' => hex(2, 4),
        'x' => hex(2, 2),
        'U' => hex(2, 8),
        _ => None,
    };
    match (next, code) {
        ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't', _) => {
            out.push_str(&rest[..2]);
            return 2;
        }
        ('u', Some(0xD800..=0xDBFF))
            if rest[6..].starts_with("\\u") && hex(8, 4).is_some_and(|low| (0xDC00..=0xDFFF).contains(&low)) =>
        {
            out.push_str(&rest[..12]);
            return 12;
        }
        ('u', Some(0xD800..=0xDFFF)) => {
            faults.add(Fault::Surrogate, at);
            out.push('\u{FFFD}');
            return 6;
        }
        ('u', Some(_)) => {
            out.push_str(&rest[..6]);
            return 6;
        }
        // A text that goes on in the next line.
        ('\n', _) => return 2,
        _ => faults.add(Fault::Escape, at),
    }
    let character = code.and_then(char::from_u32);
    match (next, character) {
        ('x' | 'U', Some(c)) => {
            if c < ' ' || c == '"' || c == '\\' {
                write_unit(out, c as u32);
            } else {
                out.push(c);
            }
            if next == 'x' { 4 } else { 10 }
        }
        ('\'', _) => {
            out.push('\'');
            2
        }
        // The character itself is written as any other.
        _ => {
            out.push_str("\\\\");
            1
        }
    }
}

/// Writes a character by its number.
fn write_unit(out: &mut String, unit: u32) {
    use std::fmt::Write as _;
    // Writing to a string cannot fail.
    let _ = write!(out, "\\u{unit:04x}");
}
