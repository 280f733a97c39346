//! Documents about many feeds are put together from what is published, where little has changed in them.

use std::collections::BTreeSet;
use std::fs;

use chrono::{DateTime, Duration, Utc};
use feedmill::internal::catalogue::Catalogue;
use feedmill::internal::report::{Report, Stopwatch};
use feedmill::internal::{config, site};
use serde_json::json;

use super::copy;
use crate::run::{Scratch, tree};

/// A collection of many tags: more than the index lists, and than a page of a list has room for.
struct Many {
    scratch: Scratch,
    settings: String,
    lines: Vec<String>,
    now: DateTime<Utc>,
    /// How many articles the last run read that was compared.
    articles_read: u64,
}

const FEW_FILES: &str = "[output]\nformats = [\"atom\"]\nlimit = 3\n";

/// A name of a tag, under one of many headings.
fn tag(n: usize) -> String {
    let first = ["A", "e", "É", "Z", "δ", "Ж", "漢", "가", "나", "ع", "7", "&"][n % 12];
    format!("{first}{n} & more")
}

fn article(n: usize, day: u32, tags: &[String]) -> String {
    // Some are in another language, some have no address and lead to the page of a tag.
    let url = if n % 7 == 3 { String::new() } else { format!("https://q.example/{n}") };
    let language = if n % 11 == 5 { "de" } else { "en" };
    let article = json!({ "id": format!("urn:example:{n}"), "title": format!("Story <{n}> & co"), "url": url,
        "published": format!("2026-05-{day:02}T10:{:02}:{:02}Z", n / 60 % 60, n % 60), "tags": tags, "language": language,
        "source": format!("Paper {}", n % 3), "image": format!("https://q.example/{n}.jpg"),
        "authors": [format!("A. Writer {}", n % 5)], "text": format!("What there is to say of {n}, & <more>.") });
    format!("{article}\n")
}

impl Many {
    fn new(settings: &str, tags: usize) -> Self {
        let lines = (0..tags).map(|n| article(n, 1 + u32::try_from(n % 20).unwrap(), &[tag(n), tag(n * 7 % tags)]));
        let now = "2026-06-01T12:00:00Z".parse().unwrap();
        let many = Self {
            scratch: Scratch::new(),
            settings: settings.to_owned(),
            lines: lines.collect(),
            now,
            articles_read: 0,
        };
        many.write();
        many
    }

    /// What is new is written after what is there.
    fn write(&self) {
        let place = self.scratch.path().join("a.jsonl");
        let (known, text) = (fs::read_to_string(&place).unwrap_or_default(), self.lines.concat());
        match text.strip_prefix(&known) {
            Some(more) if !known.is_empty() => {
                let mut file = fs::File::options().append(true).open(&place).unwrap();
                std::io::Write::write_all(&mut file, more.as_bytes()).unwrap();
            }
            _ => fs::write(&place, text).unwrap(),
        }
    }

    fn build(&self, out: &str, rebuild: bool) -> Report {
        let toml = format!("[site]\nbase_url = \"https://feeds.example.org/f/\"\n{}", self.settings);
        let mut file = config::File::parse(&toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(self.scratch.path().join(out));
        let config = file.resolve(vec![self.scratch.path().join("a.jsonl")], None, None);
        let run = site::Run::at(self.now).rebuild(rebuild).stopwatch(Stopwatch::started());
        site::build(&config, &run).unwrap()
    }

    /// Says why everything was read, if it was.
    fn compare(&mut self, what: &str) -> Option<String> {
        self.write();
        self.now += Duration::minutes(10);
        let (out, other) = (self.scratch.path().join("out"), self.scratch.path().join("other"));
        copy(&out, &other);
        let (said, whole) = (self.build("out", false), self.build("other", true));
        self.articles_read = said.timings.as_ref().unwrap().articles;
        let (found, expected) = (tree(&out), tree(&other));
        for path in expected.keys().chain(found.keys()) {
            let (found, expected) = (found.get(path), expected.get(path));
            let (a, b) = (found.map_or(&[][..], Vec::as_slice), expected.map_or(&[][..], Vec::as_slice));
            let at = a.iter().zip(b).take_while(|(a, b)| a == b).count().saturating_sub(80);
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().skip(at).take(200).collect::<String>();
            assert!(found == expected, "{what}: {path}: {:?}\nand not\n{:?}", text(a), text(b));
        }
        let memory = |out| Catalogue::open(out).unwrap().memory().unwrap();
        assert_eq!(memory(&out), memory(&other), "{what}");
        let counts = |report: &Report| (report.articles, report.feeds, report.files, report.bytes);
        assert_eq!(counts(&said), counts(&whole), "{what}");
        let texts = |report: &Report| {
            let warnings = report.warnings.iter().map(|one| (one.origin.clone(), one.message.clone()));
            let rejections = report.rejections.iter().map(|one| (one.origin.clone(), one.reason.to_string()));
            warnings.chain(rejections).collect::<BTreeSet<_>>()
        };
        assert_eq!(texts(&said), texts(&whole), "{what}");
        let shown = |out| Catalogue::open(out).unwrap().listed().unwrap().into_iter().map(|row| row.activity);
        assert!(shown(&out).eq(shown(&other)), "{what}");
        said.whole
    }
}

/// What happens to lines.
type Step = fn(&mut Vec<String>);

/// Changes in which a run looks only at what has changed: what happens, and the lines that are new.
fn changes(many: &Many) -> Vec<(&'static str, Vec<String>)> {
    let tags = |numbers: &[usize]| numbers.iter().map(|n| tag(*n)).collect::<Vec<_>>();
    let named = |name: &str| vec![name.to_owned(), tag(1)];
    let last = many.lines.len() - 1;
    vec![
        ("one article more of tags that are there", vec![article(9_001, 21, &tags(&[0, 5, last]))]),
        ("nine more, so that numbers are longer", (9_010..9_019).map(|n| article(n, 22, &tags(&[24]))).collect()),
        ("a tag in the middle of a page", vec![article(9_030, 23, &named("E300 in between"))]),
        ("tags at the beginning and at the end", vec![article(9_031, 24, &["A".to_owned(), "***".to_owned()])]),
        ("a heading that was not there", vec![article(9_032, 25, &named("Quite new"))]),
    ]
}

#[test]
fn documents_about_many_feeds_are_edited() {
    let mut many = Many::new(FEW_FILES, 520);
    many.build("out", false);
    for (what, lines) in changes(&many) {
        many.lines.extend(lines);
        assert_eq!(many.compare(what), None, "{what}");
    }
    many.lines.remove(40);
    assert_eq!(many.compare("an article goes"), None);
}

#[test]
fn entries_that_stand_are_taken_from_what_is_published() {
    // Articles of all formats, without Atom, with excerpts, of authors, and with feeds that are told to show more than others.
    let all = "formats = [\"rss\", \"atom\", \"json\"]\n";
    let settings = [
        format!("[output]\n{all}limit = 5\n"),
        "[output]\nformats = [\"rss\", \"json\"]\nlimit = 5\n".to_owned(),
        format!("language = \"de\"\n[output]\n{all}content = \"excerpt\"\n"),
        format!("[output]\n{all}taxonomies = [\"tag\", \"source\", \"author\"]\n"),
        format!("[output]\n{all}[[feed]]\nterm = \"tag/{}\"\ncontent = \"excerpt\"\n", tag(3)),
    ];
    for settings in &settings {
        let mut many = Many::new(settings, 20);
        many.build("out", false);
        for n in 0..4 {
            many.lines.push(article(9_300 + n, 22, &[tag(n), tag(n + 1), tag(3)]));
            assert_eq!(many.compare(settings), None, "{settings}");
        }
        many.lines[3] = many.lines[3].replace("What there is", "All that there is");
        assert_eq!(many.compare("an article is edited"), None);
        many.lines.remove(1);
        assert_eq!(many.compare("an article goes"), None);
    }
}

#[test]
fn of_a_part_of_a_file_only_the_lines_are_read_again_that_have_changed() {
    let mut many = Many::new("[output]\nlimit = 3\n", 600);
    // Things are said of some lines: one has a link that leads nowhere, one is no article.
    let mut odd = article(7_001, 2, &[tag(9)]).replace("https://q.example/7001", "nowhere at all");
    odd.truncate(odd.len() - 1);
    many.lines.insert(50, format!("{odd}\n"));
    many.lines.insert(120, "{\"published\": \"2026-05-02\"}\n".to_owned());
    many.lines.insert(310, format!("{}\n", odd.replace("7001", "7002")));
    many.write();
    many.build("out", false);
    let edited = |line: &str, n: usize| line.replace("What there is", &format!("All that there is ({n})"));
    let steps: [(&str, Step); 8] = [
        ("one line", |lines| lines[100] = lines[100].replace("What there", "All that there")),
        ("one line goes", |lines| drop(lines.remove(30))),
        ("one line comes", |lines| lines.insert(90, article(7_100, 3, &[tag(4)]))),
        ("the first line", |lines| lines[0] = lines[0].replace("What there", "All that there")),
        ("a line beside one that is no article", |lines| lines[121] = lines[121].replace("What there", "All there")),
        ("a line twice", |lines| lines.insert(200, lines[199].clone())),
        ("two lines change places", |lines| lines.swap(60, 64)),
        ("a line is no article any more", |lines| lines[70] = "{\"published\": \"2026-05-03\"}\n".to_owned()),
    ];
    for (what, change) in steps {
        change(&mut many.lines);
        assert_eq!(many.compare(what), None, "{what}");
        // Beside these, feeds show others instead of those that go.
        assert!(many.articles_read < 200, "{what}: {}", many.articles_read);
    }
    for n in [20, 140, 260, 330, 400, 480] {
        many.lines[n] = edited(&many.lines[n], n);
    }
    assert_eq!(many.compare("lines here and there"), None);
}

#[test]
fn the_index_lists_all_of_few_and_the_liveliest_of_many() {
    let mut many = Many::new("[output]\nlimit = 3\n", 199);
    many.build("out", false);
    for n in 0..4 {
        many.lines.push(article(9_100 + n, 21, &[format!("B {n}"), tag(n)]));
        assert_eq!(many.compare("a tag more"), None);
    }
}

#[test]
fn what_somebody_has_changed_is_not_taken_for_what_was_published() {
    let mut many = Many::new(FEW_FILES, 520);
    many.build("out", false);
    for (n, path) in (9_200..).zip(["feeds.json", "index.opml", "tags/index.html", "tags/page-2.html"]) {
        let place = many.scratch.path().join("out").join(path);
        let edited = fs::read_to_string(&place).unwrap().replacen("more", "MORE", 3);
        fs::write(&place, edited).unwrap();
        many.lines.push(article(n, 21, &[tag(0), tag(519), tag(100), tag(514)]));
        assert!(many.compare(path).is_some(), "{path}");
    }
}
