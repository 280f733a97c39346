//! Pages that somebody saved: articles as a browser saves them, tag pages and pages of one article as text.

use serde_json::Value;

use crate::run::Scratch;

/// The items of what is published of one file.
fn items(name: &str, text: &str) -> Vec<Value> {
    let scratch = Scratch::new();
    scratch.file(name, text);
    let said = scratch.build(&[name, "--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    feed["items"].as_array().unwrap().clone()
}

/// Title, date, author and text of the article that a page holds.
fn page(head: &str, body: &str) -> [String; 4] {
    let items = items("p.html", &format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>"));
    assert_eq!(items.len(), 1);
    let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let item = &items[0];
    [&item["title"], &item["date_published"], &item["authors"][0]["name"], &item["content_html"]].map(of)
}

#[test]
fn json_ld_goes_before_the_head() {
    let node = r##"{"@type":"Person","@id":"#a","name":"Ana Moor"},{"@type":["BlogPosting"],"headline":"Ebb","datePublished":"2026-02-01T10:00:00+01:00","author":{"@id":"#a"}}"##;
    for script in [format!("[{node}]"), format!("{{\"@graph\":[{node}]}}"), format!("<!-- {{\"@graph\":[{node}]}} -->")]
    {
        let head = format!("<title>Ebb | Cove</title><script type='application/ld+json'>{script}</script>");
        let said = page(&head, "<article><p>Low.</p></article>");
        assert_eq!(said, ["Ebb", "2026-02-01T09:00:00Z", "Ana Moor", "<p>Low.</p>"], "{script}");
    }
}

#[test]
fn elements_say_what_the_head_does_not() {
    let title = "<title>Window</title>";
    let body = "<div class=h-entry><h1 class=p-name>Ebb</h1><time class=dt-published datetime=2026-02-01>1 Feb</time>\
        <p class='p-author h-card'>By <a class=p-name>Ana Moor</a></p><div class=e-content><p>Low.</p></div></div>";
    assert_eq!(page(title, body), ["Ebb", "2026-02-01T00:00:00Z", "Ana Moor", "<p>Low.</p>"]);
    let body = "<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop=headline>Ebb</h1>\
        <meta itemprop=datePublished content=2026-02-01><span itemprop=author>Ana Moor</span><div itemprop=articleBody><p>Low.</p></div></div>";
    assert_eq!(page(title, body), ["Ebb", "2026-02-01T00:00:00Z", "Ana Moor", "<p>Low.</p>"]);
    let body = "<article><time datetime=2026-02-01>1 Feb</time><p>Low.</p></article>";
    assert_eq!(page("<title>Ebb - Cove</title>", body)[..2], ["Ebb - Cove", "2026-02-01T00:00:00Z"]);
}

#[test]
fn a_list_of_articles_is_none() {
    let scratch = Scratch::new();
    let one = "<article><h2>A</h2><time datetime=2026-02-01>1 Feb</time></article>";
    scratch.file("p.html", format!("<head><title>All</title></head><body>{one}{one}</body>"));
    assert_eq!(scratch.build(&["p.html"]).code, 1);
}

/// A card of a tag page, with these lines for its bullets.
fn card(title: &str, bullets: &str) -> String {
    format!("{title}\n{title}\n\nCove Times\n\ntime28-07-2026\n\n{bullets}\n\n{title}\n\nThe text of it.\n\n")
}

#[test]
fn bullets_have_any_mark_and_bullets_of_their_own() {
    for mark in ["•", "*", "-", "‣", "·", "–", "1.", "▪"] {
        let card = card("Kelp is cut", &format!("  {mark} Science\n      ◦ Weeds\n  {mark} Cove Times"));
        let items = items("p.txt", &format!("logo\n#\n\nLatest news with #Kelp\n\n{card}"));
        assert_eq!(items[0]["tags"], serde_json::json!(["Kelp", "Science", "Weeds"]), "{mark}");
        assert_eq!(items[0]["content_html"], "<p>The text of it.</p>", "{mark}");
    }
}

#[test]
fn a_list_is_no_page() {
    for mark in ["1.", "2)", "*", "+", "–", "·"] {
        let scratch = Scratch::new();
        let questions = ["What is your name?", "How did you hear of us?", "Is there more to say?"];
        let questions = questions.map(|question| format!("{mark} {question}\n\n"));
        scratch.file("p.txt", format!("Form of the harbour\n\nWe ask for this:\n\n{}", questions.concat()));
        let said = scratch.build(&["p.txt"]);
        assert!(said.code == 1 && said.stderr.contains("not in the format tag-page"), "{mark}: {said:?}");
    }
}

#[test]
fn a_title_that_is_cut_is_its_title() {
    for cut in ["Kelp is cut from long b…", "Kelp is cut from..."] {
        let text = card("Kelp is cut from long boats", "  • Science\n  • Cove Times").replacen(
            "Kelp is cut from long boats\nKelp is cut from long boats",
            &format!("{cut}\n{cut}"),
            1,
        );
        let items = items("p.txt", &format!("logo\n#\n\nLatest news with #Kelp\n\n{text}"));
        assert_eq!(items[0]["title"], "Kelp is cut from long boats", "{cut}");
        assert_eq!(items[0]["content_html"], "<p>The text of it.</p>", "{cut}");
    }
}

#[test]
fn the_page_of_one_article_may_be_in_german() {
    for line in ["Küstenblatttimevor 3 Tagen", "Küstenblattvor 3 Tagen", "Küstenblatt3 days ago"] {
        let page =
            format!("logo\n\nTang wird getrocknet\nTang wird getrocknet\n\n{line}\n\nShare\n\nAuf Gestellen.\n\n");
        let items = items("p.txt", &(page + &card("Kelp is cut", "  • Science\n  • Cove Times")));
        let tang = items.iter().find(|item| item["title"] == "Tang wird getrocknet").expect(line);
        assert_eq!(tang["content_html"], "<p>Auf Gestellen.</p>", "{line}");
        assert_eq!(tang["tags"], serde_json::Value::Null, "{line}");
        assert!(tang["date_published"].as_str().unwrap().ends_with("T00:00:00Z"), "{tang}");
    }
}

#[test]
fn the_page_of_one_article_gives_it_and_its_cards() {
    let text = "logo\n\nKelp is dried\nKelp is dried\n\nCove Timestime29-07-2026\n\nShare\n\nOn racks.\n\nIn the wind.\n\n3 likes\nShare\nRelated news\n\n";
    let items = items("p.txt", &(text.to_owned() + &card("Kelp is cut", "  • Science\n  • Cove Times")));
    let said: Vec<_> =
        items.iter().map(|item| (item["title"].as_str().unwrap(), item["content_html"].as_str().unwrap())).collect();
    assert_eq!(
        said,
        [("Kelp is dried", "<p>On racks.</p><p>In the wind.</p>"), ("Kelp is cut", "<p>The text of it.</p>")]
    );
    assert_eq!(items[0]["date_published"], "2026-07-29T00:00:00Z");
}
