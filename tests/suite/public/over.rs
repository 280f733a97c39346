//! What is over, or deleted, in every format.

use serde_json::json;

use super::{article, titles};
use crate::run::Scratch;

#[test]
fn what_is_over_or_deleted_is_not_public_in_any_format() {
    let item = |n: u8, more: &str| format!("<item><title>{n}</title><link>https://q.example/{n}</link>{more}</item>");
    let rss = [
        item(1, "<expires>2020-01-01</expires>"),
        item(2, "<expirationDate>2020-01-01</expirationDate>"),
        item(3, "<deleted>true</deleted>"),
        item(4, "<deleted>no</deleted><expires>2099-01-01</expires>"),
        "<item><title>[Removed]</title><link>https://removed.com</link><description>[Removed]</description></item>"
            .into(),
    ];
    let scratch = Scratch::new();
    scratch.file("a.xml", format!("<rss><channel><title>Q</title>{}</channel></rss>", rss.concat()));
    // PostgreSQL writes `t` and `f`.
    scratch.file("b.csv", "title,url,deleted\n5,https://q.example/5,t\n6,https://q.example/6,f\n");
    let rows = [
        article("7", &json!({"deleted": "Y"})),
        article("8", &json!({"expired": "t"})),
        json!({"expires": "2020-01-01", "post": {"title": "9", "url": "https://q.example/9"}}),
        json!({"attributes": null, "post": {"title": "10", "url": "https://q.example/10"}}),
    ];
    scratch.file("c.json", json!(rows).to_string());
    scratch.build(&["a.xml", "b.csv", "c.json"]);
    let mut left = titles(&scratch);
    left.sort();
    assert_eq!(left, ["10", "4", "6"]);
}
