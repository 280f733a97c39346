//! newsboat, sfeed and rss2email subscribe to what is published (`readers/subscribe.py`), and show it as it is.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::run::{Said, Scratch, finish, repository};
use crate::skip::skip;

/// Two tags, and what readers may stumble over; some articles are in both.
fn published() -> Scratch {
    let scratch = Scratch::new();
    let article = |n: usize, title: &str, tags: &[&str]| {
        json!({
            "id": format!("a{n}"), "title": title, "tags": tags, "source": "The Tide & Sons", "authors": ["Ana Moor", "Bo \"BB\" Reed"],
            "published": "2026-07-10T08:00:00Z", "url": format!("https://tide.example/{n}?a=1&copy=2"),
            "content_html": format!("<p>Text {n}, <b>bold</b> &amp; a &lt;p&gt; that is text.</p><pre>a &lt; b\n\\n</pre><ul><li>潮汐</li></ul>"),
        })
    };
    let mut articles = vec![
        article(1, "AT&T & Sons", &["Tides"]),
        article(2, "Why &lt;b&gt; is &lt;/b&gt;old, &amp;amp; other markup", &["Tides", "Ferries"]),
        article(3, "潮汐能 – \"quoted\" 'title' \\n", &["Tides", "Ferries"]),
        article(4, "a < b && c > d", &["Ferries"]),
        json!({"title": "By the day", "published": "2026-07-09", "tags": ["Tides", "Ferries"], "summary": "No more than <i>this</i>.", "source": "S"}),
        json!({"title": "Changed since", "published": "2026-07-01", "updated": "2026-07-11T12:30:00+02:00", "tags": ["Ferries"], "content_text": "One\n\nTwo <three>"}),
    ];
    articles.extend((5..60).map(|n| article(n, &format!("Number {n}"), &[["Tides"], ["Ferries"]][n % 2])));
    scratch.file("a.json", Value::from(articles).to_string());
    assert_eq!(scratch.build(&["a.json", "--format", "rss,atom,json"]).code, 0);
    scratch
}

fn subscribe(scratch: &Scratch) -> Said {
    let mut command = Command::new("python3");
    command.arg(repository().join("tests/readers/subscribe.py")).arg(scratch.path().join("out"));
    command.args(["tags/tides", "tags/ferries"]).stdin(Stdio::null());
    finish(command)
}

#[test]
fn readers_show_what_is_published() {
    if Command::new("python3").arg("--version").stdout(Stdio::null()).status().is_err() {
        skip("there is no python3");
        return;
    }
    let scratch = published();
    let said = subscribe(&scratch);
    said.stdout.lines().filter_map(|line| line.strip_prefix("skipped: ")).for_each(skip);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    if said.stdout.matches("skipped").count() == 3 {
        return;
    }
    // It would say so if they did not.
    let path = scratch.path().join("out/tags/tides/feed.json");
    let mut text = std::fs::read_to_string(&path).unwrap();
    for (from, to) in [("AT&T", "BT&T"), ("<p>Text 1,", "<p>Text one,"), ("2026-07-10T08", "2026-07-10T09")] {
        assert!(text.contains(from));
        text = text.replacen(from, to, 1);
    }
    std::fs::write(&path, text).unwrap();
    let said = subscribe(&scratch);
    assert_eq!(said.code, 1, "{said:?}");
    for complaint in ["title is", "text is", "published is"] {
        assert!(said.stdout.contains(complaint), "{complaint}: {}", said.stdout);
    }
}
