//! JSON with places (RFC 8259), read on as far as it can be understood, so that more than one finding comes out of one
//! run.
//!
//! Not supported: what other languages write as JSON (comments, other quotes, `NaN`, commas before a bracket) is a
//! finding.

mod map;
mod read;
mod value;

pub(super) use map::Map;
pub(super) use read::read;
pub(super) use value::{Member, Node, Value};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Findings;

    fn found(text: &str) -> Vec<(&'static str, usize, String)> {
        let mut findings = Findings::new(text);
        read(text, &mut findings);
        findings.finish().into_iter().map(|f| (f.rule.code, f.column, f.text)).collect()
    }

    #[test]
    fn values_have_places() {
        let text = r#" {"a\u00e4": [1, -2.5e+3, true], "b": {"c": "x\ud83d\ude00\n"}, "d": null, "e": [], "f": {}}"#;
        let mut findings = Findings::new(text);
        let root = read(text, &mut findings).unwrap();
        assert!(findings.finish().is_empty());
        let list = root.get("aä").unwrap();
        assert_eq!(&text[list.at.clone()], "[1, -2.5e+3, true]");
        assert_eq!(list.values()[1].value, Value::Number("-2.5e+3"));
        let c = root.get("b").and_then(|b| b.get("c")).unwrap();
        assert_eq!(c.text(), Some("x😀\n"));
        assert_eq!(&text[Map::of(text, &c.at).place(1)], "\\ud83d\\ude00");
        assert_eq!(&text[Map::of(text, &c.at).place(5)], "\\n");
        assert_eq!(Map::of(text, &c.at).place(99), c.at);
        assert_eq!(root.members()[4].node.value, Value::Object(Vec::new()));
    }

    #[test]
    fn broken_json_has_a_place_and_reading_goes_on() {
        let cases: &[(&str, &[_])] = &[
            ("{\"a\": 1,}", &[("invalid-json", 8, ",")]),
            ("[1, 2,] x", &[("invalid-json", 6, ","), ("invalid-json", 9, "x")]),
            (
                "[NaN, -Infinity, 01, 1., .5, +1, 0x1]",
                &[
                    ("invalid-json", 2, "NaN"),
                    ("invalid-json", 7, "-Infinity"),
                    ("invalid-json", 18, "01"),
                    ("invalid-json", 22, "1."),
                    ("invalid-json", 26, ".5"),
                    ("invalid-json", 30, "+1"),
                    ("invalid-json", 34, "0x1"),
                ],
            ),
            ("[1 2]", &[("invalid-json", 4, "2")]),
            ("// a\n[1, /* b */ 2]", &[("invalid-json", 1, "// a"), ("invalid-json", 5, "/* b */")]),
            ("['a']", &[("invalid-json", 2, "'")]),
            ("{a: 1}", &[("invalid-json", 2, "a")]),
            ("{\"a\" 1}", &[("invalid-json", 6, "1")]),
            ("{\"a\": 1", &[("invalid-json", 8, "")]),
            ("{\"a\":", &[("invalid-json", 6, "")]),
            ("[\"a", &[("invalid-json", 2, "\"")]),
            ("[1}", &[("invalid-json", 3, "}")]),
            ("[\"\t\"]", &[("json-control-character", 3, " ")]),
            ("[\"\\x41\"]", &[("invalid-json", 3, "\\")]),
            ("[\"\\u12\"]", &[("invalid-json", 3, "\\u")]),
            ("[\"\\ud83dx\"]", &[("lone-surrogate", 3, "\\ud83d")]),
            ("[\"\\ude00\"]", &[("lone-surrogate", 3, "\\ude00")]),
            ("", &[("invalid-json", 1, "")]),
            ("[,]", &[("invalid-json", 2, ",")]),
            ("[\"a\\", &[("invalid-json", 2, "\""), ("invalid-json", 4, "\\")]),
        ];
        for (text, expected) in cases {
            let found = found(text);
            let found: Vec<_> = found.iter().map(|(code, column, text)| (*code, *column, text.as_str())).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        assert_eq!(found(&"[".repeat(200_000))[0].0, "validator-limit");
        let deep = "[".repeat(100) + &"]".repeat(100);
        assert!(found(&deep).is_empty());
    }
}
