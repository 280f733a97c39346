//! Every name of a field: what stands under it is read, as it should be, and the first of two wins.

use std::collections::BTreeMap;

use feedmill::internal::load::{Field, Fields};
use serde_json::{Value, json};

use crate::run::Scratch;

/// Names under which a value is read in another way than its field usually is.
#[rustfmt::skip]
const WAYS: &[(&str, &[&str])] = &[
    ("host", &["domain", "thread.site", "site_url", "source_domain"]),
    ("utc", &["date_gmt", "created_utc", "seendate", "modified_gmt", "published_utc", "date_time_pub", "post_date_gmt", "published_at_utc"]),
    ("single", &["tag", "category", "sectionName", "section_name", "section", "sub_category", "subsection_name", "category_name", "categoría", "categoria", "catégorie", "kategorie", "рубрика", "kategori", "article_section", "author", "creator", "author_name", "writer", "user", "by", "extra.author", "params.author", "news_category", "topic", "subreddit", "_embedded.author.name", "owner", "account", "submitter_user", "contributor",
        "schlagwort", "stichwort", "mot_clé", "mot_cle", "etiqueta", "trefwoord", "thema", "tema", "autor", "autorin", "verfasser", "verfasserin", "auteur", "auteure", "autrice", "autora", "autore", "autorka", "schrijver", "rubrik", "ressort", "rubrique", "sección", "seccion", "sezione", "rubrica", "seção", "secao", "secção", "editoria", "kategoria", "dział", "dzial", "categorie", "rubriek"]),
    ("kind", &["type"]),
    ("byline", &["byline.original", "fields.byline", "byline"]),
    ("html", &["content_html", "content.rendered", "body_html", "fields.body", "html", "blocks.body.bodyHtml", "content.html", "body.processed", "body.value"]),
    ("markdown", &["body_markdown", "selftext"]),
    ("plain", &["content_text", "fields.bodyText", "body_text"]),
];

/// All names of a field, best first, and how each is read.
fn names(field: Field) -> Vec<(String, &'static str)> {
    let way = |path: &str| {
        let named = WAYS.iter().find(|(_, names)| names.contains(&path));
        named.map_or("", |(way, _)| *way)
    };
    Fields::usual().paths(field).map(|path| (path.to_owned(), way(path))).collect()
}

/// A value for a name, different for each `n`, and what the feeds say of it; `null`: the article is not in them.
fn sample(field: Field, how: &str, n: usize) -> (Value, Value) {
    let same = |value: Value| (value.clone(), value);
    // Of Tokyo, nine hours before UTC, where the name does not promise UTC.
    let date = |day: usize| {
        let hour = if how == "utc" { 19 } else { 10 };
        let (day, minute) = (day + n / 60, n % 60);
        (
            json!(format!("2026-07-{day:02}T19:{minute:02}:00")),
            json!(format!("2026-07-{day:02}T{hour}:{minute:02}:00Z")),
        )
    };
    match (field, how) {
        (Field::Id, _) => same(json!(format!("urn:example:tide:{n}"))),
        (Field::Title, _) => same(json!(format!("The ferry is back ({n})"))),
        (Field::Url, _) => same(json!(format!("https://tide.example/ferry/{n}"))),
        (Field::Source, "host") => (json!(format!("www.tide{n}.example")), json!(format!("tide{n}.example"))),
        (Field::Source, _) => same(json!(format!("Tide {n}"))),
        (Field::Published, _) => date(14),
        (Field::Updated, _) => date(15),
        (Field::Tags | Field::Categories, "single" | "kind") => {
            let term = format!("Ebb, Flow {n}");
            (json!(term), json!([term]))
        }
        (Field::Tags | Field::Categories, _) => (json!(format!("Ebb, Flow {n}")), json!(["Ebb", format!("Flow {n}")])),
        (Field::Authors | Field::Contributors, "single") => {
            let name = format!("Moor, Ana {n}");
            (json!(name), json!([name]))
        }
        (Field::Authors, "byline") => {
            (json!(format!("By Ana Moor {n} and Li Wei")), json!([format!("Ana Moor {n}"), "Li Wei"]))
        }
        (Field::Authors | Field::Contributors, _) => {
            (json!(format!("Ana Moor {n}, Li Wei")), json!([format!("Ana Moor {n}"), "Li Wei"]))
        }
        (Field::Rights, _) => same(json!(format!("CC BY {n}"))),
        (Field::Summary, _) => same(json!(format!("It came in with the tide, {n} days late."))),
        (Field::Content, how) => {
            let html = match how {
                "html" => format!("*Ebb* &amp; flow {n}"),
                "plain" => format!("<p>*Ebb* &amp;amp; flow {n}</p>"),
                "markdown" => format!("<p><em>Ebb</em> &amp; flow {n}</p>"),
                _ => format!("<p>*Ebb* &amp; flow {n}</p>"),
            };
            (json!(format!("*Ebb* &amp; flow {n}")), json!(html))
        }
        (Field::Language, _) => same(json!(["fr", "de", "pt-BR", "zh-Hant", "cy"][n % 5])),
        (Field::Image, _) => same(json!(format!("https://tide.example/{n}.jpg"))),
        (Field::Enclosures, _) => {
            let url = format!("https://tide.example/{n}.mp3");
            (json!([{"url": url, "length": n}]), json!([{"url": url, "mime_type": "audio/mpeg", "size_in_bytes": n}]))
        }
        (Field::Deleted, _) => (json!(true), Value::Null),
        // `public.rs` tries their names.
        (Field::Draft | Field::NotBefore, _) => unreachable!(),
        (Field::Expires, _) => (json!(format!("2026-07-{:02}", n % 28 + 1)), Value::Null),
    }
}

/// What an item of a JSON Feed says of a field.
fn said(field: Field, item: &Value, own_terms: &BTreeMap<String, [Vec<String>; 4]>) -> Value {
    let terms = |n: usize| json!(own_terms[item["id"].as_str().unwrap()][n]);
    match field {
        Field::Id => item["id"].clone(),
        Field::Title => item["title"].clone(),
        Field::Url => item["url"].clone(),
        Field::Source => terms(1)[0].clone(),
        Field::Published => item["date_published"].clone(),
        // Those of one second are told apart by seconds.
        Field::Updated => item["date_modified"].as_str().map(|at| format!("{}0Z", &at[..18])).into(),
        Field::Tags => item["tags"].clone(),
        Field::Categories => terms(0),
        Field::Authors => item["authors"].as_array().unwrap().iter().map(|author| author["name"].clone()).collect(),
        Field::Contributors => terms(2),
        Field::Rights => terms(3)[0].clone(),
        Field::Summary => item["summary"].clone(),
        Field::Content => item["content_html"].as_str().map(str::trim_end).into(),
        Field::Language => item["language"].clone(),
        Field::Image => item["image"].clone(),
        Field::Enclosures => item["attachments"].clone(),
        Field::Deleted | Field::Draft | Field::NotBefore | Field::Expires => panic!("{item} is published"),
    }
}

/// Puts a value where a path leads.
fn put(record: &mut Value, path: &str, value: Value) {
    let mut place = record;
    for name in path.split('.') {
        place = &mut place[name];
    }
    *place = value;
}

/// What is published of records, each with its field, the value that is expected and a record.
fn check(records: &[(Field, String, Value, Value)]) {
    let scratch = Scratch::new();
    let lines: Vec<String> = records.iter().map(|(.., record)| record.to_string()).collect();
    scratch.file("a.jsonl", lines.join("\n") + "\n");
    let report =
        scratch.build(&["a.jsonl", "--format", "atom,json", "--limit", "5000", "--time-zone", "Asia/Tokyo"]).report();
    assert_eq!(report["rejections"], json!([]));
    let mut own_terms = BTreeMap::new();
    let categorised = Scratch::new();
    categorised.file("a.jsonl", lines.join("\n") + "\n");
    let taxonomy = ["--taxonomy", "category,source"];
    categorised.build(&[&["a.jsonl", "--limit", "5000", "--time-zone", "Asia/Tokyo"], taxonomy.as_slice()].concat());
    for entry in categorised.atom().entries() {
        let is_category = |category: &&atom_syndication::Category| category.scheme().unwrap().ends_with("/categories/");
        let categories = entry.categories().iter().filter(is_category).map(|category| category.term().to_owned());
        let source = entry.source().map(|source| source.title().to_string());
        let contributors = entry.contributors().iter().map(|person| person.name().to_owned());
        let rights = entry.rights().map(|rights| rights.as_str().to_owned());
        let said =
            [categories.collect(), source.into_iter().collect(), contributors.collect(), rights.into_iter().collect()];
        own_terms.insert(entry.id().to_owned(), said);
    }
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    let items: BTreeMap<&str, &Value> =
        feed["items"].as_array().unwrap().iter().map(|item| (item["title"].as_str().unwrap(), item)).collect();
    let mut failures = Vec::new();
    for (field, what, expected, record) in records {
        let title = if *field == Field::Title { expected } else { &record["title"] };
        let got = items.get(title.as_str().unwrap()).map_or(Value::Null, |item| said(*field, item, &own_terms));
        if got != *expected {
            failures.push(format!("{} from {what}: want {expected}, got {got}", field.name()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let published = records.iter().filter(|(_, _, expected, _)| !expected.is_null()).count();
    assert_eq!(items.len(), published);
}

/// A record that says no more than it must.
fn record(field: Field, title: &str) -> Value {
    let mut record = json!({});
    if field != Field::Title {
        record["title"] = json!(title);
    }
    if field == Field::Contributors {
        // Where nobody else is named, they are the authors.
        record["author"] = json!("Somebody Else");
    }
    if field != Field::Published {
        record["published"] = json!("2026-07-10T10:00:00Z");
    }
    record
}

#[test]
fn each_name_says_its_field() {
    let mut records = Vec::new();
    for field in Field::ALL.iter().filter(|field| !matches!(field, Field::Draft | Field::NotBefore)) {
        for (n, (path, how)) in names(*field).into_iter().enumerate() {
            let (value, expected) = sample(*field, how, n);
            let mut record = record(*field, &format!("{} {n}: {path}", field.name()));
            put(&mut record, &path, value);
            records.push((*field, path, expected, record));
        }
    }
    assert!(records.len() > 150);
    check(&records);
}

#[test]
fn names_are_compared_by_letters_and_digits() {
    let mut records = Vec::new();
    let spellings = [
        (Field::Published, "", "Published At"),
        (Field::Published, "", "PUBLISHED_AT"),
        (Field::Published, "", "published-at"),
        (Field::Published, "", "publishedat"),
        (Field::Url, "", "Web URL"),
        (Field::Tags, "", "TagList"),
        (Field::Tags, "", "Meta-Keywords"),
        (Field::Image, "", "url_to_image"),
        (Field::Authors, "byline", "Byline.Original"),
        (Field::Source, "", "SiteName"),
    ];
    for (n, (field, how, path)) in spellings.into_iter().enumerate() {
        let (value, expected) = sample(field, how, n);
        let mut record = record(field, &format!("{n}: {path}"));
        put(&mut record, path, value);
        records.push((field, path.to_owned(), expected, record));
    }
    check(&records);
}

#[test]
fn the_first_of_two_names_wins_if_it_says_something() {
    let flags = [Field::Deleted, Field::Draft, Field::NotBefore, Field::Expires];
    let mut records = Vec::new();
    for field in Field::ALL.iter().filter(|field| !flags.contains(field)) {
        let names = names(*field);
        for (n, pair) in names.windows(2).enumerate() {
            let [(first, first_how), (second, second_how)] = pair else { unreachable!() };
            // One cannot hold a text and an object, two spellings of a name are one, and an object may say itself what is
            // in it.
            let root = |path: &str| path.split('.').next().unwrap().to_owned();
            let spelled = |path: &str| path.replace('_', "").to_lowercase();
            let outranks = |path: &str| names[..n].iter().any(|(better, _)| *better == root(path));
            if root(first) == *second || root(second) == *first || spelled(first) == spelled(second) || outranks(second)
            {
                continue;
            }
            let (value, expected) = sample(*field, first_how, 2 * n);
            let (other, other_expected) = sample(*field, second_how, 2 * n + 1);
            let mut both = record(*field, &format!("{} {first} and {second}", field.name()));
            put(&mut both, second, other.clone());
            put(&mut both, first, value);
            records.push((*field, format!("{first} and {second}"), expected, both));
            let mut silent = record(*field, &format!("{} {first} (null) and {second}", field.name()));
            put(&mut silent, second, other.clone());
            put(&mut silent, first, Value::Null);
            records.push((*field, format!("{first} (null) and {second}"), other_expected.clone(), silent));
            // These tell records apart.
            if !matches!(field, Field::Id | Field::Title | Field::Url | Field::Enclosures) {
                let mut blank = record(*field, &format!("{} {first} (blank) and {second}", field.name()));
                put(&mut blank, second, other);
                put(&mut blank, first, json!(" "));
                records.push((*field, format!("{first} (blank) and {second}"), other_expected, blank));
            }
        }
    }
    check(&records);
}

#[test]
fn kinds_of_records_are_no_categories() {
    let mut records = Vec::new();
    for kind in ["article", "Post", "story", "newsArticle", "ask_hn"] {
        let mut record = record(Field::Categories, kind);
        record["type"] = json!(kind);
        records.push((Field::Categories, kind.to_owned(), json!([]), record));
    }
    check(&records);
}

#[test]
fn an_article_that_is_over_or_not_begun_says_so_under_any_name() {
    let scratch = Scratch::new();
    let lines = [
        r#"{"title":"Kept 1","draft":false}"#,
        r#"{"title":"Kept 2","published":true}"#,
        r#"{"title":"Kept 3","status":"publish"}"#,
        r#"{"title":"Kept 4","status":"published","hidden":null}"#,
        r#"{"title":"Kept 5","expires":"2199-01-01"}"#,
        r#"{"title":"Kept 6","expired":false}"#,
        r#"{"title":"Kept 7","deleted":false}"#,
        r#"{"title":"Left out","status":"private"}"#,
        r#"{"title":"Left out","status":"Pending"}"#,
        r#"{"title":"Left out","published":"no"}"#,
        r#"{"title":"Left out","draft":"true"}"#,
    ];
    scratch.file("a.jsonl", lines.join("\n") + "\n");
    let report = scratch.build(&["a.jsonl"]).report();
    assert_eq!(report["generated"]["articles"]["unpublished"], 4);
    assert_eq!(scratch.atom().entries().len(), 7);
    assert!(scratch.atom().entries().iter().all(|entry| entry.title().starts_with("Kept")));
}
