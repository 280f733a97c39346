//! `feedmill init`: a configuration that fits the collection, with which a strict build ends well.

use std::fs;

use rusqlite::Connection;

use crate::run::{Said, Scratch, finish, repository};

/// A collection with its configuration.
struct Started {
    scratch: Scratch,
    toml: String,
    said: Said,
}

impl Started {
    /// Writes the configuration of a collection.
    fn with(files: &[(&str, &str)], args: &[&str]) -> Self {
        let scratch = Scratch::new();
        for (name, content) in files {
            scratch.file(name, content);
        }
        Self::of(scratch, args)
    }

    fn of(scratch: Scratch, args: &[&str]) -> Self {
        let said = scratch.run(&[&["init"], args].concat());
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
        assert!(said.stdout.ends_with("next: feedmill build\n"), "{said:?}");
        let toml = fs::read_to_string(scratch.path().join("feedmill.toml")).unwrap();
        assert!(toml.ends_with("# Next: feedmill build\n"), "{toml}");
        Self { scratch, toml, said }
    }

    /// Whether the lines stand in the configuration, as they are.
    fn has(&self, lines: &[&str]) {
        for line in lines {
            assert!(self.toml.lines().any(|known| known == *line), "no line {line} in\n{}", self.toml);
        }
    }

    fn says(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.toml.contains(text), "no {text} in\n{}", self.toml);
        }
    }

    fn lacks(&self, texts: &[&str]) {
        for text in texts {
            assert!(!self.toml.contains(text), "{text} in\n{}", self.toml);
        }
    }

    /// A strict build with it ends well.
    fn builds(&self, published: &[&str]) {
        let said = self.scratch.run(&["build", "--strict", "--as-of", "2026-11-12T09:00:00Z"]);
        assert_eq!(said.code, 0, "{said:?}\n{}", self.toml);
        for path in published {
            assert!(self.scratch.path().join(path).is_file(), "no {path}: {said:?}");
        }
    }
}

const POST: &str = "---\ntitle: The ferry\ncategories: [Sea]\ntags: [Ferries]\n---\nIt is back.\n";

#[test]
fn the_sample() {
    let scratch = Scratch::new();
    for entry in fs::read_dir(repository().join("tests/sample")).unwrap().map(|entry| entry.unwrap().path()) {
        scratch.file(&format!("pages/{}", entry.file_name().unwrap().to_str().unwrap()), fs::read(&entry).unwrap());
    }
    let started = Started::of(scratch, &["pages"]);
    started.has(&["path = \"pages\"", "dir = \"feeds\"", "# title = \"My news\"", "[tags.aliases]"]);
    started.says(&["\"TidalPower\" = [\"Tidal-Power\"]", "# base_url = ", "have no address", "# url = "]);
    assert!(started.said.stdout.contains("40 articles in 4 files"), "{:?}", started.said);
    started.builds(&["feeds/tags/tidalpower/rss.xml"]);
}

#[test]
fn a_blog_with_settings() {
    let config =
        "title: The Coast\nurl: https://coast.example\nauthor:\n  name: Ana Moor\ntimezone: Europe/Prague\nlang: en\n";
    let files = [
        ("_config.yml", config),
        ("_posts/2026-07-01-ferry.md", POST),
        ("_layouts/default.html", "<p>{{ content }}</p>"),
        ("about.md", "---\nlayout: page\ntitle: About\n---\nUs.\n"),
        ("index.html", "---\nlayout: home\n---\n"),
    ];
    let started = Started::with(&files, &[]);
    started.has(&[
        "title = \"The Coast\"",
        "base_url = \"https://coast.example/feeds/\"",
        "language = \"en\"",
        "author = \"Ana Moor\"",
        "path = \"_posts\"",
        "taxonomies = [\"tag\", \"source\", \"category\"]",
    ]);
    started.says(&["_config.yml of Jekyll", "Europe/Prague"]);
    started.lacks(&["# url =", "# time_zone", "# source"]);
    started.builds(&["feeds/tags/ferries/rss.xml", "feeds/categories/sea/rss.xml"]);
}

#[test]
fn other_site_generators() {
    let hugo = [
        ("hugo.toml", "baseURL = 'https://h.example/'\ntitle = 'Hugo here'\nlanguageCode = 'de'\n"),
        ("content/posts/a.md", "+++\ntitle = 'A'\ndate = 2026-07-01\n+++\nText.\n"),
    ];
    let started = Started::with(&hugo, &[]);
    started.has(&[
        "title = \"Hugo here\"",
        "path = \"content\"",
        "dir = \"static/feeds\"",
        "base_url = \"https://h.example/feeds/\"",
        "language = \"de\"",
    ]);
    started.builds(&["static/feeds/rss.xml"]);
    let zola = [
        ("config.toml", "base_url = 'https://z.example'\ntitle = 'Zola here'\n"),
        ("content/a.md", "+++\ntitle = 'A'\ndate = 2026-07-01\n+++\nText.\n"),
    ];
    let started = Started::with(&zola, &[]);
    started.has(&[
        "title = \"Zola here\"",
        "path = \"content\"",
        "dir = \"static/feeds\"",
        "base_url = \"https://z.example/feeds/\"",
    ]);
    started.builds(&["static/feeds/rss.xml"]);
    let pelican = [
        (
            "pelicanconf.py",
            "AUTHOR = 'Li Wei'\nSITENAME = 'Pelican here'\nSITEURL = 'https://p.example'\nTIMEZONE = 'Asia/Tokyo'\nPATH = 'content'\n",
        ),
        ("content/a.md", "Title: A\nDate: 2026-07-01 10:00\n\nText.\n"),
    ];
    let started = Started::with(&pelican, &[]);
    started.has(&[
        "title = \"Pelican here\"",
        "path = \"content\"",
        "author = \"Li Wei\"",
        "# base_url = \"https://p.example/feeds/\"",
    ]);
    started.builds(&["feeds/rss.xml"]);
    let eleventy =
        [("package.json", r#"{"name": "my-blog"}"#), ("posts/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n")];
    let started = Started::with(&eleventy, &[]);
    started.has(&["# title = \"my-blog\"", "# url = \"https://example.org/{year}/{month}/{slug}/\""]);
    started.says(&["1 article has no address"]);
    started.builds(&["feeds/rss.xml"]);
}

#[test]
fn a_dump_of_a_news_api() {
    let dump = r#"{"status": "ok", "totalResults": 2, "articles": [
        {"source": {"id": null, "name": "The Tide"}, "author": "Ana Moor", "title": "Ferry back", "description": "It is.",
         "url": "https://tide.example/1", "urlToImage": null, "publishedAt": "2026-07-01T08:00:00Z", "content": "Text"},
        {"source": {"id": null, "name": "The Ebb"}, "author": null, "title": "Dyke holds", "description": "It does.",
         "url": "https://ebb.example/2", "urlToImage": null, "publishedAt": "2026-07-02T08:00:00Z", "content": "Text"}]}"#;
    let started = Started::with(&[("dump.json", dump)], &["dump.json"]);
    started.has(&["path = \"dump.json\""]);
    started.lacks(&["fields", "# url", "# source", "# time_zone", "aliases"]);
    started.builds(&["feeds/sources/the-tide/rss.xml"]);
}

#[test]
fn a_spreadsheet_in_another_language() {
    let table = "Titel;Datum;Emner;Verweis;Kilde\nFähre zurück;03/04/2026;Verkehr;https://a.example/1;Die Flut\n\
                 Deich hält;04/04/2026;Küste;https://a.example/2;Die Flut\n";
    let started = Started::with(&[("presse.csv", table)], &["presse.csv"]);
    started.has(&[
        "path = \"presse.csv\"",
        "fields = { url = \"Verweis\", source = \"Kilde\", tags = \"Emner\" }",
        "title = \"Die Flut\"",
        "# date_order = \"month-day\"",
    ]);
    started.says(&["\"03/04/2026\" could be day-month or month-day"]);
    started.builds(&["feeds/tags/verkehr/rss.xml", "feeds/sources/die-flut/rss.xml"]);
    // What no header says the cells may.
    let table = "Story headline,where,on,text\nFerry back,https://a.example/1,2026-07-01 10:30,It is.\n";
    let started = Started::with(&[("table.csv", table)], &["table.csv"]);
    started.has(&[
        "fields = { title = \"Story headline\", url = \"where\", published = \"on\" }",
        "# time_zone = \"Europe/Berlin\"",
    ]);
    started.says(&["1 date names no time zone, such as \"2026-07-01 10:30\""]);
    started.builds(&["feeds/rss.xml"]);
}

#[test]
fn a_folder_of_feeds() {
    let feed = |name: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>{name}</title><link>https://{name}.example/</link><language>en</language>\
             <description>d</description><item><title>News of {name}</title><link>https://{name}.example/1</link>\
             <category>Sea</category><pubDate>Wed, 01 Jul 2026 08:00:00 GMT</pubDate></item></channel></rss>"
        )
    };
    let (one, other) = (feed("one"), feed("other"));
    // The usual output folder is called as they are.
    let started = Started::with(&[("feeds/one.xml", &one), ("feeds/other.rss", &other)], &["feeds"]);
    started.has(&["path = \"feeds\"", "dir = \"public\"", "language = \"en\""]);
    started.builds(&["public/sources/one/rss.xml", "public/tags/sea/atom.xml"]);
}

#[test]
fn a_database() {
    let scratch = Scratch::new();
    let database = Connection::open(scratch.path().join("news.db")).unwrap();
    let sql = "CREATE TABLE users (name TEXT, email TEXT); INSERT INTO users VALUES ('a', 'a@b.example');\
               CREATE TABLE posts (id INTEGER PRIMARY KEY, \"Overskrift\" TEXT, link TEXT, published_at TEXT, Emner TEXT, \"order\" INT);\
               INSERT INTO posts VALUES (7, 'Ferry back', 'https://a.example/1', '2026-07-01T08:00:00Z', 'Ferries', 1);";
    database.execute_batch(sql).unwrap();
    drop(database);
    for args in [&[][..], &["news.db", "--force"]] {
        let said = scratch.run(&[&["init"], args].concat());
        assert_eq!(said.code, 0, "{said:?}");
        let toml = fs::read_to_string(scratch.path().join("feedmill.toml")).unwrap();
        let query = "query = \"SELECT id, Overskrift AS title, link, published_at, Emner AS tags FROM posts\"";
        assert!(toml.contains(query), "{toml}");
        assert!(toml.contains("path = \"news.db\"\n# Other tables of it: users (1 rows).\n"), "{toml}");
        assert!(!toml.contains("path = \".\""), "{toml}");
    }
    let said = scratch.run(&["build", "--strict"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(scratch.path().join("feeds/tags/ferries/rss.xml").is_file());
}

#[test]
fn archives_and_patterns_that_are_named() {
    let scratch = Scratch::new();
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(POST.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, "posts/2026-07-01-ferry.md", POST.as_bytes()).unwrap();
    scratch.file("blog.tar", archive.into_inner().unwrap());
    scratch.file("data/a.json", r#"[{"title": "A", "published": "2026-07-01"}]"#);
    let started = Started::of(scratch, &["blog.tar", "data/*.json"]);
    started.has(&["path = [\"blog.tar\", \"data/*.json\"]"]);
    started.builds(&["feeds/tags/ferries/rss.xml"]);
    // What only lies in a folder waits to be named.
    let Started { scratch, .. } = started;
    assert_eq!(scratch.run(&["init", ".", "--force"]).code, 0);
    let toml = fs::read_to_string(scratch.path().join("feedmill.toml")).unwrap();
    assert!(toml.contains("path = \".\"\n") && toml.contains("# [[input]]\n# path = \"blog.tar\"\n"), "{toml}");
    let said = scratch.run(&["init", "-", "--force"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn inputs_of_several_kinds() {
    let json =
        r#"[{"title": "Dyke holds", "published": "2026-07-02", "url": "https://a.example/2", "tags": ["Dykes"]}]"#;
    let table = "Titel;Datum;Emner\nFähre zurück;2026-07-01;Verkehr\n";
    let started =
        Started::with(&[("data/a.json", json), ("data/b.csv", table), ("posts/c.md", POST)], &["data", "posts"]);
    started.says(&[
        "[[input]]\npath = [\"data\", \"posts\"]\n# 1 article has no address",
        "[[input]]\npath = \"data/b.csv\"\n# What is called otherwise than the fields that feedmill knows:\nfields = { tags = \"Emner\" }\n",
    ]);
    started.builds(&["feeds/tags/verkehr/rss.xml", "feeds/tags/dykes/rss.xml", "feeds/tags/ferries/rss.xml"]);
}

#[test]
fn what_is_wrong_with_the_data_is_said() {
    let scratch = Scratch::new();
    scratch.file("a.jsonl", "{\"title\": \"Good\", \"published\": \"2026-07-01\"}\nbroken\n{\"tags\": [\"x\"]}\n");
    let said = scratch.run(&["init"]);
    assert_eq!(said.code, 0, "{said:?}");
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(lines[0], "feedmill.toml: written for 1 article in 1 file");
    assert!(lines[1].starts_with("2 places have no article that can be used; with --strict"), "{said:?}");
    assert!(
        lines[2].starts_with("  a.jsonl:2:") && lines[3].starts_with("  a.jsonl:3: no title and no text"),
        "{said:?}"
    );
    assert_eq!(scratch.run(&["build", "--strict"]).code, 3);
    // Nothing at all.
    let scratch = Scratch::new();
    scratch.file("a.json", "[]");
    let said = scratch.run(&["init"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("a.json"), "{said:?}");
    assert!(!scratch.path().join("feedmill.toml").exists());
}

#[test]
fn a_configuration_that_is_there_stays() {
    let scratch = Scratch::new();
    scratch.file("a.json", r#"[{"title": "A"}]"#);
    scratch.file("feedmill.toml", "# mine\n");
    let said = scratch.run(&["init"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("feedmill.toml: is there already") && said.stderr.contains("--force"), "{said:?}");
    let text = || fs::read_to_string(scratch.path().join("feedmill.toml")).unwrap();
    assert_eq!(text(), "# mine\n");
    // In a pipe there is nothing but the configuration, and nothing is written.
    let said = scratch.run(&["init", "--output", "-"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.starts_with("# Made by") && said.stderr.contains("next: feedmill build"), "{said:?}");
    assert_eq!(text(), "# mine\n");
    let piped = said.stdout;
    assert_eq!(scratch.run(&["init", "--force"]).code, 0);
    assert_eq!(text(), piped);
}

#[test]
fn paths_are_told_from_the_folder_of_the_configuration() {
    let scratch = Scratch::new();
    scratch.file("articles/a.json", r#"[{"title": "A", "published": "2026-07-01"}]"#);
    fs::create_dir(scratch.path().join("settings")).unwrap();
    let said = scratch.run(&["init", "articles", "--output", "settings/news.toml"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.ends_with("next: feedmill build --config settings/news.toml\n"), "{said:?}");
    let toml = fs::read_to_string(scratch.path().join("settings/news.toml")).unwrap();
    assert!(toml.contains("path = \"../articles\"\n"), "{toml}");
    assert!(toml.contains("have no address") || toml.contains("1 article has no address"), "{toml}");
    // From anywhere.
    let mut command = scratch.command(&["build", "--strict", "--config"]);
    command.arg(scratch.path().join("settings/news.toml")).current_dir("/");
    let said = finish(command);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(scratch.path().join("settings/feeds/rss.xml").is_file());
}

/// A first run says where to look at it and what would make it better; no other run does.
#[test]
fn a_first_run_says_what_would_make_it_better() {
    let scratch = Scratch::new();
    let articles = r##"[{"title": "A", "published": "2026-07-01", "tags": ["#TidalPower"]},
        {"title": "B", "published": "2026-07-02", "tags": ["#Tidal-Power"], "url": "https://a.example/b"},
        {"title": "C", "published": "2026-07-03", "tags": ["#TidalPower"], "url": "https://a.example/c"}]"##;
    scratch.file("a.json", articles);
    let build = ["build", "a.json", "-o", "my out %"];
    let said = scratch.run(&build);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    let hints: Vec<&str> = said.stdout.lines().skip_while(|line| !line.starts_with("to look at it")).collect();
    let folder = scratch.path().canonicalize().unwrap();
    assert_eq!(hints[0], format!("to look at it, open file://{}/my%20out%20%25/index.html", folder.display()));
    assert_eq!(hints[1], "to make it better:");
    let starts = [
        "  the feeds say that they are at http://localhost:8000/; base_url under [site]",
        "  the publication is called \"Latest news\"; title under [site]",
        "  1 article has no address, so that entries lead to pages made of the texts; under [[input]], \
         url = \"https://example.org/{year}/{month}/{title}/\"",
        "  #TidalPower and #Tidal-Power may be one tag; under [tags], aliases = { \"TidalPower\" = [\"Tidal-Power\"] }",
        "  `feedmill init` writes a feedmill.toml",
    ];
    assert_eq!(hints.len(), 2 + starts.len(), "{said:?}");
    for (hint, start) in hints[2..].iter().zip(starts) {
        assert!(hint.starts_with(start), "{hint} is not {start}");
    }
    // The next run says no more than ever.
    let again = scratch.run(&build);
    assert!(!again.stdout.contains("to look at it"), "{again:?}");
    assert!(again.stderr.contains("the feeds say that they are at http://localhost:8000/"), "{again:?}");
    // Nor does one that nobody reads.
    for (out, flags) in [("b", &["--quiet"][..]), ("c", &["--report", "json"]), ("d", &["--dry-run"])] {
        let said = scratch.run(&[&["build", "a.json", "-o", out], flags].concat());
        assert_eq!(said.code, 0);
        assert!(!said.stdout.contains("to look at it") && !said.stdout.contains("to make it better"), "{said:?}");
    }
    // The line that mends it is right, and what is said already is not said.
    let toml = "[site]\nbase_url = \"https://x.example/\"\ntitle = \"T\"\n[[input]]\npath = \"a.json\"\nurl = \"https://example.org/{year}/{month}/{title}/\"\n\
                [tags]\naliases = { \"TidalPower\" = [\"Tidal-Power\"] }\n";
    scratch.file("feedmill.toml", toml);
    let said = scratch.run(&["build"]);
    assert_eq!(said.code, 0);
    assert!(
        said.stdout.contains("to look at it, open file://") && !said.stdout.contains("to make it better"),
        "{said:?}"
    );
}
