//! A folder of 1,000 files of all formats, one article a file, every tenth broken in a way of its format; and with it files that are
//! read with a word about them, kept back or named.

mod kinds;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::run::{AS_OF, Said, Scratch};
use kinds::{Becomes, KINDS};

const FILES: usize = 1_000;

/// A way to write an article into a file, and what breaks such a file.
struct Format {
    folder: &'static str,
    extension: &'static str,
    whole: fn(&Article) -> String,
    broken: &'static [(&'static str, Break)],
}

/// Breaks a whole file.
type Break = fn(&Article, &str) -> Vec<u8>;

/// An article.
struct Article {
    n: usize,
    title: String,
    day: String,
    text: String,
}

const FORMATS: &[Format] = &[
    Format {
        folder: "json",
        extension: "json",
        whole: |article| json!({"articles": [object(article)]}).to_string(),
        broken: &[("cut", cut), ("empty", empty), ("junk", junk)],
    },
    Format {
        folder: "lines",
        extension: "jsonl",
        whole: |article| object(article).to_string() + "\n",
        broken: &[("cut", cut), ("without a brace", without_brace), ("empty", empty), ("junk", junk)],
    },
    Format {
        folder: "csv",
        extension: "csv",
        whole: |article| table(article, ","),
        broken: &[
            ("too many cells", |article, _| format!("title,published\n{}\n", row(article, ",")).into()),
            ("commas without quotes", |article, whole| {
                whole.replacen(&format!("\"{}\"", article.title), "Ebb, flow, slack", 1).into()
            }),
            ("unknown header", unknown_header),
            ("header alone", |_, whole| whole.lines().next().unwrap().into()),
            ("empty", empty),
            ("junk", junk),
        ],
    },
    Format {
        folder: "tsv",
        extension: "tsv",
        whole: |article| table(article, "\t"),
        broken: &[
            ("too many cells", |article, _| format!("title\tpublished\n{}\n", row(article, "\t")).into()),
            ("header alone", |_, whole| whole.lines().next().unwrap().into()),
            ("unknown header", unknown_header),
            ("empty", empty),
        ],
    },
    Format {
        folder: "yaml",
        extension: "md",
        whole: |Article { title, day, text, .. }| {
            format!("---\ntitle: \"{title}\"\ndate: {day}\ntags:\n  - Ferry\n  - \"Low tide\"\n---\n\n{text}\n")
        },
        broken: &[
            ("cut", cut_front_matter),
            ("a quote that does not end", |_, whole| whole.replacen("\"\n", "\n", 1).into()),
            ("a bracket that does not end", |_, whole| whole.replacen("date: ", "date: [", 1).into()),
            ("without front matter", |_, whole| whole.rsplit("---\n").next().unwrap().into()),
            ("no names", |article, _| format!("---\n- {}\n---\n{}\n", article.title, article.text).into()),
            ("nothing between", |article, _| format!("---\n---\n{}\n", article.text).into()),
            ("empty", empty),
            ("junk", junk),
        ],
    },
    Format {
        folder: "toml",
        extension: "md",
        whole: |Article { title, day, text, .. }| {
            format!("+++\ntitle = \"{title}\"\ndate = {day}\n[taxonomies]\ntags = [\"Ferry\"]\n+++\n\n{text}\n")
        },
        broken: &[
            ("cut", cut_front_matter),
            ("a title without quotes", |_, whole| whole.replace('"', "").into()),
            ("a key twice", |_, whole| whole.replacen("date = ", "title = \"Again\"\ndate = ", 1).into()),
            ("no such day", |article, whole| whole.replace(&article.day, "2026-02-31").into()),
            ("ends as YAML does", |_, whole| whole.replacen("+++\n\n", "---\n\n", 1).into()),
        ],
    },
    Format {
        folder: "object",
        extension: "md",
        whole: |article| format!("{:#}\n\n{}\n", object(article), article.text),
        broken: &[
            ("without a brace", |_, whole| whole.replacen("}\n\n", "\n\n", 1).into()),
            ("cut", cut_front_matter),
            ("a key without quotes", |_, whole| whole.replacen("\"title\"", "title", 1).into()),
        ],
    },
    Format {
        folder: "headers",
        extension: "md",
        whole: |Article { title, day, text, .. }| {
            format!("Title: {title}\nDate: {day} 09:00\nTags: ferry, low tide\nAuthors: Ana Moor; Li Wei\n\n{text}\n")
        },
        broken: &[
            ("no title", |_, whole| whole.split_once('\n').unwrap().1.into()),
            ("a line that is no header", |_, whole| {
                whole.replacen("Date: ", "on ", 1).replacen("09:00", "at nine", 1).into()
            }),
            ("a blank line first", |_, whole| whole.replacen("Title: ", "Subject: x\n\nTitle: ", 1).into()),
            ("junk", junk),
        ],
    },
    Format {
        folder: "html",
        extension: "html",
        whole: |Article { title, day, text, .. }| format!("---\ntitle: \"{title}\"\ndate: {day}\n---\n<p>{text}</p>\n"),
        broken: &[
            ("cut", cut_front_matter),
            ("without front matter", |article, _| {
                format!("<!doctype html>\n<title>{}</title>\n<p>{}\n", article.title, article.text).into()
            }),
            ("wrong front matter", |_, whole| whole.replacen("date: ", "\tdate: {", 1).into()),
            ("empty", empty),
        ],
    },
    Format {
        folder: "pages",
        extension: "txt",
        whole: |Article { title, day, text, .. }| {
            let date = day.split('-').rev().collect::<Vec<_>>().join("-");
            format!(
                "Latest news with #Harbour\n\n{title}\n{title}\n\nThe Tide\n\ntime{date}\n\n  • Sport\n  • The Tide\n\n{title}\n\n{text}\n"
            )
        },
        broken: &[
            ("header alone", |_, whole| whole.lines().next().unwrap().into()),
            ("a letter", |article, _| format!("Dear Ness,\n{}\nYours\n", article.text).into()),
            ("empty", empty),
            ("junk", junk),
        ],
    },
    Format {
        folder: "rss",
        extension: "xml",
        whole: |Article { n, title, day, text }| {
            format!(
                "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">\n<channel>\n<title>The Tide</title>\n<item><title>{title}</title>\n<link>https://tide.example/rss/{n}</link>\n<pubDate>{day}T09:00:00Z</pubDate>\n<description>{text}</description>\n</item>\n</channel>\n</rss>\n"
            )
        },
        broken: &[
            ("cut", cut),
            ("another document", |_, _| b"<?xml version=\"1.0\"?>\n<table><row>1</row></table>\n".into()),
            ("empty", empty),
            ("junk", junk),
        ],
    },
    Format {
        folder: "atom",
        extension: "atom",
        whole: |Article { n, title, day, text }| {
            format!(
                "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>The Tide</title>\n<entry><title>{title}</title>\n<id>https://tide.example/atom/{n}</id>\n<updated>{day}T09:00:00Z</updated>\n<content type=\"text\">{text}</content>\n</entry>\n</feed>\n"
            )
        },
        broken: &[
            ("cut", cut),
            ("another document", |_, _| b"<?xml version=\"1.0\"?>\n<table><row>1</row></table>\n".into()),
            ("empty", empty),
            ("junk", junk),
        ],
    },
];

fn article(n: usize) -> Article {
    const PORTS: [&str; 5] = ["Ellery", "Ness", "Żabia Wola", "港町", "الميناء"];
    let port = PORTS[n % PORTS.len()];
    Article {
        n,
        title: format!("Ferry {n} is back in {port}"),
        day: format!("2026-{:02}-{:02}", n / 28 % 6 + 1, n % 28 + 1),
        text: format!("At seven the ramp came down in {port}, and nobody had slept. That was number {n}."),
    }
}

fn object(Article { n, title, day, text }: &Article) -> serde_json::Value {
    json!({"title": title, "published": day, "tags": ["Ferry", {"name": "Low tide"}], "url": format!("https://tide.example/{n}"), "content_text": text})
}

fn row(Article { title, day, text, .. }: &Article, separator: &str) -> String {
    let text = format!("\"{text}\n\nA second \"\"paragraph\"\".\"");
    [&format!("\"{title}\""), day, "ferry; low tide", &text].join(separator)
}

fn table(article: &Article, separator: &str) -> String {
    format!("{}\n{}\n", ["Title", "Published At", "Tags", "Text"].join(separator), row(article, separator))
}

/// The first half: an object, a document that has not ended.
fn cut(_: &Article, whole: &str) -> Vec<u8> {
    whole.as_bytes()[..whole.len() / 2].into()
}

/// The beginning, up to the third line: front matter that has not ended.
fn cut_front_matter(_: &Article, whole: &str) -> Vec<u8> {
    whole.split_inclusive('\n').take(3).collect::<String>().into()
}

fn without_brace(_: &Article, whole: &str) -> Vec<u8> {
    let at = whole.rfind('}').unwrap();
    [&whole[..at], &whole[at + 1..]].concat().into()
}

fn unknown_header(_: &Article, whole: &str) -> Vec<u8> {
    whole.replacen("Title", "Nadpis", 1).replacen("Text", "Obsah", 1).into()
}

fn empty(article: &Article, _: &str) -> Vec<u8> {
    ["", "\n", " \r\n\t\n"][article.n / 10 % 3].into()
}

/// The signature of a picture, then bytes of no text.
fn junk(article: &Article, _: &str) -> Vec<u8> {
    let mut state = article.n as u64 + 1;
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend((0..400).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    }));
    bytes
}

/// Writes the folder; says what is broken, and how.
fn write(scratch: &Scratch) -> BTreeMap<String, &'static str> {
    let mut broken = BTreeMap::new();
    let mut times = vec![0; FORMATS.len()];
    for n in 0..FILES {
        // Of every ten files one is broken, each time of the next format.
        let place = (n + n / 10) % FORMATS.len();
        let format = &FORMATS[place];
        let article = article(n);
        let name = format!("in/{}/{:02}/a{n}.{}", format.folder, n / 100, format.extension);
        let whole = (format.whole)(&article);
        if n % 10 == 9 {
            let (how, break_it) = format.broken[times[place] % format.broken.len()];
            times[place] += 1;
            scratch.file(&name, break_it(&article, &whole));
            broken.insert(name, how);
        } else {
            scratch.file(&name, whole);
        }
    }
    assert!(FORMATS.iter().zip(times).all(|(format, times)| times >= format.broken.len()), "a way was not tried");
    broken
}

fn build(scratch: &Scratch, args: &[&str]) -> Said {
    let fixed =
        ["build", "in", "-o", "out", "--as-of", AS_OF, "--report", "json", "--base-url", "https://feeds.example.org/"];
    scratch.run(&[&fixed, args].concat())
}

#[test]
fn every_file_is_an_article_or_a_rejection() {
    let scratch = Scratch::new();
    let broken = write(&scratch);
    assert_eq!(broken.len(), FILES / 10);
    let said = build(&scratch, &[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let report = said.report();
    let rejections = report["rejections"].as_array().unwrap();
    let rejected: BTreeSet<&str> = rejections.iter().map(|rejection| rejection["path"].as_str().unwrap()).collect();
    let wanted: BTreeSet<&str> = broken.keys().map(String::as_str).collect();
    let missed: Vec<_> = wanted.difference(&rejected).map(|path| (path, broken[*path])).collect();
    assert!(missed.is_empty(), "not rejected: {missed:#?}");
    let whole: Vec<_> = rejections.iter().filter(|of| !wanted.contains(of["path"].as_str().unwrap())).collect();
    assert!(whole.is_empty(), "rejected: {whole:#?}");
    assert_eq!(rejections.len(), broken.len(), "a file more than once");
    for rejection in rejections {
        assert!(rejection["line"].as_u64().is_some_and(|line| line >= 1), "{rejection}");
        assert!(rejection["reason"].as_str().is_some_and(|reason| !reason.trim().is_empty()), "{rejection}");
    }
    let counts = &report["generated"]["articles"];
    assert_eq!(
        (&counts["accepted"], &counts["rejected"], &counts["duplicates"], &counts["held"]),
        (&json!(FILES - FILES / 10), &json!(FILES / 10), &json!(0), &json!(0))
    );
    assert_eq!(build(&scratch, &["--strict"]).code, 3);
}

#[test]
fn every_kind_of_file_is_what_it_is() {
    /// How often each stands in the folder.
    const TIMES: usize = 2;
    let scratch = Scratch::new();
    let broken = write(&scratch);
    scratch.file("feedmill.toml", kinds::SETTINGS);
    let earlier = std::time::SystemTime::now() - std::time::Duration::from_mins(30);
    let mut files = Vec::new();
    for (n, kind) in (FILES..).zip(KINDS.iter().cycle().take(TIMES * KINDS.len())) {
        let article = article(n);
        let (folder, file) = kind.name.split_once('/').unwrap();
        let name = format!("in/{folder}/{n}-{file}");
        let path = scratch.file(&name, (kind.content)(&article));
        // Nobody is in the middle of writing it.
        std::fs::File::options().write(true).open(path).unwrap().set_modified(earlier).unwrap();
        files.push((name, article.title, kind.becomes));
    }
    let fixed = ["build", "-o", "out", "--as-of", AS_OF, "--report", "json", "--format", "json", "--limit", "2000"];
    let said = scratch.run(&[&fixed[..], &["--base-url", "https://feeds.example.org/"]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    let report = said.report();
    let listed = |key: &str| report[key].as_array().unwrap().clone();
    // Below the folder: those of a configuration are absolute.
    let path = |of: &serde_json::Value| {
        let path = of["path"].as_str().unwrap_or_default();
        path.find("/in/").map_or(path, |at| &path[at + 1..]).to_owned()
    };
    let rejected: Vec<String> = listed("rejections").iter().map(path).collect();
    let warnings = listed("warnings");
    let codes = warnings.iter().map(|of| (path(of), of["code"].as_str().unwrap().to_owned()));
    let warned: Vec<(String, String)> = codes.filter(|(_, code)| code != "input-exception").collect();
    let feed: serde_json::Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    let texts: BTreeMap<&str, &str> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["title"].as_str().unwrap(), item["content_html"].as_str().unwrap_or_default()))
        .collect();
    for (name, title, becomes) in &files {
        let codes: Vec<&str> = warned.iter().filter(|(path, _)| path == name).map(|(_, code)| code.as_str()).collect();
        let text = texts.get(title.as_str());
        let is_article = matches!(becomes, Becomes::Article | Becomes::Noted(_));
        assert_eq!(text.is_some(), is_article, "{name}: {codes:?}");
        let debris =
            ["{%", "{{", "import", "<Map"].into_iter().find(|sign| text.is_some_and(|text| text.contains(sign)));
        assert_eq!(debris, None, "{name}: {text:?}");
        assert!(text.is_none_or(|text| text.contains("nobody had slept")), "{name}: {text:?}");
        assert_eq!(
            rejected.iter().filter(|path| *path == name).count(),
            usize::from(*becomes == Becomes::Rejected),
            "{name}"
        );
        match becomes {
            Becomes::Article => assert_eq!(codes, [""; 0], "{name}"),
            // One of an input, or of an extension, stands for the others.
            Becomes::Named(wanted) | Becomes::Noted(wanted) => {
                let end = matches!(becomes, Becomes::Named(_)).then(|| name.split_once('.').unwrap().1);
                let mut alike =
                    files.iter().filter(|(name, _, of)| of == becomes && end.is_none_or(|end| name.ends_with(end)));
                let is_said = alike.any(|(path, ..)| warned.iter().any(|(of, code)| of == path && code == wanted));
                assert!(is_said, "{name}: {wanted}: {codes:?}");
            }
            Becomes::Unpublished | Becomes::Held | Becomes::Rejected => {}
        }
    }
    let known = (0..FILES).map(|n| article(n).title).chain(files.iter().map(|(_, title, _)| title.clone()));
    let known: BTreeSet<String> = known.collect();
    let others: Vec<&&str> = texts.keys().filter(|title| !known.contains(**title)).collect();
    assert!(others.is_empty(), "{others:?}");
    let count = |wanted: fn(&Becomes) -> bool| files.iter().filter(|(_, _, becomes)| wanted(becomes)).count();
    let counts = &report["generated"]["articles"];
    let wanted = [
        (
            "accepted",
            FILES - broken.len() + count(|of| matches!(of, Becomes::Article | Becomes::Noted(_) | Becomes::Held)),
        ),
        ("rejected", broken.len() + count(|of| *of == Becomes::Rejected)),
        ("held", count(|of| *of == Becomes::Held)),
        ("duplicates", 0),
    ];
    for (name, wanted) in wanted {
        assert_eq!(counts[name], wanted, "{name}");
    }
}
