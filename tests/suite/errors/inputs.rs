//! What is said of inputs that are something else than they should be, and of what the configuration names and nothing has.

use std::fs;

use serde_json::json;

use super::{says, scratch};
use crate::run::Scratch;

#[test]
fn rules_that_name_no_term_are_named_with_their_lines() {
    let place = scratch(
        "[tags]\nexcept = [\n  \"sea\",\n  \"rsut\",\n]\nonly = \"wbe\"\n[[feed]]\nterm = \"tag/fgo\"\nlimit = 3\n",
    );
    place.file("a.json", r#"[{"title": "A", "published": "2026-05-01", "tags": ["rust", "web", "sea", "fog"]}]"#);
    let said = place.run(&["build", "a.json", "--verbose"]);
    for line in [
        "feedmill.toml:4: `except` of [tags] names the tag \"rsut\", which no article has; did you mean \"rust\"? [unmatched-term]",
        "feedmill.toml:6: `only` of [tags] names the tag \"wbe\", which no article has; did you mean \"web\"? [unmatched-term]",
        "feedmill.toml:7: the table [[feed]] names the tag \"fgo\", which no article has; did you mean \"fog\"? [unmatched-term]",
    ] {
        assert!(said.stdout.contains(line), "{line}\n{}", said.stdout);
    }
    assert_eq!(said.stdout.matches("unmatched-term").count(), 3, "{}", said.stdout);
    // The file is called as it is.
    place.file("other.toml", "[tags]\nexcept = [\"rsut\"]\n");
    let said = place.run(&["build", "a.json", "--config", "other.toml"]);
    assert!(said.stdout.contains("other.toml:2: `except`"), "{said:?}");
    // A term that was there once is no mistake.
    place.file("feedmill.toml", "[tags]\nexcept = [\"fog\"]\n");
    assert!(!place.run(&["build", "a.json"]).stdout.contains("unmatched-term"));
    place.file("a.json", r#"[{"title": "A", "published": "2026-05-01", "tags": ["rust"]}]"#);
    assert!(!place.run(&["build", "a.json"]).stdout.contains("unmatched-term"));
}

#[test]
fn names_of_fields_that_nothing_has_are_named_with_the_line_of_their_table() {
    let place = scratch("[site]\ntitle = \"T\"\n\n[[input]]\npath = \"a.csv\"\nfields = { title = \"Headlin\" }\n");
    place.file("a.csv", "Headline;Datum;Text\nHello;2026-01-02;Body\nTwo;2026-01-03;Body two\n");
    let said = place.run(&["build"]);
    let line = "feedmill.toml:4: no article of its [[input]] table has what `fields` names for title: \"Headlin\" (did you mean \"Headline\"?)";
    assert_eq!(said.stdout.matches(line).count(), 1, "{said:?}");
    place.file("a.csv", "Headline;Datum\nHello;2026-01-02\n");
    says(&place, &["build"], 1, "; `fields` says that \"Headlin\" is the title; did you mean \"Headline\"?");
}

#[test]
fn what_looks_like_another_format_is_named() {
    let place = scratch("");
    place.file("r.json", "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>x</title><item><title>y</title></item></channel></rss>");
    says(&place, &["build", "r.json"], 1, "it looks like feed; name it with --input-format feed");
    place.file("p.toml", "[site]\ntitle = \"T\"\n[[input]]\npath = \"a[\"\n");
    says(&place, &["build", "--config", "p.toml"], 2, "missing ']' ([[input]] in line 3 of p.toml)");
    place.file("c.jsonl", "title,date\nHello,2026-01-02\nTwo,2026-01-03\n");
    says(&place, &["build", "c.jsonl"], 1, "it looks like csv; name it with --input-format csv");
    place.file("t.json", r#"[{"title": "The tide", "published": "2026-05-01",},]"#);
    let said = place.run(&["build", "t.json"]);
    assert!(said.code == 0 && said.stdout.contains("a comma too many in JSON; passed over"), "{said:?}");
    assert_eq!(place.run(&["build", "a.json", "--time-zone", "+02:00"]).code, 0);
}

#[test]
#[cfg(unix)]
fn names_of_files_never_reach_the_terminal_raw() {
    let place = scratch("");
    place.file("in/x\u{1b}[31m\ny.json", r#"[{"published": "2026-01-01"}, {"title": "A", "published": "2026-05-01"}]"#);
    for args in
        [&["build", "in"][..], &["list", "in"], &["list", "in", "--rejections"], &["build", "in/q\u{1b}[31m\ny"]]
    {
        let said = place.run(args);
        let all = said.stdout + &said.stderr;
        assert!(all.contains("\\x1B[31m\\x0Ay") && !all.contains('\u{1b}'), "{args:?}: {all}");
    }
}

#[test]
#[cfg(feature = "sqlite")]
fn a_database_says_the_table_that_reads_it() {
    let place = Scratch::new();
    let database = rusqlite::Connection::open(place.path().join("news.db")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE settings (k, v);
             CREATE TABLE articles (id, headline, teaser, body, link, created_at, pub_date, author, clicks);
             INSERT INTO articles VALUES (7, 'Fog', 'Grey', 'It came.', 'https://t.example/7', '2026-07-09', '2026-07-02', 'Ana', 3);",
        )
        .unwrap();
    drop(database);
    let said = place.build(&["news.db"]);
    assert_eq!(said.code, 1, "{said:?}");
    let table = "\n\n[[input]]\npath = \"news.db\"\nquery = \"SELECT id, headline AS title, teaser AS summary, body AS content, \
                 link AS url, created_at, pub_date AS published, author FROM articles\"\n\n(its tables: articles, settings)";
    assert!(said.stderr.contains(table), "{}", said.stderr);
    let pasted = said.stderr.split("\n\n").nth(1).unwrap();
    place.file("feedmill.toml", pasted);
    assert_eq!(place.build(&["--format", "json"]).code, 0);
    let feed: serde_json::Value = serde_json::from_slice(&place.published("feed.json")).unwrap();
    let item = &feed["items"][0];
    assert_eq!(
        json!([item["title"], item["url"], item["date_published"], item["authors"][0]["name"], item["summary"]]),
        json!(["Fog", "https://t.example/7", "2026-07-02T00:00:00Z", "Ana", "Grey"])
    );
}

#[test]
fn a_file_that_is_lost_is_mended_by_a_run() {
    let place = scratch("");
    assert_eq!(place.build(&["a.json"]).code, 0);
    fs::remove_file(place.path().join("out/atom.xml")).unwrap();
    let said = place.run(&["ledger", "check", "-o", "out"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stdout.starts_with("atom.xml: is not there; run `feedmill build` to mend it\n"), "{said:?}");
    assert!(said.stdout.ends_with(" files, 1 finding\n"), "{said:?}");
    assert_eq!(place.build(&["a.json"]).code, 0);
    assert_eq!(place.run(&["ledger", "check", "-o", "out"]).code, 0);
}

#[test]
fn a_table_may_have_the_names_of_a_newsroom() {
    for (header, row) in [
        ("Titel;Datum;Rubrik;Autor;Text", "Nebel;03.04.2026;Wetter;Ana Moor;Es war grau."),
        (
            "Überschrift;Erscheinungsdatum;Schlagwörter;Verfasser;Inhalt",
            "Nebel;03.04.2026;Wetter;Ana Moor;Es war grau.",
        ),
        ("Titre;Date de parution;Rubrique;Auteur;Texte", "Nebel;2026-04-03;Wetter;Ana Moor;Es war grau."),
        ("Titular;Fecha;Sección;Autora;Texto", "Nebel;2026-04-03;Wetter;Ana Moor;Es war grau."),
        ("Titolo;Pubblicato il;Sezione;Autore;Testo", "Nebel;2026-04-03;Wetter;Ana Moor;Es war grau."),
        ("Título;Publicado em;Editoria;Autor;Conteúdo", "Nebel;2026-04-03;Wetter;Ana Moor;Es war grau."),
        ("Tytuł;Data publikacji;Dział;Autor;Treść", "Nebel;2026-04-03;Wetter;Ana Moor;Es war grau."),
        ("Titel;Publicatiedatum;Trefwoorden;Auteur;Tekst", "Nebel;2026-04-03;Wetter;Ana Moor;Es war grau."),
    ] {
        let place = Scratch::new();
        place.file("a.csv", format!("{header}\n{row}\n"));
        let said = place.build(&["a.csv", "--format", "json"]);
        assert_eq!(said.code, 0, "{header}: {said:?}");
        assert_eq!(said.report()["warnings"], json!([]), "{header}");
        let feed: serde_json::Value = serde_json::from_slice(&place.published("tags/wetter/feed.json")).unwrap();
        let item = &feed["items"][0];
        assert_eq!(
            json!([item["title"], item["date_published"], item["authors"][0]["name"], item["content_html"]]),
            json!(["Nebel", "2026-04-03T00:00:00Z", "Ana Moor", "<p>Es war grau.</p>"]),
            "{header}"
        );
    }
}
