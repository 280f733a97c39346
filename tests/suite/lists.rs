//! `feedmill list`: terms, feeds, entries, inputs, rejections and what was merged.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::run::{Said, Scratch, finish};
use crate::skip::skip;

const ADDRESS: &str = "https://x.example/";

const ARTICLES: &str = r##"[
 {"title": "Ferry back", "published": "2026-07-01", "tags": ["Ferries", "Sea wind"], "source": "The Tide", "url": "https://t.example/1"},
 {"title": "Fares fall", "published": "2026-07-03T10:00:00Z", "tags": ["#ferries"], "source": "The Tide", "url": "https://t.example/2"},
 {"title": "Gale", "published": "2026-07-02", "tags": ["sea_wind"], "categories": ["News"], "url": "https://t.example/3"},
 {"title": "Boats", "published": "2024-05-02", "tags": ["海の風"], "authors": ["Ann"]}]"##;

fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.file("a.json", ARTICLES);
    scratch
}

fn list(scratch: &Scratch, args: &[&str]) -> String {
    let said = scratch.run(&[&["list"], args, &["--base-url", ADDRESS]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    said.stdout
}

fn report(scratch: &Scratch, args: &[&str]) -> Value {
    let said = list(scratch, &[args, &["--report", "json"]].concat());
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["version"], 1, "{args:?}");
    report
}

/// The values of a column of a table in a pipe.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let at = lines.next().unwrap().iter().position(|known| *known == name).unwrap();
    lines.map(|line| line[at].to_owned()).collect()
}

#[track_caller]
fn fails(scratch: &Scratch, args: &[&str], words: &str) {
    let said = scratch.run(&[&["list"], args].concat());
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
    assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
}

#[test]
fn terms_are_listed_in_a_pipe_as_a_table_with_a_header() {
    let scratch = scratch();
    let header = "taxonomy\tterm\tentries\tnewest\tslug\turl\n";
    let ferries = "tag\tFerries\t2\t2026-07-03\tferries\thttps://x.example/tags/ferries/\n";
    let wind = "tag\tSea wind\t2\t2026-07-02\tsea-wind\thttps://x.example/tags/sea-wind/\n";
    let boats = "tag\t海の風\t1\t2024-05-02\t海の風\thttps://x.example/tags/%E6%B5%B7%E3%81%AE%E9%A2%A8/\n";
    let tide = "source\tThe Tide\t2\t2026-07-03\tthe-tide\thttps://x.example/sources/the-tide/\n";
    assert_eq!(list(&scratch, &["tags", "a.json"]), format!("{header}{ferries}{wind}{boats}"));
    assert_eq!(list(&scratch, &["source", "a.json"]), format!("{header}{tide}"));
    let inputs = "input\tarticles\tformat\trejected\tunpublished\tsettings\na.json\t4\tjson\t0\t0\t\n";
    assert_eq!(list(&scratch, &["inputs", "a.json"]), inputs);
    // What has no feed has no address.
    let news = "category\tNews\t1\t2026-07-02\tnews\t\n";
    let ann = "author\tAnn\t1\t2024-05-02\tann\t\n";
    assert_eq!(
        list(&scratch, &["a.json"]),
        format!("{inputs}\n{header}{ferries}{wind}{tide}{boats}{news}{ann}"),
        "the largest first, then by taxonomy and slug"
    );
    assert!(list(&scratch, &["categories", "a.json", "--taxonomy", "category"]).contains("/categories/news/"));
    assert!(!scratch.path().join("feeds").exists());
}

#[test]
fn numbers_do_not_depend_on_which_terms_have_feeds() {
    let scratch = scratch();
    scratch.file("feedmill.toml", "[tags]\nexcept = [\"ferries\"]\nmin_entries = 2\n[output]\nlimit = 1\n");
    let tags = list(&scratch, &["tags", "a.json"]);
    assert_eq!(column(&tags, "entries"), ["2", "2", "1"]);
    assert_eq!(column(&tags, "newest"), ["2026-07-03", "2026-07-02", "2024-05-02"]);
    assert_eq!(column(&tags, "url"), ["", "https://x.example/tags/sea-wind/", ""]);
    let json = report(&scratch, &["tags", "a.json"]);
    let counted = |n: usize| {
        let counts = json["terms"][n]["activity"]["counts"].as_array().unwrap();
        counts.iter().map(|count| count.as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!([0, 1, 2].map(counted), [2, 2, 1]);
    assert_eq!((&json["terms"][0]["url"], &json["terms"][0]["activity"]["unit"]), (&Value::Null, &json!("week")));
}

#[test]
fn lists_are_sorted_and_cut() {
    let scratch = scratch();
    let tags = |args: &[&str]| column(&list(&scratch, &[&["tags", "a.json"], args].concat()), "slug");
    assert_eq!(tags(&["--sort", "name"]), ["ferries", "sea-wind", "海の風"]);
    assert_eq!(tags(&["--sort", "recent", "--limit", "2"]), ["ferries", "sea-wind"]);
    assert_eq!(tags(&["--min-entries", "2"]), ["ferries", "sea-wind"]);
    assert_eq!(tags(&["-n", "1"]), ["ferries"]);
    let feeds = |args: &[&str]| column(&list(&scratch, &[&["feeds", "a.json"], args].concat()), "feed");
    assert_eq!(feeds(&[]), ["", "tag/ferries", "tag/sea-wind", "source/the-tide", "tag/海の風"]);
    assert_eq!(feeds(&["--min-entries", "2", "--limit", "2"]), ["", "tag/ferries"]);
    assert_eq!(feeds(&["--sort", "name"])[0], "source/the-tide");
    let entries = |args: &[&str]| column(&list(&scratch, &[&["tag/ferries", "a.json"], args].concat()), "title");
    assert_eq!(entries(&[]), ["Fares fall", "Ferry back"]);
    assert_eq!(entries(&["--sort", "name", "--limit", "1"]), ["Fares fall"]);
    // Of each kind of terms.
    let all = list(&scratch, &["a.json", "--limit", "1"]);
    assert_eq!(column(all.split("\n\n").nth(1).unwrap(), "slug"), ["ferries", "the-tide", "news", "ann"]);
    let json = report(&scratch, &["a.json", "--limit", "1"]);
    assert_eq!((json["inputs"].as_array().unwrap().len(), json["terms"].as_array().unwrap().len()), (1, 4));
    scratch.file("b.json", r#"[{"title": "Alone"}, {"id": 7}]"#);
    let inputs = |args: &[&str]| column(&list(&scratch, &[&["inputs", "b.json", "a.json"], args].concat()), "input");
    assert_eq!(inputs(&["--sort", "name"]), ["a.json", "b.json"]);
    assert_eq!(inputs(&["--min-entries", "2"]), ["a.json"]);
    for (args, words) in [
        (["inputs", "--sort", "recent"], "--sort recent: inputs have no date here; there is entries and name"),
        (["rejections", "--sort", "entries"], "--sort entries: rejections have no entries; there is name"),
        (["tag/ferries", "--min-entries", "2"], "--min-entries: entries have no entries"),
    ] {
        fails(&scratch, &args, words);
    }
}

#[test]
fn the_limit_of_a_list_is_not_that_of_feeds() {
    let scratch = scratch();
    let run = |name: &str, args: &[&str]| {
        let mut command = scratch.command(&[&["list"], args].concat());
        command.env(name, "1");
        finish(command).stdout.lines().count() - 1
    };
    assert_eq!(run("FEEDMILL_LIST_LIMIT", &["tags", "a.json"]), 1);
    assert_eq!(run("FEEDMILL_LIMIT", &["tags", "a.json"]), 3);
    assert_eq!(run("FEEDMILL_LIMIT", &["tag/sea-wind", "a.json"]), 2, "both are within a day");
    assert_eq!(run("FEEDMILL_LIMIT", &["tag/ferries", "a.json"]), 1);
}

#[test]
fn a_feed_is_found_by_any_name_of_its_term() {
    let scratch = scratch();
    scratch.file(
        "feedmill.toml",
        "[tags]\naliases = { \"Sea wind\" = [\"Breeze\"] }\nlabels = { \"ferries\" = \"Ferry boats\" }\n\
         [[feed]]\nname = \"Own feed\"\nall = [\"tag/ferries\"]\n",
    );
    let titles = |feed: &str| column(&list(&scratch, &[feed, "a.json"]), "title");
    for feed in ["tag/Sea wind", "tags/sea-wind", "tag/SEA_WIND", "tag/#SeaWind", "tag/breeze", "tag/sea-wind/"] {
        if feed == "tag/#SeaWind" {
            // That is another word.
            fails(&scratch, &[feed, "a.json"], "no article has the tag \"#SeaWind\"; did you mean \"tag/");
        } else {
            assert_eq!(titles(feed), ["Gale", "Ferry back"], "{feed}");
        }
    }
    assert_eq!(titles("tag/ferries"), ["Fares fall", "Ferry back"]);
    assert_eq!(titles("feed/own-feed"), ["Fares fall", "Ferry back"]);
    let entries = list(&scratch, &["tag/ferries", "a.json"]);
    assert_eq!(
        entries,
        "published\ttitle\turl\n2026-07-03T10:00:00Z\tFares fall\thttps://t.example/2\n\
         2026-07-01T00:00:00Z\tFerry back\thttps://t.example/1\n"
    );
    let json = report(&scratch, &["source/the-tide", "a.json"]);
    assert_eq!(json["feed"]["url"], "https://x.example/sources/the-tide/");
    assert_eq!(json["entries"][1]["published"], "2026-07-01T00:00:00Z");
    // What the feed shows is what the list says.
    scratch.build(&["a.json"]);
    let feed = atom_syndication::Feed::read_from(scratch.published("tags/ferries/atom.xml").as_slice()).unwrap();
    let shown: Vec<String> = feed.entries().iter().map(|entry| entry.title().to_string()).collect();
    assert_eq!(titles("tag/ferries"), shown);
}

#[test]
fn a_word_that_is_no_list_and_no_feed_is_named_with_the_nearest() {
    let scratch = scratch();
    for (word, words) in [
        ("tgas", "\"tgas\" is neither a file nor a list; did you mean \"tags\"?"),
        ("rejection", "did you mean \"rejections\"?"),
        ("tga/ferries", "did you mean \"tag/ferries\"?"),
        ("tag/ferrys", "no article has the tag \"ferrys\"; did you mean \"tag/ferries\"?"),
        ("tag/the-tide", "did you mean \"source/the-tide\"?"),
        ("feed/own", "no [[feed]] is called \"own\""),
        ("language/en", "no article has the language \"en\""),
    ] {
        fails(&scratch, &[word, "a.json"], words);
    }
    fails(&scratch, &["tags", "a.json", "--merged"], "of several lists one is shown");
    let missing = scratch.run(&["list", "page/b.json"]);
    assert!(missing.code == 1 && missing.stderr.contains("page/b.json: does not exist"), "{missing:?}");
    scratch.file("feedmill.toml", "[tags]\nexcept = [\"ferries\"]\n");
    fails(&scratch, &["tag/ferries", "a.json"], "2 articles have the tag \"Ferries\", which has no feed");
    // A file has such a name; a kind of terms that has no feeds.
    scratch.file("tag/ferries", "{\"title\": \"In a file\", \"published\": \"2026-07-01\", \"tags\": [\"x\"]}");
    let said = list(&scratch, &["tag/ferries", "--input-format", "json"]);
    assert!(said.contains("tag/ferries\t1\tjson"), "{said}");
    let said = scratch.run(&["list", "category/news", "a.json"]);
    assert!(said.code == 0 && said.stdout.contains("Gale"), "{said:?}");
    assert!(said.stderr.contains("--taxonomy tag,source,category publishes them"), "{said:?}");
}

#[test]
fn only_what_the_collection_holds_is_listed() {
    let scratch = scratch();
    scratch.file("feedmill.toml", "[output]\ndir = \"out\"\n[[feed]]\nname = \"Own\"\nall = [\"tag/nothing\"]\n");
    scratch.build(&["a.json"]);
    scratch.file("a.json", r#"[{"title": "Fares fall", "published": "2026-07-03", "tags": ["Ferries"]}]"#);
    assert_eq!(scratch.build(&["a.json", "--accept-shrink"]).code, 0);
    assert!(scratch.path().join("out/tags/sea-wind/rss.xml").is_file(), "it vanishes later");
    assert_eq!(column(&list(&scratch, &["tags", "a.json"]), "slug"), ["ferries"]);
    assert_eq!(list(&scratch, &["sources", "a.json"]).lines().count(), 1, "the header");
    // A declared feed is there, though empty.
    assert_eq!(column(&list(&scratch, &["feeds", "a.json"]), "feed"), ["", "tag/ferries", "feed/own"]);
    fails(&scratch, &["tag/sea-wind", "a.json"], "no article has the tag");
}

#[test]
fn every_rejection_is_listed() {
    let scratch = Scratch::new();
    scratch.file("in/a.jsonl", "{\"title\": \"1\"}\n{\"title\": \n[]\n{\"id\": 4}\n");
    scratch.file("in/b.md", "No front matter.");
    for word in ["rejections", "--rejections"] {
        let said = list(&scratch, &[word, "in"]);
        let lines: Vec<&str> = said.lines().map(|line| line.split(": ").next().unwrap()).collect();
        assert_eq!(lines, ["in/a.jsonl:2", "in/a.jsonl:3", "in/a.jsonl:4", "in/b.md:1"]);
    }
    let json = report(&scratch, &["rejections", "in"]);
    let last = &json["rejections"][3];
    assert_eq!((last["path"].as_str(), last["line"].as_u64()), (Some("in/b.md"), Some(1)));
    assert_eq!(report(&scratch, &["rejections", "in", "-n", "2"])["rejections"].as_array().unwrap().len(), 2);
    // Beside another list the first are named.
    let said = scratch.run(&["list", "tags", "in"]);
    assert!(said.stderr.contains("feedmill: warning: rejected: in/a.jsonl:2: "), "{said:?}");
    assert!(said.stderr.contains("feedmill: warning: 1 more rejected; `feedmill list rejections`"), "{said:?}");
}

#[test]
fn merged_articles_are_listed() {
    let scratch = scratch();
    scratch.file("b.json", ARTICLES);
    scratch.file("c.json", r#"[{"title": "Gale", "published": "2026-07-02", "url": "https://t.example/3"}]"#);
    let inputs = ["a.json", "b.json", "c.json"];
    let titles = |args: &[&str]| -> Vec<String> {
        let said = report(&scratch, &[&["merged"], &inputs[..], args].concat());
        let merged = said["merged"].as_array().unwrap().iter();
        merged.map(|merged| merged["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(&["--sort", "name"]), ["Boats", "Fares fall", "Ferry back", "Gale"]);
    assert_eq!(titles(&["--sort", "entries", "-n", "1"]), ["Gale"]);
    assert_eq!(titles(&["--min-entries", "3"]), ["Gale"]);
    let flag = list(&scratch, &[&["--merged"], &inputs[..]].concat());
    assert_eq!(list(&scratch, &[&["merged"], &inputs[..]].concat()), flag);
    assert!(flag.contains("Gale ["), "{flag}");
}

/// What a command says on a terminal of so many columns; `None` where there is no `script` (util-linux) that makes one.
pub(crate) fn on_terminal(
    scratch: &Scratch,
    columns: u16,
    args: &[&str],
    environment: &[(&str, &str)],
) -> Option<Said> {
    let quoted: Vec<String> = args.iter().map(|arg| format!("'{arg}'")).collect();
    let call = format!("stty cols {columns} rows 24; '{}' {}", env!("CARGO_BIN_EXE_feedmill"), quoted.join(" "));
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &call, "/dev/null"]).current_dir(scratch.path());
    command.stdin(Stdio::null()).env("TERM", "xterm").env_remove("NO_COLOR").env_remove("CLICOLOR");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FEEDMILL_")) {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    let is_there = Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success());
    if !is_there {
        skip("there is no script of util-linux");
        return None;
    }
    let said = finish(command);
    Some(Said { stdout: said.stdout.replace('\r', ""), ..said })
}

#[test]
fn a_terminal_shows_columns_with_activity() {
    let scratch = scratch();
    let args = ["list", "tags", "a.json", "--base-url", ADDRESS, "--color", "never"];
    let Some(said) = on_terminal(&scratch, 100, &args, &[]) else { return };
    assert_eq!(
        said.stdout,
        "term      entries  newest      activity      per   url\n\
         Ferries         2  2026-07-03             █  week  https://x.example/tags/ferries/\n\
         Sea wind        2  2026-07-02             █  week  https://x.example/tags/sea-wind/\n\
         海の風          1  2024-05-02             █  week  https://x.example/tags/%E6%B5%B7%E3%81%AE%E9%A2%A8/\n"
    );
    // Where there is little room, activity goes first.
    let narrow = on_terminal(&scratch, 60, &args, &[]).unwrap().stdout;
    assert!(narrow.starts_with("term      entries  newest      url\n"), "{narrow}");
    let colours = on_terminal(&scratch, 100, &args[..5], &[]).unwrap().stdout;
    assert!(colours.starts_with("\u{1b}[1mterm"), "{colours:?}");
    let none = on_terminal(&scratch, 100, &args[..5], &[("NO_COLOR", "1")]).unwrap().stdout;
    assert!(!none.contains('\u{1b}'), "{none:?}");
}

#[test]
fn a_terminal_shows_the_first_of_all_lists_and_how_many_more_there_are() {
    let scratch = Scratch::new();
    let article = |n: u32| json!({"title": format!("T{n}"), "published": "2026-07-01", "tags": [format!("tag {n}")]});
    scratch.file("a.json", json!((0..12).map(article).collect::<Vec<_>>()).to_string());
    let Some(said) = on_terminal(&scratch, 100, &["list", "a.json", "--color", "never"], &[]) else { return };
    assert!(said.stdout.starts_with("Inputs\ninput   articles  format"), "{said:?}");
    assert!(said.stdout.contains("\n\nTags\nterm "), "{said:?}");
    assert!(said.stdout.ends_with("… and 2 more (feedmill list tags)\n"), "{said:?}");
    let all = on_terminal(&scratch, 100, &["list", "tags", "a.json"], &[]).unwrap();
    assert_eq!(all.stdout.lines().count(), 13);
    assert_eq!(list(&scratch, &["a.json"]).lines().count(), 2 + 1 + 13, "a pipe gets all");
}

#[test]
fn nothing_in_a_collection_writes_to_a_terminal() {
    let scratch = Scratch::new();
    let title = "Red \u{1b}[31m \u{202E} night";
    let article =
        json!([{"title": title, "published": "2026-07-01", "tags": ["a\u{1b}[1mb", "c\td\ne"], "source": title}]);
    scratch.file("a.json", article.to_string());
    for args in [&["a.json"][..], &["tags", "a.json"], &["feeds", "a.json"], &["source/red-31m-night", "a.json"]] {
        let said = scratch.run(&[&["list"], args].concat());
        assert!(!said.stdout.contains(['\u{1b}', '\u{202E}']), "{said:?}");
        if let Some(said) = on_terminal(&scratch, 80, &[&["list", "--color", "never"], args].concat(), &[]) {
            assert!(!said.stdout.contains(['\u{1b}', '\u{202E}']), "{said:?}");
        }
    }
    let tags = list(&scratch, &["tags", "a.json"]);
    assert!(tags.lines().all(|line| line.split('\t').count() == 6), "{tags}");
}
