//! Pages of articles that have no address: what they say, where they lie, how long they stay, and what leads to them.

mod staying;

use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::run::Scratch;

const BASE: &str = "https://feeds.example.org/";
const D1: &str = "2026-07-20T12:00:00Z";
const D2: &str = "2026-07-21T12:00:00Z";
const D3: &str = "2026-07-22T12:00:00Z";

/// A collection that is published at one moment after another, with other settings perhaps.
struct Press {
    scratch: Scratch,
}

impl Press {
    fn new() -> Self {
        Self { scratch: Scratch::new() }
    }

    fn run(&self, now: &str, toml: &str, articles: &[Value]) -> Report {
        let lines = articles.iter().map(Value::to_string).collect::<Vec<_>>().join("\n") + "\n";
        let place = self.scratch.path().join("a.jsonl");
        // One that is written in its place may look like one that has only grown.
        let new = self.scratch.file("a.new", &lines);
        if std::fs::read_to_string(&place).ok().as_ref() != Some(&lines) {
            std::fs::rename(new, &place).unwrap();
        }
        self.again(now, toml)
    }

    fn again(&self, now: &str, toml: &str) -> Report {
        let toml = format!("[site]\nbase_url = \"{BASE}\"\n{toml}");
        let mut file = config::File::parse(&toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(self.scratch.path().join("out"));
        let formats = ["rss", "atom", "json"].map(|name| name.parse().unwrap());
        file.output.formats = Some(config::Formats(formats.to_vec()));
        let config = file.resolve(vec![self.scratch.path().join("a.jsonl")], None, Some(D1.parse().unwrap()));
        let run = site::Run::at(now.parse().unwrap()).accept_shrink(true);
        let report = site::build(&config, &run).unwrap();
        assert_eq!(self.scratch.findings(BASE), [""; 0], "{toml}");
        assert_eq!(self.scratch.run(&["ledger", "check", "-o", "out"]).code, 0);
        report
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.scratch.published(path)).unwrap()
    }

    /// The names of the folders of all pages of articles.
    fn pages(&self) -> Vec<String> {
        let tree = self.scratch.tree();
        let pages = tree.keys().filter_map(|path| path.strip_prefix("articles/")?.strip_suffix("/index.html"));
        pages.map(str::to_owned).collect()
    }

    /// Where the entry of an article leads and its id, by its title, in all formats of a feed: they agree.
    fn entry(&self, folder: &str, title: &str) -> (String, String) {
        let rss = rss::Channel::read_from(&*self.scratch.published(&format!("{folder}rss.xml"))).unwrap();
        let item = rss.items().iter().find(|item| item.title() == Some(title)).unwrap();
        let found = (item.link().unwrap().to_owned(), item.guid().unwrap().value().to_owned());
        let atom = self.scratch.published(&format!("{folder}atom.xml"));
        let atom = atom_syndication::Feed::read_from(&*atom).unwrap();
        let entry = atom.entries().iter().find(|entry| entry.title().as_str() == title).unwrap();
        let link = entry.links().iter().find(|link| link.rel() == "alternate").unwrap();
        assert_eq!((link.href().to_owned(), entry.id().to_owned()), found);
        let json: Value = serde_json::from_str(&self.text(&format!("{folder}feed.json"))).unwrap();
        let item = json["items"].as_array().unwrap().iter().find(|item| item["title"] == title).unwrap().clone();
        assert_eq!((item["url"].as_str(), item["id"].as_str()), (Some(&*found.0), Some(&*found.1)));
        found
    }
}

/// An article of a day in July 2026, without an address.
fn article(day: u32, title: &str) -> Value {
    json!({"title": title, "published": format!("2026-07-{day:02}T10:00:00Z"), "tags": ["Coast", "Sea & salt"], "source": "The Tide",
           "author": "Ada Ellery", "content": format!("<p>The text of <b>{title}</b>. {}</p><h2>More</h2>", "It goes on. ".repeat(60))})
}

#[test]
fn a_page_holds_the_whole_text_and_its_entries_lead_there() {
    let press = Press::new();
    let mut other = article(2, "Elsewhere");
    other["url"] = "https://t.example/elsewhere".into();
    press.run(D1, "title = \"Ellery\"\n[output]\ncontent = \"excerpt\"\n", &[article(1, "High & dry"), other]);
    assert_eq!(press.pages(), ["high-dry"]);
    let page = press.text("articles/high-dry/index.html");
    for part in [
        "<title>High &amp; dry – Ellery</title>",
        "<h1><bdi dir=\"auto\">High &amp; dry</bdi></h1>",
        "<time datetime=\"2026-07-01T10:00:00Z\">1 July 2026</time>",
        "<bdi>Ada Ellery</bdi>",
        "<a href=\"../../tags/coast/index.html\"><bdi>#Coast</bdi></a>",
        "<a href=\"../../tags/sea-salt/index.html\"><bdi>#Sea &amp; salt</bdi></a>",
        "<a href=\"../../sources/the-tide/index.html\"><bdi>The Tide</bdi></a>",
        "It goes on. ".repeat(60).trim_end(),
        "<h2>More</h2>",
        "href=\"../../style.css\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<script") && !page.contains("canonical") && !page.contains("Original"), "{page}");
    // Whatever feeds show, the entry leads to the page.
    for folder in ["", "tags/coast/", "sources/the-tide/"] {
        let there = press.entry(folder, "High & dry").0;
        assert_eq!(there, format!("{BASE}articles/high-dry/"), "{folder}");
        assert_eq!(press.entry(folder, "Elsewhere").0, "https://t.example/elsewhere");
    }
    assert!(!press.text("rss.xml").contains("It goes on. ".repeat(60).trim_end()));
    assert!(press.text("tags/coast/index.html").contains("<a href=\"../../articles/high-dry/index.html\">"));
    assert!(press.text("index.html").contains("<a href=\"articles/high-dry/index.html\">"));
}

#[test]
fn a_page_is_in_the_language_of_its_article() {
    let press = Press::new();
    let mut arabic = article(1, "البحر");
    arabic["language"] = "ar".into();
    arabic["content"] = "<p>نص</p>".into();
    press.run(D1, "", &[arabic]);
    let page = press.text("articles/البحر/index.html");
    assert!(
        page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("<h1><bdi lang=\"ar\" dir=\"rtl\">"),
        "{page}"
    );
    assert!(page.contains("lang=\"en\" dir=\"ltr\">Skip to the article</a>"), "{page}");
}

#[test]
fn a_page_shows_what_may_be_heard_and_the_files_of_an_article() {
    let press = Press::new();
    let mut talk = article(1, "A talk");
    talk["content"] =
        "<audio controls src=\"https://t.example/a.mp3\"></audio><img src=\"https://t.example/a.jpg\"><h1>B</h1>"
            .into();
    talk["attachments"] = json!([{"url": "https://t.example/talk.pdf", "mime_type": "application/pdf"}]);
    let mut empty = article(2, "Nothing more");
    empty.as_object_mut().unwrap().remove("content");
    empty["summary"] = "All that there is.".into();
    press.run(D1, "", &[talk, empty]);
    let page = press.text("articles/a-talk/index.html");
    assert!(page.contains("media-src https: http:") && page.contains("src=\"https://t.example/a.mp3\""), "{page}");
    assert!(page.contains("<a href=\"https://t.example/talk.pdf\">"), "{page}");
    assert!(page.contains("<img alt=\"\" src=\"https://t.example/a.jpg\">") && page.contains("<h2>B</h2>"), "{page}");
    assert!(press.text("articles/nothing-more/index.html").contains("<p>All that there is.</p>"));
    assert!(!press.text("tags/coast/index.html").contains("media-src"));
}

#[test]
fn each_page_has_a_name_of_its_own_for_good() {
    let press = Press::new();
    let menu = |day: u32, id: &str| {
        let mut menu = article(day, "Menu of the day");
        (menu["id"], menu["content"]) = (id.into(), format!("<p>What there is on {day}.</p>").into());
        menu
    };
    let long = "A very long title ".repeat(20);
    let articles = [menu(2, "urn:m:2"), menu(1, "urn:m:1"), article(3, "★"), article(4, &long)];
    press.run(D1, "", &articles);
    let pages = press.pages();
    assert_eq!(pages.len(), 4, "{pages:?}");
    // The older one has it.
    assert!(press.text("articles/menu-of-the-day/index.html").contains("What there is on 1."));
    let second = pages.iter().find(|page| page.starts_with("menu-of-the-day-")).unwrap();
    assert!(press.text(&format!("articles/{second}/index.html")).contains("What there is on 2."));
    assert!(pages.iter().any(|page| page.starts_with("t-")) && pages.iter().all(|page| page.len() <= 100), "{pages:?}");
    // Another title, and one more of the same.
    let mut renamed = menu(1, "urn:m:1");
    renamed["title"] = "Yesterday's menu".into();
    press.run(
        D2,
        "",
        &[articles.to_vec(), vec![menu(5, "urn:m:5")]]
            .concat()
            .into_iter()
            .map(|article| if article["id"] == "urn:m:1" { renamed.clone() } else { article })
            .collect::<Vec<_>>(),
    );
    assert!(press.text("articles/menu-of-the-day/index.html").contains("Yesterday"));
    assert_eq!(press.entry("", "Yesterday's menu").0, format!("{BASE}articles/menu-of-the-day/"));
    assert_eq!(press.pages().len(), 5);
    assert!(pages.iter().all(|page| press.pages().contains(page)));
}

#[test]
fn an_article_that_gets_an_address_keeps_its_id_and_its_page_says_where_it_is() {
    let press = Press::new();
    let mut moving = article(1, "Moving");
    moving["id"] = "urn:x:moving".into();
    press.run(D1, "", &[moving.clone(), article(2, "Other")]);
    let (there, id) = press.entry("", "Moving");
    assert_eq!(there, format!("{BASE}articles/moving/"));
    moving["url"] = "https://t.example/moving".into();
    press.run(D2, "", &[moving, article(2, "Other")]);
    assert_eq!(press.entry("tags/coast/", "Moving"), ("https://t.example/moving".to_owned(), id));
    let page = press.text("articles/moving/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://t.example/moving\">"), "{page}");
    assert!(page.contains("Original: <a href=\"https://t.example/moving\">"), "{page}");
}

#[test]
fn all_articles_or_none_may_have_pages() {
    let press = Press::new();
    let mut other = article(2, "Elsewhere");
    other["url"] = "https://t.example/elsewhere".into();
    let articles = [article(1, "Here"), other];
    press.run(D1, "[output]\narticles = \"all\"\n", &articles);
    assert_eq!(press.pages(), ["elsewhere", "here"]);
    assert_eq!(press.entry("", "Elsewhere").0, "https://t.example/elsewhere");
    let page = press.text("articles/elsewhere/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://t.example/elsewhere\">"), "{page}");
    // Its title leads to the original, its date to the page.
    let tag = press.text("tags/coast/index.html");
    assert!(tag.contains("<a href=\"https://t.example/elsewhere\">Elsewhere</a>"), "{tag}");
    assert!(tag.contains("<a href=\"../../articles/elsewhere/index.html\"><time"), "{tag}");
    let without = Press::new();
    without.run(D1, "[output]\narticles = \"none\"\n", &articles);
    assert_eq!(without.pages(), [""; 0]);
    let (there, _) = without.entry("", "Here");
    let (page, anchor) = there.strip_prefix(BASE).unwrap().split_once('#').unwrap();
    assert!(without.text(&format!("{page}index.html")).contains(&format!("id=\"{anchor}\"")), "{there}");
}

#[test]
fn a_collection_in_which_all_have_addresses_is_published_as_without_pages() {
    let articles: Vec<Value> = (1..9)
        .map(|n| {
            let mut article = article(n, &format!("Story {n}"));
            article["url"] = format!("https://t.example/{n}").into();
            article
        })
        .collect();
    let (with, without) = (Press::new(), Press::new());
    with.run(D1, "", &articles);
    without.run(D1, "[output]\narticles = \"none\"\n", &articles);
    assert!(with.scratch.tree() == without.scratch.tree());
}

#[test]
fn the_command_line_and_the_environment_say_which_articles_have_pages() {
    let scratch = Scratch::new();
    scratch.file("a.json", json!([article(1, "Here")]).to_string());
    let has_page = || scratch.path().join("out/articles/here/index.html").exists();
    assert_eq!(scratch.build(&["a.json", "--articles", "none"]).code, 0);
    assert!(!has_page());
    let mut command = scratch.command(&["build", "a.json", "-o", "out", "--base-url", BASE]);
    command.env("FEEDMILL_ARTICLES", "all");
    assert_eq!(crate::run::finish(command).code, 0);
    assert!(has_page());
    let said = scratch.build(&["a.json", "--articles", "some"]);
    assert!(said.code != 0 && said.stderr.contains("missing, all, none"), "{said:?}");
    scratch.file("feedmill.toml", "[output]\narticles = \"mising\"\n");
    let said = scratch.build(&["a.json"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("feedmill.toml:2:12") && said.stderr.contains("did you mean `missing`?"), "{said:?}");
}
