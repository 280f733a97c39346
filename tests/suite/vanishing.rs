//! Settings that leave feeds out: whoever is subscribed to one is not sent away at once.

use std::collections::BTreeMap;

use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::run::Scratch;

const START: &str = "2026-07-20T12:00:00Z";
const NEXT: &str = "2026-07-21T12:00:00Z";
const BEFORE_THE_END: &str = "2026-08-20T11:59:59Z";
const END: &str = "2026-08-20T12:00:00Z";

/// A collection that is published with other settings in every run.
struct Site {
    scratch: Scratch,
}

impl Site {
    fn new(articles: &Value) -> Self {
        let scratch = Scratch::new();
        scratch.file("a.json", articles.to_string());
        Self { scratch }
    }

    fn run(&self, now: &str, toml: &str) -> Report {
        let toml = format!("[site]\nbase_url = \"https://feeds.example.org/\"\n{toml}");
        let mut file = config::File::parse(&toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(self.scratch.path().join("out"));
        let config = file.resolve(vec![self.scratch.path().join("a.json")], None, Some(START.parse().unwrap()));
        let run = site::Run::at(now.parse().unwrap()).accept_shrink(true);
        let report = site::build(&config, &run).unwrap();
        assert_eq!(self.scratch.findings("https://feeds.example.org/"), Vec::<String>::new(), "{toml}");
        report
    }

    /// The titles of a feed, and its id and date; nothing where there is none.
    fn feed(&self, folder: &str) -> Option<(Vec<String>, String, String)> {
        let path = self.scratch.path().join("out").join(folder).join("atom.xml");
        let feed = atom_syndication::Feed::read_from(std::fs::read(path).ok()?.as_slice()).unwrap();
        let titles = feed.entries().iter().map(|entry| entry.title().to_string()).collect();
        Some((titles, feed.id().to_owned(), feed.updated().to_rfc3339()))
    }

    fn mentions(&self, what: &str) -> Vec<String> {
        let tree = self.scratch.tree();
        let named = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(what);
        ["index.html", "index.opml", "feeds.json", "rss.xml", "sources/tide/index.html"]
            .into_iter()
            .filter(|path| tree.get(*path).is_some_and(|bytes| named(bytes)))
            .map(str::to_owned)
            .collect()
    }
}

fn vanished(report: &Report) -> Vec<String> {
    let of = |code: &str| {
        let found = report.warnings.iter().filter(move |warning| warning.code.name() == code);
        found.map(|warning| format!("{}: {}", warning.origin, warning.message)).collect::<Vec<_>>()
    };
    [of("vanished"), of("removed")].concat()
}

fn articles() -> Value {
    let article = |n: usize, tags: &[&str], language: &str| {
        json!({"title": format!("T{n}"), "url": format!("https://t.example/{n}"), "published": format!("2026-07-{n:02}"),
               "tags": tags, "source": "Tide", "category": "Sea", "language": language, "content": "<p>Text.</p>"})
    };
    json!([article(1, &["small", "large"], "en"), article(2, &["large"], "de"), article(3, &["large"], "en")])
}

/// Leaves a feed out by a setting: it stays, empty, for its time; comes back whole; goes when its time is over.
fn leaves_out(with: &str, without: &str, folder: &str, said: &str) {
    let site = Site::new(&articles());
    site.run(START, with);
    let (titles, id, updated) = site.feed(folder).unwrap();
    assert!(!titles.is_empty());
    let whole = site.scratch.tree();
    let report = site.run(NEXT, without);
    assert_eq!(site.feed(folder), Some((Vec::new(), id.clone(), updated)), "{without}");
    assert_eq!(site.mentions(&format!("{folder}/")), Vec::<String>::new(), "{without}");
    let lines = vanished(&report);
    assert!(lines.len() == 1 && lines[0].contains(said) && lines[0].contains("2026-08-20T12:00:00Z"), "{lines:?}");
    assert_eq!((report.feeds.removed, report.files.removed), (0, 0), "{without}");
    // A second run has nothing to do, also when it looks at everything; nor has one before the end.
    assert!(site.run(NEXT, without).idle);
    let again = site.run(NEXT, &format!("{without}\n# looked at again\n[limits]\nline = 1000000\n"));
    assert_eq!((again.files.written, vanished(&again)), (0, Vec::new()), "{without}");
    assert!(!site.run(NEXT, without).idle);
    assert!(site.run(BEFORE_THE_END, without).idle);
    // With the setting it comes back as it was.
    let back = Site::new(&articles());
    back.run(START, with);
    back.run(NEXT, without);
    back.run(BEFORE_THE_END, with);
    let tree = back.scratch.tree();
    assert!(whole.iter().all(|(path, bytes)| tree[path] == *bytes), "{without}");
    assert!(back.run(END, with).idle);
    // It goes with the first run at its end, though nothing has changed.
    let report = site.run(END, without);
    assert!(!report.idle && site.feed(folder).is_none(), "{without}");
    assert!(vanished(&report).iter().all(|line| line.contains("removed")), "{:?}", vanished(&report));
    assert!(site.run(END, without).idle);
    // Later, too, it has the id that it had.
    site.run("2027-07-20T12:00:00Z", with);
    assert_eq!(site.feed(folder).map(|(titles, id, _)| (titles, id)), Some((titles, id)), "{without}");
}

#[test]
fn a_taxonomy_that_is_left_out_vanishes() {
    leaves_out("", "[output]\ntaxonomies = [\"source\"]\n", "tags/large", "the taxonomy tag is left out: large, small");
    leaves_out(
        "[output]\ntaxonomies = [\"tag\", \"category\"]\n",
        "[output]\ntaxonomies = [\"tag\"]\n",
        "categories/sea",
        "the taxonomy category is left out: Sea",
    );
    leaves_out(
        "[output]\nlanguages = true\n",
        "",
        "languages/en",
        "the taxonomy language is left out: Deutsch, English",
    );
}

#[test]
fn terms_that_rules_leave_out_vanish() {
    leaves_out(
        "",
        "[tags]\nonly = [\"large\"]\n",
        "tags/small",
        "`only` or `except` of [tags] leaves terms out: small",
    );
    leaves_out("", "[tags]\nexcept = [\"small\"]\n", "tags/small", "`only` or `except`");
    leaves_out("", "[sources]\nexcept = [\"tide\"]\n", "sources/tide", "`only` or `except` of [sources]");
}

#[test]
fn terms_vanish_that_are_too_small_for_what_is_asked_now() {
    leaves_out("", "[output]\nmin_entries = 2\n", "tags/small", "tags have fewer articles than `min_entries`: small");
    leaves_out("[tags]\nmin_entries = 1\n", "[tags]\nmin_entries = 3\n", "tags/small", "`min_entries`");
}

#[test]
fn a_feed_that_is_not_declared_any_more_vanishes() {
    let declared = "[[feed]]\nname = \"Tides\"\nall = [\"source/tide\"]\n";
    leaves_out(declared, "", "feeds/tides", "feeds are not declared any more: Tides");
    leaves_out(declared, &declared.replace("Tides", "Waves"), "feeds/tides", "not declared any more: Tides");
}

#[test]
fn a_small_term_whose_articles_come_back_is_not_cut_off() {
    let site = Site::new(&articles());
    let settings = "[output]\nmin_entries = 2\n";
    site.run(START, settings);
    let one = json!([articles()[0]]);
    site.scratch.file("a.json", json!([{"title": "X", "published": "2026-07-01"}]).to_string());
    site.run(NEXT, settings);
    assert_eq!(site.feed("tags/large").unwrap().0.len(), 0);
    // Too few for a new feed, and this one is still read.
    site.scratch.file("a.json", one.to_string());
    site.run("2026-07-22T12:00:00Z", settings);
    assert!(site.feed("tags/large").is_some() && site.feed("tags/small").is_none());
    assert!(site.run(BEFORE_THE_END, settings).idle);
}

#[test]
fn names_that_a_term_had_vanish_with_it() {
    let site = Site::new(&articles());
    let aliases = "[tags]\naliases = { large = [\"small\"] }\n[publish]\nredirects = [\"caddy\"]\n";
    site.run(START, "");
    site.run(START, aliases);
    assert_eq!(site.feed("tags/small").unwrap().0.len(), 3);
    let without = format!("{aliases}[output]\ntaxonomies = [\"source\"]\n");
    let report = site.run(NEXT, &without);
    assert_eq!((site.feed("tags/small").unwrap().0.len(), report.feeds.removed), (0, 0));
    assert!(!String::from_utf8(site.scratch.published("redirects.caddy")).unwrap().contains("redir \""));
    assert!(site.run(BEFORE_THE_END, &without).idle);
    assert_eq!(site.run(END, &without).feeds.removed, 2);
    site.run(END, aliases);
    assert_eq!(site.feed("tags/small").unwrap().0.len(), 3);
}

#[test]
fn what_vanishes_stays_as_long_as_is_said() {
    for (said, removed) in [("vanished = \"keep\"", false), ("vanished_days = 0", true), ("vanished_days = 40", false)]
    {
        let site = Site::new(&articles());
        let publish = format!("[publish]\n{said}\n");
        site.run(START, &publish);
        let report = site.run(NEXT, &format!("{publish}[output]\ntaxonomies = [\"tag\"]\nformats = [\"atom\"]\n"));
        assert_eq!(report.feeds.removed, usize::from(removed), "{said}");
        let lines = vanished(&report);
        let says = |what: &str| lines.iter().filter(|line| line.contains(what)).count();
        assert_eq!((says("stay"), says("removed")), if removed { (0, 2) } else { (2, 0) }, "{said}: {lines:?}");
        assert_eq!(site.feed("sources/tide").is_none(), removed, "{said}");
        site.run(END, &format!("{publish}[output]\ntaxonomies = [\"tag\"]\nformats = [\"atom\"]\n"));
        assert_eq!(site.feed("sources/tide").is_none(), removed, "{said}");
    }
}

/// The files of a format, by path.
fn files(site: &Site, name: &str) -> BTreeMap<String, Vec<u8>> {
    site.scratch.tree().into_iter().filter(|(path, _)| path.ends_with(name)).collect()
}

#[test]
fn a_format_that_is_left_out_vanishes() {
    let site = Site::new(&articles());
    let both = "[output]\nformats = [\"rss\", \"atom\"]\n";
    let one = "[output]\nformats = [\"rss\"]\n";
    site.run(START, both);
    let (whole, tree) = (files(&site, "atom.xml"), site.scratch.tree());
    let report = site.run(NEXT, one);
    let empty = files(&site, "atom.xml");
    assert!(whole.keys().eq(empty.keys()));
    for folder in ["", "tags/large", "sources/tide"] {
        let (titles, ..) = site.feed(folder).unwrap();
        assert_eq!(titles, Vec::<String>::new(), "{folder}");
    }
    assert_eq!(
        vanished(&report),
        ["atom.xml: the format atom is left out; its files stay, empty, until 2026-08-20T12:00:00Z"]
    );
    for (path, bytes) in site.scratch.tree() {
        assert!(path.ends_with("atom.xml") || !String::from_utf8_lossy(&bytes).contains("atom.xml"), "{path}");
    }
    assert!(site.run(NEXT, one).idle);
    // What comes now has no file of that format, and writes none of those that are there.
    let mut more = articles();
    more.as_array_mut().unwrap().push(json!({"title": "T4", "published": "2026-07-20", "tags": ["large", "new"]}));
    site.scratch.file("a.json", more.to_string());
    site.run("2026-07-22T12:00:00Z", one);
    assert_eq!(files(&site, "atom.xml"), empty);
    site.scratch.file("a.json", articles().to_string());
    site.run("2026-07-23T12:00:00Z", one);
    // It comes back as it was.
    site.run("2026-07-24T12:00:00Z", both);
    assert_eq!(
        files(&site, "large/atom.xml"),
        BTreeMap::from([("tags/large/atom.xml".to_owned(), whole["tags/large/atom.xml"].clone())])
    );
    let now = site.scratch.tree();
    assert!(tree.iter().all(|(path, bytes)| now[path] == *bytes));
    // It goes at the end.
    site.run("2026-07-25T12:00:00Z", one);
    site.run("2026-08-23T12:00:00Z", one);
    assert!(site.run("2026-08-24T11:59:59Z", one).idle);
    let report = site.run("2026-08-24T12:00:00Z", one);
    let removed = vanished(&report);
    assert!(
        files(&site, "atom.xml").is_empty()
            && removed.iter().any(|line| line == "atom.xml: the files of the format atom are removed"),
        "{removed:?}"
    );
    assert!(site.run("2026-08-25T12:00:00Z", one).idle);
}

#[test]
fn archives_of_a_format_that_is_left_out_come_back_whole() {
    let article = |n: usize| json!({"title": format!("T{n}"), "published": format!("2026-07-{n:02}"), "tags": ["x"]});
    let site = Site::new(&(1..=15).map(article).collect());
    let both = "[output]\nformats = [\"rss\", \"atom\"]\narchives = 10\nlimit = 1\n";
    let one = both.replace(", \"atom\"", "");
    site.run(START, both);
    // The first article leaves the collection: it is only in the archive from now on.
    site.scratch.file("a.json", (2..=15).map(article).collect::<Value>().to_string());
    site.run(START, both);
    let tree = site.scratch.tree();
    assert!(tree.contains_key("archive/1/atom.xml") && tree.contains_key("tags/x/archive/2/atom.xml"));
    let report = site.run(NEXT, &one);
    assert_eq!(report.files.removed, 0);
    assert_eq!(site.scratch.tree()["archive/1/atom.xml"], tree["archive/1/atom.xml"]);
    site.run("2026-07-22T12:00:00Z", both);
    let back = site.scratch.tree();
    // Only the pages of closed documents and of what they hold, which lost their links to the format, are not made anew.
    let differ = tree.iter().filter(|(path, bytes)| back[*path] != **bytes).map(|(path, _)| path.as_str());
    let differ = differ.filter(|path| !path.starts_with("articles/"));
    assert_eq!(differ.collect::<Vec<_>>(), ["archive/1/index.html", "tags/x/archive/1/index.html"]);
}
