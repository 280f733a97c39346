//! Which site articles belong to, and what its settings say beyond the patterns.

use super::{addresses, publish};
use crate::run::Scratch;

#[test]
fn settings_are_found_in_and_around_what_is_named_however_it_is_named() {
    let scratch = Scratch::new();
    scratch.file("blog/config/_default/hugo.toml", "baseURL = 'https://tide.example/'\n");
    scratch.file("blog/content/posts/ferry/index.md", "---\ntitle: Ferry\ndate: 2026-07-18\n---\nText.\n");
    scratch.file("blog/content/posts/quay/_config.yml", "url: https://quay.example\n");
    scratch.file("blog/content/posts/quay/moor/index.md", "---\ntitle: Moor\ndate: 2026-07-19\n---\nText.\n");
    scratch.file("blog/content/.hidden/_config.yml", "url: https://hidden.example\n");
    scratch.file("blog/content/.hidden/knot.md", "---\ntitle: Knot\ndate: 2026-07-20\n---\nText.\n");
    let hidden = "blog/content/.hidden/knot.md";
    for named in ["blog", "./blog/", "blog/content", "blog/content/posts", "blog/content/po*/**/*.md", "."] {
        publish(&scratch, &[named, hidden]);
        let found = addresses(&scratch);
        assert_eq!(found["Ferry"], "https://tide.example/posts/ferry/", "{named}");
        assert_eq!(found["Moor"], "https://quay.example/moor/", "{named}");
        assert_eq!(found["Knot"], "https://hidden.example/knot.html", "{named}");
    }
    let (ferry, moor) = ("blog/content/posts/ferry/index.md", "blog/content/posts/quay/moor/index.md");
    publish(&scratch, &[ferry, moor, hidden, "blog"]);
    assert_eq!(addresses(&scratch)["Ferry"], "https://tide.example/posts/ferry/");
    assert_eq!(addresses(&scratch)["Moor"], "https://quay.example/moor/");
    scratch.file("blog/content/posts/ferry/.git/HEAD", "ref: x");
    publish(&scratch, &["blog", hidden]);
    assert!(addresses(&scratch)["Ferry"].starts_with("https://feeds.example.org/"));
    assert_eq!(addresses(&scratch)["Moor"], "https://quay.example/moor/");
}
