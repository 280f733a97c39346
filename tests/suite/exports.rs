//! Exports of Medium and Substack are read as what they are, in a folder and in an archive; what they hold of people is no article.

mod posts;

use std::io::{Cursor, Write as _};

use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::run::{AS_OF, Said, Scratch};

/// Files by their names.
type Files = Vec<(&'static str, String)>;

/// Publishes files of a folder, or of an archive, as a table of the configuration says.
fn publish(files: &[(&str, String)], is_packed: bool, table: &str) -> (Scratch, Said) {
    let scratch = Scratch::new();
    if is_packed {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        scratch.file("in.zip", zip.finish().unwrap().into_inner());
    } else {
        for (name, text) in files {
            scratch.file(&format!("in/{name}"), text);
        }
    }
    let path = if is_packed { "in.zip" } else { "in" };
    scratch.file("feedmill.toml", format!("[[input]]\npath = \"{path}\"\n{table}\n"));
    let said = scratch.build(&["--format", "rss,atom,json"]);
    assert_eq!(said.code, 0, "{said:?}");
    (scratch, said)
}

fn items(scratch: &Scratch) -> Vec<Value> {
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    feed["items"].as_array().unwrap().clone()
}

fn titles(scratch: &Scratch) -> Vec<String> {
    items(scratch).iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

/// The codes of the warnings, each once, sorted.
fn codes(report: &Value) -> Vec<&str> {
    let warnings = report["warnings"].as_array().unwrap();
    let mut codes: Vec<&str> = warnings.iter().map(|warning| warning["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// A post as Medium exports it; a draft has no date.
fn medium(title: &str, date: Option<&str>, body: &str) -> String {
    let dated = |date: &str| {
        format!(
            "<p>By <a href=\"https://medium.com/@ida\" class=\"p-author h-card\">Ida Brandt</a> on <a href=\"https://medium.com/p/1\">\
             <time class=\"dt-published\" datetime=\"{date}\">a day</time></a>.</p>\
             <p><a href=\"https://ida.example/{title}\" class=\"p-canonical\">Canonical link</a></p>"
        )
    };
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><article class=\"h-entry\"><header><h1 class=\"p-name\">{title}</h1>\
         </header><section data-field=\"subtitle\" class=\"p-summary\">About {title}</section><section data-field=\"body\" class=\"e-content\">\
         <section name=\"a\" class=\"section\"><div class=\"section-divider\"><hr class=\"section-divider\"></div><div>\
         <h3 class=\"graf graf--h3 graf--title\">{title}</h3>{body}</div></section></section><footer>{}\
         <p>Exported from <a href=\"https://medium.com\">Medium</a> on July 10, 2026.</p></footer></article></body></html>",
        date.map(dated).unwrap_or_default()
    )
}

fn medium_export() -> Files {
    let paragraphs: Vec<_> = (0..200).map(|n| format!("<p class=\"graf graf--p\">Buoy {n}.</p>")).collect();
    let long = paragraphs.concat();
    vec![
        ("README.html", "<html><head><title>Export</title></head><body><p>Read me.</p></body></html>".to_owned()),
        ("profile/profile.html", "<p>Ida Brandt</p>".to_owned()),
        (
            "claps/claps-0001.html",
            "<title>Claps</title><article><time datetime=\"2026-01-01\">a day</time></article>".to_owned(),
        ),
        ("sessions/sessions.html", "<p>192.0.2.7</p>".to_owned()),
        ("posts/2026-07-01_Buoys-1.html", medium("Buoys", Some("2026-07-01T10:00:00.000Z"), &long)),
        ("posts/2026-07-02_Fog-2.html", medium("Fog", Some("2026-07-02T10:00:00.000Z"), "<h3>Fog</h3><p>Thick.</p>")),
        ("posts/draft_Rope-3.html", medium("Rope", None, "<p>Not yet.</p>")),
        ("posts/draft_Knot-4.html", medium("Knot", Some("2026-07-03T10:00:00.000Z"), "<p>Not yet.</p>")),
    ]
}

#[test]
fn an_export_of_medium_has_posts_and_drafts_and_nothing_else() {
    let mut published = Vec::new();
    for is_packed in [false, true] {
        let (scratch, said) = publish(&medium_export(), is_packed, "");
        let report = said.report();
        assert_eq!(report["generated"]["articles"]["rejected"], 0, "{report}");
        assert_eq!(report["generated"]["articles"]["unpublished"], 2, "{report}");
        assert_eq!(codes(&report), ["passed-over", "unpublished"]);
        let items = items(&scratch);
        assert_eq!(titles(&scratch), ["Fog", "Buoys"]);
        assert_eq!(items[1]["url"], "https://ida.example/Buoys");
        assert_eq!(items[1]["authors"][0]["name"], "Ida Brandt");
        assert_eq!(items[1]["summary"], "About Buoys");
        assert_eq!(items[1]["date_published"], "2026-07-01T10:00:00Z");
        let text = |n: usize| items[n]["content_html"].as_str().unwrap().to_owned();
        assert!(
            text(1).contains("Buoy 199.") && !text(1).contains("Buoys") && !text(1).contains("<hr>"),
            "{}",
            text(1)
        );
        // A heading of the author's own stays.
        assert_eq!(text(0).matches("Fog").count(), 1);
        let tree = scratch.tree();
        let lacks = |word: &str| tree.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(word));
        assert!(lacks("Not yet") && lacks("192.0.2.7") && lacks("Read me"));
        published.push(items);
    }
    assert_eq!(published[0], published[1]);
}

#[test]
fn what_lies_beside_other_posts_is_read() {
    let page = "<html><head><title>Piers</title><meta name=\"date\" content=\"2026-07-04\"></head><body><p>Two.</p></body></html>";
    let mut files = medium_export();
    files.retain(|(name, _)| name.starts_with("posts/"));
    // Without its other parts it is no whole export.
    files.push(("lists/piers.html", page.to_owned()));
    let (scratch, _) = publish(&files, false, "");
    assert_eq!(titles(&scratch), ["Piers", "Fog", "Buoys"]);
}

const HEADER: &str =
    "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url\n";

fn substack_export() -> Files {
    let rows = "7.tide,2026-07-01T10:00:00.000Z,true,,,newsletter,everyone,The tide,It rises,\n\
        8.ebb,,false,,,newsletter,everyone,Ebb,,\n\
        9.gold,2026-07-02T10:00:00.000Z,true,,,newsletter,only_paid,Gold,,\n\
        10.talk,2026-07-03T10:00:00.000Z,true,,,podcast,everyone,Talk,,https://media.example/10.mp3\n";
    vec![
        ("posts.csv", format!("{HEADER}{rows}")),
        ("posts/7.tide.html", "<p>Twice a day.</p>".to_owned()),
        ("posts/8.ebb.html", "<p>Once more.</p>".to_owned()),
        ("posts/9.gold.html", "<p>For a few.</p>".to_owned()),
        ("posts/10.talk.html", "<p>Notes.</p>".to_owned()),
        ("posts/7.tide.opens.csv", "post_id,timestamp,email\n7,2026-07-01,reader@mail.example\n".to_owned()),
        ("subscriber_details.csv", "Email,Name,Start date\nreader@mail.example,Reader One,2026-01-01\n".to_owned()),
        ("email_list.sea.csv", "email,active_subscription\nreader@mail.example,true\n".to_owned()),
    ]
}

#[test]
fn an_export_of_substack_has_rows_with_texts_beside_them() {
    for is_packed in [false, true] {
        let (scratch, said) = publish(&substack_export(), is_packed, "base_url = \"https://sea.example/\"");
        let report = said.report();
        assert_eq!(report["generated"]["articles"]["rejected"], 0, "{report}");
        assert_eq!(report["generated"]["articles"]["unpublished"], 2, "{report}");
        assert_eq!(codes(&report), ["passed-over", "unpublished"]);
        let items = items(&scratch);
        assert_eq!(titles(&scratch), ["Talk", "The tide"]);
        assert_eq!(items[1]["url"], "https://sea.example/p/tide");
        assert_eq!(items[1]["summary"], "It rises");
        assert_eq!(items[1]["content_html"], "<p>Twice a day.</p>");
        assert_eq!(items[1]["tags"], Value::Null);
        assert_eq!(items[0]["attachments"][0]["url"], "https://media.example/10.mp3");
        let tree = scratch.tree();
        let lacks = |word: &str| tree.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(word));
        assert!(lacks("For a few") && lacks("Once more") && lacks("mail.example") && lacks("Reader One"));
        let path = if is_packed { "in.zip/posts.csv:2" } else { "in/posts.csv:2" };
        let said = scratch.run(&["build", "--explain", path, "-o", "out", "--as-of", AS_OF]);
        assert!(
            said.stdout.contains("posts/7.tide.html]") && said.stdout.contains("[posts.csv (Substack)]"),
            "{said:?}"
        );
    }
}

#[test]
fn settings_say_addresses_and_who_may_read() {
    let table =
        "url = \"https://tide.example/{slug}\"\nwhere = [{ field = \"audience\", is = [\"everyone\", \"only_paid\"] }]";
    let (scratch, _) = publish(&substack_export(), false, table);
    assert_eq!(titles(&scratch), ["Talk", "Gold", "The tide"]);
    assert_eq!(items(&scratch)[1]["url"], "https://tide.example/gold");
    let (_, said) = publish(&substack_export(), false, "");
    let report = said.report();
    assert!(codes(&report).contains(&"no-address") && report.to_string().contains("base_url in [[input]]"), "{report}");
}

#[test]
fn a_text_that_changes_is_seen_and_one_that_is_missing_is_named() {
    let (scratch, _) = publish(&substack_export(), false, "");
    scratch.file("in/posts/7.tide.html", "<p>Twice a day, at least.</p>");
    let said = scratch.build(&["--format", "rss,atom,json"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(items(&scratch)[1]["content_html"], "<p>Twice a day, at least.</p>");
    let mut files = substack_export();
    files.retain(|(name, _)| *name != "posts/7.tide.html");
    let (scratch, said) = publish(&files, false, "");
    assert_eq!(titles(&scratch), ["Talk", "The tide"]);
    assert!(codes(&said.report()).contains(&"missing-text"));
}

#[test]
fn tables_of_people_are_never_articles() {
    let files = vec![
        ("members.csv", "id,email,name,note\n1,reader@mail.example,Reader One,x\n".to_owned()),
        ("news.csv", "title,link,email,date\nPiers,https://sea.example/1,desk@sea.example,2026-07-01\n".to_owned()),
    ];
    let (scratch, said) = publish(&files, false, "");
    assert_eq!(titles(&scratch), ["Piers"]);
    assert_eq!(codes(&said.report()), ["passed-over"]);
    let said = scratch.run(&["build", "in/members.csv", "-o", "other"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("a table of people"), "{said:?}");
    // Somebody says what their names are.
    scratch.file("feedmill.toml", "[[input]]\npath = \"in/members.csv\"\nfields = { title = \"name\" }\n");
    assert_eq!(scratch.run(&["build", "-o", "other"]).code, 0);
}

#[test]
fn articles_that_their_publisher_removed_are_none() {
    let removed = "{\"source\":{\"id\":null,\"name\":\"[Removed]\"},\"title\":\"[Removed]\",\"description\":\"[Removed]\",\
        \"url\":\"https://removed.com\",\"publishedAt\":\"1970-01-01T00:00:00Z\",\"content\":\"[Removed]\"}";
    let film = "{\"title\":\"[Removed]\",\"url\":\"https://film.example/1\",\"publishedAt\":\"2026-07-01T10:00:00Z\",\"content\":\"A film.\"}";
    let (scratch, said) =
        publish(&[("a.json", format!("{{\"status\":\"ok\",\"articles\":[{removed},{removed},{film}]}}"))], false, "");
    let report = said.report();
    assert_eq!(titles(&scratch), ["[Removed]"]);
    assert_eq!(items(&scratch)[0]["url"], "https://film.example/1");
    assert_eq!(report["generated"]["articles"]["unpublished"], 2, "{report}");
    assert_eq!(report["generated"]["articles"]["rejected"], 0, "{report}");
    assert!(report.to_string().contains("removed by its publisher"));
}

#[test]
fn names_that_no_article_has_are_named_with_the_nearest() {
    let article = "[{\"headline\":\"Piers\",\"link\":\"https://sea.example/1\",\"when\":\"2026-07-01\",\"meta\":{\"desk\":\"Sea\"},\"none\":null}]";
    let told = |table: &str| {
        let (_, said) = publish(&[("a.json", article.to_owned())], false, table);
        let report = said.report();
        let warnings = report["warnings"].as_array().unwrap().iter();
        let own = warnings.filter(|warning| warning["code"].as_str().unwrap().starts_with("unmatched-"));
        own.map(|warning| format!("{}: {}", warning["code"].as_str().unwrap(), warning["message"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    for (table, wanted) in [
        (
            "fields = { title = \"hedline\" }",
            vec![
                "unmatched-field: no article of its [[input]] table has what `fields` names for title: \"hedline\" (did you mean \"headline\"?)",
            ],
        ),
        (
            "fields = { tags = [\"meta.dsk\", \"headline\"] }",
            vec![
                "unmatched-field: of the names that `fields` has for tags, no article of its [[input]] table has \"meta.dsk\" (did you mean \"meta.desk\"?)",
            ],
        ),
        (
            "where = [{ field = \"meta.deks\", is_not = \"x\" }]",
            vec![
                "unmatched-where: where names \"meta.deks\", which no article of its [[input]] table has; did you mean \"meta.desk\"?",
            ],
        ),
        ("fields = { title = \"Head Line\", published = [\"when\"], tags = \"none\" }", vec![]),
    ] {
        assert_eq!(told(table), wanted, "{table}");
    }
    // Also where nothing is left to publish.
    let scratch = Scratch::new();
    scratch.file("a.json", article);
    scratch
        .file("feedmill.toml", "[[input]]\npath = \"a.json\"\nwhere = [{ field = \"lnk\", matches = \"^https:\" }]\n");
    let said = scratch.build(&[]);
    assert!(said.code == 1 && said.stderr.contains("did you mean \"link\"?"), "{said:?}");
}

#[test]
#[cfg(feature = "sqlite")]
fn what_is_to_be_pasted_for_a_database_works() {
    let scratch = Scratch::new();
    scratch.file("in/a.json", "[{\"title\":\"Piers\",\"date\":\"2026-07-01\"}]");
    let name = if cfg!(windows) { "sea.db" } else { "sea \"two\" \\ e\u{301}.db" };
    let database = rusqlite::Connection::open(scratch.path().join("in").join(name)).unwrap();
    database
        .execute_batch(
            "CREATE TABLE \"a log\" (id, at);
             CREATE TABLE \"order\" (title, url, published);
             INSERT INTO \"order\" VALUES ('Buoys', 'https://sea.example/2', '2026-07-02');",
        )
        .unwrap();
    drop(database);
    let args = ["build", "in", "-o", "out", "--as-of", AS_OF, "--report", "json", "--format", "json"];
    let report = scratch.run(&args).report();
    let warning =
        report["warnings"].as_array().unwrap().iter().find(|warning| warning["code"] == "named-only").unwrap();
    let lines: Vec<&str> = warning["message"].as_str().unwrap().split('`').skip(1).step_by(2).collect();
    assert_eq!(lines[2], "query = \"SELECT \\\"title\\\", \\\"url\\\", \\\"published\\\" FROM \\\"order\\\"\"");
    scratch.file("feedmill.toml", lines.join("\n"));
    let said = scratch.run(&["build", "-o", "pasted", "--as-of", AS_OF]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(scratch.path().join("pasted/rss.xml").is_file());
}
