//! SQLite databases as inputs.

use rusqlite::Connection;

use crate::run::Scratch;

const QUERY: &str = "SELECT headline AS title, link AS url, body AS content, added AS published, tags FROM news";

/// A database of three articles, with a program that has it open.
fn database(scratch: &Scratch) -> Connection {
    let database = Connection::open(scratch.path().join("news.db")).unwrap();
    database
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE news (headline TEXT, link TEXT, body TEXT, added, tags TEXT);
             INSERT INTO news VALUES ('The ferry is back', 'https://t.example/1', '<p>At six.</p>', 1784366400, 'Ferries, Coast');
             INSERT INTO news VALUES ('Tides', 'https://t.example/2', NULL, '2026-07-17 10:00:00', '[\"Coast\"]');
             INSERT INTO news VALUES (NULL, NULL, NULL, NULL, NULL);",
        )
        .unwrap();
    database
}

fn titles(scratch: &Scratch) -> Vec<String> {
    scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect()
}

#[test]
fn rows_of_a_query_are_articles() {
    let scratch = Scratch::new();
    let database = database(&scratch);
    scratch.file("feedmill.toml", format!("[[input]]\npath = \"news.db\"\nquery = \"{QUERY}\"\n"));
    let said = scratch.build(&[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(titles(&scratch), ["The ferry is back", "Tides"]);
    assert_eq!(scratch.atom().entries()[0].published().unwrap().to_rfc3339(), "2026-07-18T09:20:00+00:00");
    assert!(scratch.path().join("out/tags/coast/rss.xml").is_file());
    let rejection = &said.report()["rejections"][0];
    assert!(rejection["path"].as_str().unwrap().ends_with("news.db"));
    assert_eq!(rejection["line"], 3);
    // A change that stands in the log only is seen; without one there is nothing to do.
    let files = |said: crate::run::Said| said.report()["generated"]["files"]["written"].clone();
    assert_eq!(files(scratch.build(&[])), 0);
    database.execute("INSERT INTO news VALUES ('News', 'https://t.example/4', 'x', '2026-07-19', NULL)", []).unwrap();
    assert_eq!(scratch.build(&[]).code, 0);
    assert_eq!(titles(&scratch)[0], "News");
    // Nothing is left beside a database that nobody has open.
    drop(database);
    assert_eq!(scratch.build(&[]).code, 0);
    assert!(!scratch.path().join("news.db-wal").exists() && !scratch.path().join("news.db-shm").exists());
    assert_eq!(files(scratch.build(&[])), 0);
}

#[test]
fn a_database_has_no_more_articles_than_is_said() {
    let scratch = Scratch::new();
    drop(database(&scratch));
    let limits = "[limits]\narticles = 1\n";
    scratch.file("feedmill.toml", format!("{limits}[[input]]\npath = \"news.db\"\nquery = \"{QUERY} LIMIT 2\"\n"));
    let said = scratch.build(&[]);
    assert_eq!(titles(&scratch), ["The ferry is back"]);
    let rejections = said.report()["rejections"].clone();
    assert!(rejections[0]["reason"].as_str().unwrap().contains("limits.articles"), "{rejections}");
}

#[test]
fn rows_before_one_that_fails_are_articles() {
    let scratch = Scratch::new();
    drop(database(&scratch));
    // The second row has no JSON in its tags, the third has none at all.
    let query = "SELECT headline AS title, json_extract(tags, '$[0]') AS tags FROM news ORDER BY rowid DESC";
    scratch.file("feedmill.toml", format!("[[input]]\npath = \"news.db\"\nquery = \"{query}\"\n"));
    let said = scratch.build(&[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(titles(&scratch), ["Tides"]);
    let rejections = said.report()["rejections"].clone();
    let lines: Vec<_> = rejections.as_array().unwrap().iter().map(|rejection| rejection["line"].clone()).collect();
    assert_eq!(lines, [1, 3]);
    assert!(rejections[1]["reason"].as_str().unwrap().contains("no row after it is read"));
}

#[test]
fn a_database_is_only_read_and_says_what_is_wrong() {
    let scratch = Scratch::new();
    drop(database(&scratch));
    let run = |query: &str| {
        scratch.file("feedmill.toml", format!("[[input]]\npath = \"news.db\"\n{query}\n"));
        let said = scratch.build(&[]);
        assert_eq!(said.code, 1, "{said:?}");
        said.stderr
    };
    assert!(run("").contains("read by a query") && run("").contains("its tables: news"));
    assert!(run("query = \"SELECT titel FROM news\"").contains("no such column: titel"));
    for write in ["DELETE FROM news", "DROP TABLE news", "INSERT INTO news (headline) VALUES ('x')"] {
        assert!(run(&format!("query = \"{write}\"")).contains("the query fails"), "{write}");
    }
    scratch.file("news.db", "no database at all, but long enough to look like one at first sight");
    assert!(run(&format!("query = \"{QUERY}\"")).contains("not a database"));
    // In a folder it is no input: nobody says what to ask it for.
    scratch.file("in/news.db", "");
    scratch.file("in/a.json", "[{\"title\": \"A\"}]");
    scratch.file("feedmill.toml", "");
    assert_eq!(scratch.build(&["in"]).code, 0);
}

/// What a query of somebody else's database costs ends, whatever its views are.
#[test]
fn views_that_never_end_do() {
    let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)";
    let views = [
        // More rows than a file of this size can hold.
        (
            format!("{endless} SELECT 't' || x AS title, '2026-01-01' AS published FROM c"),
            0,
            "more than the file can hold",
        ),
        // None at all.
        (format!("{endless} SELECT 't' || x AS title FROM c WHERE x < 0"), 1, "more work than a query"),
        // One that is longer than the file.
        ("SELECT 'a' AS title UNION ALL SELECT hex(zeroblob(400000000))".to_owned(), 0, "too big"),
        ("SELECT title FROM news".to_owned(), 1, "circularly defined"),
    ];
    for (view, code, reason) in views {
        let scratch = Scratch::new();
        let database = Connection::open(scratch.path().join("news.db")).unwrap();
        database.execute_batch(&format!("CREATE VIEW news AS {view}")).unwrap();
        drop(database);
        scratch.file("feedmill.toml", "[[input]]\npath = \"news.db\"\nquery = \"SELECT * FROM news\"\n");
        let said = scratch.build(&[]);
        assert_eq!(said.code == 0, code == 0, "{view}: {said:?}");
        assert!(said.stdout.contains(reason) || said.stderr.contains(reason), "{view}: {said:?}");
    }
}
