//! Tables as spreadsheets, data frames and people write them: rows and cells of nothing, lines above the header, quotes behind
//! backslashes, lists and objects in cells, encodings; and fields that are what stands in them.

use serde_json::{Value, json};

use crate::run::Scratch;

/// What one run makes of a file: its entries, and the report.
fn entries(scratch: &Scratch, args: &[&str]) -> (Vec<Value>, Value) {
    let said = scratch.build(&[args, &["--format", "json"]].concat());
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    let mut entries = feed["items"].as_array().unwrap().clone();
    entries.sort_by_key(|entry| entry["title"].as_str().unwrap().to_owned());
    (entries, said.report())
}

fn read(name: &str, text: impl AsRef<[u8]>) -> (Vec<Value>, Value) {
    let scratch = Scratch::new();
    scratch.file(name, text);
    entries(&scratch, &[name])
}

fn titles(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["title"].as_str().unwrap()).collect()
}

#[test]
fn rows_and_cells_of_nothing_say_nothing() {
    let table = "title,url,date,author,tags\nA,https://a.example/1,2026-01-05,N/A,<NA>\n,,,,\n \n\"\",,,,,,\n\
                 None of us,https://a.example/2,2026-01-06,-,\"x, y\"\n-,https://a.example/3,2026-01-07,undefined,#N/A\n";
    let (entries, report) = read("a.csv", table);
    assert_eq!(titles(&entries), ["-", "A", "None of us"]);
    assert_eq!(report["rejections"], json!([]));
    assert!(entries.iter().all(|entry| entry.get("authors").is_none()), "{entries:?}");
    assert_eq!(entries[2]["tags"], json!(["x", "y"]));
}

#[test]
fn what_says_nothing_in_tables_says_nothing_in_json() {
    let item = |n: usize, more: Value| {
        let mut item = json!({"title": "None", "date": format!("2026-01-0{n}"), "link": format!("https://a.example/{n}"), "text": "N/A"});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        item
    };
    let items = json!([
        item(1, json!({"tags": "N/A", "author": "none", "image": "N/A"})),
        item(2, json!({"tags": ["-"], "author": {"name": "null"}, "source": "n/a", "id": "NULL"})),
        item(
            3,
            json!({"keywords": ["N/A", "Sea", "—"], "authors": [{"name": "Ana Moor"}, {"name": "N/A"}], "id": "NULL"})
        ),
        item(4, json!({"tags": ["Java", "None", "null"], "categories": "None", "byline": "By N/A"})),
    ]);
    let (entries, report) = read("a.json", items.to_string());
    assert_eq!(titles(&entries), ["None"; 4]);
    assert_eq!(report["warnings"], json!([]));
    let tags: Vec<&Value> = entries.iter().map(|entry| entry.get("tags").unwrap_or(&Value::Null)).collect();
    assert_eq!(tags, [&json!(["Java", "None", "null"]), &json!(["Sea"]), &Value::Null, &Value::Null]);
    let authors: Vec<&Value> = entries.iter().map(|entry| entry.get("authors").unwrap_or(&Value::Null)).collect();
    assert_eq!(authors, [&Value::Null, &json!([{"name": "Ana Moor"}]), &Value::Null, &Value::Null]);
    assert!(entries.iter().all(|entry| entry["content_html"].as_str().unwrap().contains("N/A")));
}

#[test]
fn a_header_may_stand_below_other_lines() {
    for (above, warnings) in
        [("Press review;;\nmade on 2026-01-01\n\n", 1), ("sep=;\n", 0), ("sep=;\n# from the archive\n", 1)]
    {
        let (entries, report) =
            read("a.csv", format!("{above}Titles;URLs;Date (UTC)\nA;https://a.example/1;2026-01-05 10:00\n"));
        assert_eq!(titles(&entries), ["A"], "{above}");
        assert_eq!(entries[0]["url"], "https://a.example/1");
        assert_eq!(entries[0]["date_published"], "2026-01-05T10:00:00Z");
        let said = report["warnings"].as_array().unwrap();
        assert_eq!(said.iter().filter(|warning| warning["code"] == "preamble").count(), warnings, "{said:?}");
    }
    // A row that is wrong has the line that it stands in.
    let (_, report) =
        read("a.csv", "sep=;\nA report\ntitle;url\nA;https://a.example/1\n\"B \\\"b\\\" c\";x\n1;2;3;4\n");
    assert_eq!(report["rejections"][0]["line"], 6);
}

#[test]
fn backslashes_before_quotes_are_read_as_the_table_means_them() {
    let escaped =
        "title,url,body\n\"Say \\\"A\\\"\",https://a.example/1,\"x \\\"y\\\"\nz\"\n\"C:\\\\\",https://a.example/2,x\n";
    assert_eq!(titles(&read("a.csv", escaped).0), ["C:\\", "Say \"A\""]);
    let doubled =
        "title,url\n\"Say \"\"A\"\"\",https://a.example/1\n\"C:\\\",https://a.example/2\nD:\\,https://a.example/3\n";
    assert_eq!(titles(&read("a.csv", doubled).0), ["C:\\", "D:\\", "Say \"A\""]);
}

#[test]
fn lists_and_objects_in_cells_are_read() {
    let table = "title,url,authors,tags,source,image\n\
        A,https://a.example/1,\"['Ana Moor', \"\"Li O'Hara\"\"]\",\"[{'name': 'x', 'id': None}]\",\"{'id': None, 'name': 'The Tide'}\",\"[{'url': 'https://a.example/i.png'}]\"\n\
        B,https://a.example/2,Ana; Li,x|y,[The Bracket],\n\
        {C},https://a.example/3,\"{'name': 'Ana'}, {'name': 'Li'}\",\"{x,\"\"y z\"\"}\",{sic},\n";
    let (entries, _) = read("a.csv", table);
    let names = |n: usize| -> Vec<&str> {
        entries[n]["authors"].as_array().unwrap().iter().map(|author| author["name"].as_str().unwrap()).collect()
    };
    assert_eq!(titles(&entries), ["A", "B", "{C}"]);
    assert_eq!((names(0), names(1), names(2)), (vec!["Ana Moor", "Li O'Hara"], vec!["Ana", "Li"], vec!["Ana", "Li"]));
    assert_eq!(entries[0]["image"], "https://a.example/i.png");
    assert_eq!(
        (&entries[0]["tags"], &entries[1]["tags"], &entries[2]["tags"]),
        (&json!(["x"]), &json!(["x", "y"]), &json!(["x", "y z"]))
    );
}

#[test]
fn people_of_one_cell_are_who_it_names() {
    let people_of = |column: &str, cell: &str| -> String {
        let (entries, _) = read("a.csv", format!("title,url,{column}\nA,https://a.example/1,\"{cell}\"\n"));
        let authors = entries[0]["authors"].as_array().unwrap();
        authors.iter().map(|author| author["name"].as_str().unwrap()).collect::<Vec<_>>().join(" + ")
    };
    for (column, cell, wanted) in [
        ("author", "Ana Moor | amoor@tide.example", "Ana Moor"),
        ("authors", "Ana Moor | amoor@tide.example", "Ana Moor"),
        ("authors", "amoor@tide.example | li@tide.example", "amoor + li"),
        ("author", "Ana Moor|amoor@tide.example|Li Wei|@li", "Ana Moor + Li Wei + li"),
        ("author", "Ana Moor; li@tide.example", "Ana Moor + li"),
        ("authors", "Ana Moor | Li Wei", "Ana Moor + Li Wei"),
        ("author", "Ana Moor | Staff writer", "Ana Moor | Staff writer"),
        ("author", "By\nAna Moor,\nLi Wei", "Ana Moor + Li Wei"),
    ] {
        assert_eq!(people_of(column, cell), wanted, "{column}: {cell}");
    }
}

#[test]
fn an_encoding_may_be_named() {
    let scratch = Scratch::new();
    scratch.file("a.csv", b"title,url\n\xCB\xB8\xE4\x98,https://a.example/1\n");
    scratch.file("feedmill.toml", "[[input]]\npath = \"a.csv\"\nencoding = \"cp1251\"\n");
    let (found, report) = entries(&scratch, &[]);
    assert!(titles(&found)[0].starts_with("Лёд"), "{found:?}");
    let said = report["warnings"].to_string();
    assert!(said.contains("read as windows-1251; 1 characters") || !said.contains("\"encoding\""), "{said}");
    scratch.file("feedmill.toml", "[[input]]\npath = \"a.csv\"\nencoding = \"window-1251\"\n");
    let said = scratch.build(&[]);
    assert!(
        said.stderr.contains("feedmill.toml:3:12: unknown encoding \"window-1251\"; did you mean \"windows-1251\"?"),
        "{}",
        said.stderr
    );
}

#[test]
fn pounds_are_western_and_letters_are_what_they_were() {
    let (entries, _) = read("a.csv", b"title,url\nIt\x92s \xA3100,https://a.example/1\n\xA3200 \x96 caf\xE9,https://a.example/2\nIn \xA3,https://a.example/3\n");
    assert_eq!(titles(&entries), ["In £", "It’s £100", "£200 – café"]);
    let (entries, _) =
        read("a.csv", b"title,url\n\xA3\xF3d\x9F: \xB3\xF3dki za 5 z\xB3 na wodzie,https://a.example/1\n");
    assert_eq!(titles(&entries), ["Łódź: łódki za 5 zł na wodzie"]);
}

#[test]
fn a_field_is_what_stands_in_it() {
    let articles = json!([
        {"title": ["A"], "url": ["https://a.example/1"], "source": ["The Tide"], "date": ["2026-01-05"]},
        {"title": "B", "source": "https://b.example/p/1", "source-hostname": "The Bay"},
        {"title": "C", "url": "https://c.example/1", "source": "https://www.c.example/"},
        {"title": "D", "url": "www.d.example/1", "source": "d.example"},
        {"sys": {"createdAt": "2026-01-05T09:00:00Z"}, "fields": {"title": {"en-US": "E"}, "body": {"en-US": "x"}}},
        {"id": "f", "webTitle": "F", "webUrl": "https://f.example/1", "fields": {"headline": "Another", "body": "x"}}
    ]);
    let scratch = Scratch::new();
    scratch.file("a.json", articles.to_string());
    let (found, report) = entries(&scratch, &["a.json"]);
    assert_eq!(titles(&found), ["A", "B", "C", "D", "E", "F"]);
    assert_eq!(found[1]["url"], "https://b.example/p/1");
    assert_eq!(found[3]["url"], "https://www.d.example/1");
    assert_eq!(found[4]["date_published"], "2026-01-05T09:00:00Z");
    let feeds = report["feeds"].as_array().unwrap().iter().filter(|feed| feed["taxonomy"] == "source");
    let mut sources: Vec<&str> = feeds.map(|feed| feed["term"].as_str().unwrap()).collect();
    sources.sort_unstable();
    assert_eq!(sources, ["The Bay", "The Tide", "c.example", "d.example"]);
}

#[test]
fn tags_are_split_at_the_signs_of_their_script() {
    let articles = ["x, y", "x；y", "x、y", "x، y", "x|y", "x\ny", "x，y"].iter().enumerate();
    let articles: Vec<Value> = articles
        .map(|(n, tags)| json!({"title": format!("Buoy {n}"), "url": format!("https://a.example/{n}"), "tags": tags}))
        .collect();
    let (entries, _) = read("a.json", Value::from(articles).to_string());
    assert!(entries.iter().all(|entry| entry["tags"] == json!(["x", "y"])), "{entries:?}");
    let (entries, _) = read("a.md", "Title: Stew\nTags: slow cooking\n\nText.\n");
    assert_eq!(entries[0]["tags"], json!(["slow cooking"]));
}

#[test]
fn lines_may_end_with_cr_alone() {
    let table = "title,url,date\nA,https://t.example/a,2026-07-01\n\"Open,https://t.example/b,2026-07-02\nC,https://t.example/c,2026-07-03\nD,https://t.example/d,2026-07-04\n";
    for table in [table.to_owned(), format!("sep=,\n{table}"), format!("Stock of the day\n\n{table}")] {
        for end in ["\n", "\r", "\r\n"] {
            let scratch = Scratch::new();
            let path = scratch.file("a.csv", table.replace('\n', end));
            // Nobody is writing it any more.
            let old = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
            std::fs::File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
            let said = scratch.build(&["a.csv"]);
            assert_eq!(said.code, 0, "{said:?}");
            let report = said.report();
            assert_eq!(report["generated"]["articles"]["accepted"], 3, "{end:?} {table} {report}");
            assert_eq!(report["generated"]["articles"]["rejected"], 1, "{end:?} {table} {report}");
        }
    }
}
