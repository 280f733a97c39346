//! Articles that want to do harm.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::run::{Scratch, repository, tree};

fn published() -> (Scratch, serde_json::Value) {
    let scratch = Scratch::new();
    for (name, bytes) in tree(&repository().join("tests/hostile")) {
        scratch.file(&format!("in/{name}"), bytes);
    }
    let said = scratch.build(&["in", "--format", "rss,atom,json", "--limit", "500"]);
    assert_eq!(said.code, 0, "{said:?}");
    let report = said.report();
    (scratch, report)
}

/// `tests/hostile/README.md` says what each line is.
#[test]
fn no_entry_is_lost_or_doubled() {
    let (scratch, report) = published();
    let articles = &report["generated"]["articles"];
    assert_eq!(articles, &serde_json::json!({"read": 60, "accepted": 56, "duplicates": 1, "rejected": 3, "held": 1}));
    let lines: Vec<_> = report["rejections"].as_array().unwrap().iter().map(|r| r["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [49, 50, 51]);
    let mut titles = BTreeMap::<String, usize>::new();
    for entry in scratch.atom().entries() {
        *titles.entry(entry.title().as_str()[..3].to_owned()).or_default() += 1;
    }
    let unpublished = ["H41", "H48", "H49", "H50"];
    let expected = (1..=51).map(|n| format!("H{n:02}")).filter(|name| !unpublished.contains(&name.as_str()));
    let expected: BTreeMap<String, usize> =
        expected.chain((1..=8).map(|n| format!("P{n:02}"))).map(|name| (name, 1)).collect();
    assert_eq!(titles, expected);
    for entry in scratch.atom().entries().iter().filter(|entry| entry.title().starts_with('P')) {
        let text = entry.content().unwrap().value().unwrap();
        let name = &entry.title().as_str()[..3];
        assert!(text.contains(&format!("{name} BODY:")) && text.contains(&format!("{name} END")), "{name}: {text}");
    }
}

#[test]
fn the_zero_of_a_calendar_is_no_date_and_an_old_date_is_one() {
    let (scratch, report) = published();
    let warnings = report["warnings"].as_array().unwrap().iter();
    let lines = warnings.filter(|warning| warning["code"] == "placeholder-date").map(|warning| &warning["line"]);
    assert_eq!(lines.collect::<Vec<_>>(), [40, 41]);
    let feed = scratch.atom();
    let dated = |title: &str| {
        let entry = feed.entries().iter().find(|entry| entry.title().starts_with(title)).unwrap();
        entry.published().unwrap().date_naive().to_string()
    };
    assert_eq!([dated("H39"), dated("H40")], ["2026-07-20", "2026-07-20"], "when they were first seen");
    let archive = Scratch::new();
    archive
        .file("a.json", r#"[{"title":"A","published":"1975-06-03"},{"title":"B","published":"1970-01-01T09:30:00Z"}]"#);
    let report = archive.build(&["a.json"]).report();
    assert_eq!(report["warnings"][0]["code"], "implausible-date");
    let archive = archive.atom();
    let days = archive.entries().iter().map(|entry| entry.published().unwrap().date_naive().to_string());
    assert_eq!(days.collect::<Vec<_>>(), ["1975-06-03", "1970-01-01"]);
}

/// What XML 1.0 allows, and no validator objects to.
fn assert_clean(path: &str, text: &str) {
    let bad = text.chars().find(|c| !feedmill::internal::article::text::is_legal(*c));
    assert_eq!(bad, None, "{path}");
}

#[test]
fn feeds_are_well_formed_and_hold_no_script() {
    assert_sound(&published().0);
}

/// Every published file can be read, holds legal characters and nothing that runs.
fn assert_sound(scratch: &Scratch) {
    for (path, bytes) in scratch.tree().into_iter().filter(|(path, _)| !path.starts_with(".feedmill/")) {
        let text = String::from_utf8(bytes).unwrap();
        assert_clean(&path, &text);
        let mut contents: Vec<String> = Vec::new();
        if path.ends_with("rss.xml") {
            let channel = rss::Channel::read_from(text.as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"));
            contents.extend(channel.items().iter().filter_map(rss::Item::content).map(str::to_owned));
        } else if path.ends_with("atom.xml") {
            let feed =
                atom_syndication::Feed::read_from(text.as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"));
            let entries = feed.entries().iter().filter_map(|entry| entry.content()?.value());
            contents.extend(entries.map(str::to_owned));
        } else if path.ends_with(".json") {
            let feed: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let items = feed["items"].as_array().unwrap().iter();
            contents.extend(items.filter_map(|item| item["content_html"].as_str()).map(str::to_owned));
        } else if path.ends_with(".html") {
            contents.push(without_pictures(&path, &text));
        }
        for html in &contents {
            assert_harmless(&path, html);
        }
    }
}

/// A page without its own pictures of activity, which are nothing but a title and a path.
fn without_pictures(path: &str, html: &str) -> String {
    let mut parts = html.split("<svg class=\"activity\"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |page, part| {
        let (picture, rest) = part.split_once("</svg>").unwrap_or_else(|| panic!("{path}: {part}"));
        let tags: Vec<&str> = picture.split('<').skip(1).map(|tag| tag.split([' ', '>']).next().unwrap()).collect();
        assert_eq!(tags, ["title", "/title", "path", "/path"], "{path}: {picture}");
        page + rest
    })
}

/// No markup that runs, loads a frame, or leads to another scheme.
fn assert_harmless(path: &str, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let lower = tag.to_lowercase();
        for bad in ["script", "iframe", "object", "embed", "svg", "math", "style", "form", "base"] {
            assert!(!lower.trim_start_matches('/').starts_with(bad), "{path}: <{tag}>");
        }
        for bad in [" on", " style="] {
            // Outside of attribute values, which are in quotes.
            let bare: String = lower.split('"').step_by(2).collect();
            assert!(!bare.contains(bad), "{path}: <{tag}>");
        }
        for bad in ["=\"javascript:", "=\"data:", "=\"file:", "=\"vbscript:"] {
            assert!(!lower.contains(bad), "{path}: <{tag}>");
        }
    }
}

#[test]
fn nothing_leaves_the_output_folder_and_every_name_is_safe() {
    let (scratch, report) = published();
    let outside: Vec<String> =
        tree(scratch.path()).into_keys().filter(|path| !path.starts_with("in/") && !path.starts_with("out/")).collect();
    assert_eq!(outside, Vec::<String>::new());
    let mut folded = BTreeMap::new();
    for feed in report["feeds"].as_array().unwrap() {
        let Some(slug) = feed["slug"].as_str() else { continue };
        assert!(!slug.is_empty() && slug.len() <= 100, "{slug}");
        assert!(slug.chars().all(|c| c == '-' || c.is_alphanumeric() || !c.is_ascii()), "{slug}");
        assert!(!["con", "nul", "aux", "prn", "com1"].contains(&slug), "{slug}");
        let key = (feed["taxonomy"].to_string(), slug.to_lowercase());
        assert_eq!(folded.insert(key, slug.to_owned()), None, "{slug} twice");
    }
    let slug = |term: &str| {
        let of = |feed: &&serde_json::Value| feed["taxonomy"] == "tag" && feed["term"] == term;
        report["feeds"].as_array().unwrap().iter().find(of).map(|feed| feed["slug"].as_str().unwrap().to_owned())
    };
    assert_eq!(slug("C").as_deref(), Some("c"));
    assert_eq!(slug("C++").as_deref(), Some("c-plus-plus"));
    assert_eq!(slug("C#").as_deref(), Some("c-sharp"));
    assert_eq!(slug("KDE").or_else(|| slug("kde")).as_deref(), Some("kde"));
    assert_eq!(slug("café").as_deref(), Some("cafe"));
    assert!(slug("🚀").unwrap().starts_with("t-"));
}

#[test]
fn a_hostile_configuration_makes_sound_feeds() {
    let scratch = Scratch::new();
    scratch.file("a.json", r#"[{"title": "A", "tags": ["T"], "source": "S"}]"#);
    let nasty = r#""\u0001é ]]> <script>&\u0000\uFFFF""#;
    let keys = ["title", "description", "author", "rights", "id"];
    let site: String = keys.iter().flat_map(|key| [*key, " = ", nasty, "\n"]).collect();
    scratch.file("feedmill.toml", format!("[site]\n{site}"));
    let said = scratch.build(&["a.json", "--format", "rss,atom,json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_sound(&scratch);
}

/// Text made of what breaks parsers.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("]]>".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("&amp;&lt;b&gt;&#0;&#x1;&#128;&bogus;".to_owned()),
        Just("<p onclick=x href='javascript:y'>".to_owned()),
        Just("<a href=\"&#106;avascript:z\">".to_owned()),
        Just("<svg><style><img src=x onerror=y>".to_owned()),
        Just("</item></channel></rss></entry></feed>".to_owned()),
        Just("\u{1}0\u{1}1\u{1}9".to_owned()),
        Just("\u{FEFF}".to_owned()),
        Just("\u{FFFE}\u{FFFF}\u{FFFD}\u{85}\u{2028}\u{202E}\r".to_owned()),
        Just("+00:00</updated>\"'".to_owned()),
        any::<char>().prop_map(|c| c.to_string()),
        "[a-z .]{0,20}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_becomes_well_formed_feeds(fields in prop::collection::vec([nasty(), nasty(), nasty(), nasty(), nasty(), nasty()], 8)) {
        let scratch = Scratch::new();
        let lines: Vec<String> = fields.iter().enumerate().map(|(n, [title, text, html, tag, source, author])| {
            let body = if n % 2 == 0 { ("content_text", text) } else { ("content_html", html) };
            serde_json::json!({
                "title": title, body.0: body.1, "tags": [tag, "Shared"], "source": source, "authors": [author],
                "summary": html, "id": text, "url": "https://x.example/".to_owned() + tag, "published": "2026-07-01",
            }).to_string()
        }).chain(["{\"title\":\"always\"}".to_owned()]).collect();
        scratch.file("a.jsonl", lines.join("\n"));
        let said = scratch.build(&["a.jsonl", "--format", "rss,atom,json"]);
        prop_assert_eq!(said.code, 0, "{:?}", said);
        assert_sound(&scratch);
    }

    #[test]
    fn sanitising_is_idempotent(html in nasty()) {
        use feedmill::internal::normalise::html::sanitise;
        let once = sanitise(&html, None, 256).0;
        prop_assert_eq!(&sanitise(&once, None, 256).0, &once);
        assert_harmless("fragment", &once);
    }

    #[test]
    fn an_excerpt_is_a_beginning_of_the_text(text in "(\\PC{0,12}[ .!?。])(\\PC{1,30} ){0,30}", length in 1_usize..120) {
        use feedmill::internal::normalise::excerpt::{Excerpt, Unit};
        let line = feedmill::internal::article::text::one_line(&text);
        let excerpt = Excerpt { length, unit: Unit::Characters }.cut(&line);
        prop_assert!(excerpt.chars().count() <= length + 1, "{excerpt:?}");
        let kept = excerpt.strip_suffix('…').unwrap_or(&excerpt);
        prop_assert!(line.starts_with(kept) || line == excerpt, "{kept:?} of {line:?}");
    }

    #[test]
    fn slugs_are_safe(term in "\\PC{0,200}") {
        if let Some(term) = feedmill::internal::article::Term::new(&term) {
            let slug = feedmill::internal::select::slug::base(&term.key);
            prop_assert!(!slug.is_empty() && slug.len() <= 100);
            prop_assert!(!slug.contains(['/', '\\', '.', '\0', ' ']) && !slug.starts_with('-'), "{slug}");
        }
    }
}
