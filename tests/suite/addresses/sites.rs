//! Which site articles belong to, and what its settings say beyond the patterns.

use super::{addresses, check, publish};
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

/// Checks the address and the date of a post with a date, in a site with settings.
#[track_caller]
fn check_date((settings, text): (&str, &str), post: &str, date: &str, (address, at): (&str, &str)) {
    let scratch = Scratch::new();
    scratch.file(&format!("blog/{settings}"), text);
    scratch.file(&format!("blog/{post}"), format!("---\ntitle: Ferry\ndate: {date}\n---\nText.\n"));
    publish(&scratch, &["blog"]);
    assert_eq!(addresses(&scratch)["Ferry"], format!("https://tide.example/{address}"), "{settings}: {date}");
    let published = scratch.atom().entries[0].published.map(|at| at.to_utc().to_rfc3339());
    assert_eq!(published.as_deref(), Some(at), "{settings}: {date}");
}

#[test]
fn dates_are_in_the_zone_of_the_site() {
    let hexo = ("_config.yml", "url: https://tide.example\ntimezone: Asia/Shanghai\nsource_dir: source\n");
    let check_hexo = |date, wanted| check_date(hexo, "source/_posts/ferry.md", date, wanted);
    check_hexo("2026-07-18 01:00:00", ("2026/07/18/ferry/", "2026-07-17T17:00:00+00:00"));
    check_hexo("2026-07-18", ("2026/07/18/ferry/", "2026-07-17T16:00:00+00:00"));
    check_hexo("2026-07-18T17:00:00Z", ("2026/07/19/ferry/", "2026-07-18T17:00:00+00:00"));

    let hugo = "baseURL = 'https://tide.example/'\ntimeZone = 'Asia/Shanghai'\n[permalinks]\nposts = '/:year/:month/:day/:slugorfilename/'\n";
    let check_hugo = |date, wanted| check_date(("hugo.toml", hugo), "content/posts/ferry.md", date, wanted);
    check_hugo("2026-07-18 01:00:00", ("2026/07/18/ferry/", "2026-07-17T17:00:00+00:00"));
    // The date's own offset says its day.
    check_hugo("2026-07-18T23:00:00-05:00", ("2026/07/18/ferry/", "2026-07-19T04:00:00+00:00"));
    check_hugo("2026-07-18T17:00:00Z", ("2026/07/18/ferry/", "2026-07-18T17:00:00+00:00"));

    let pelican = "SITEURL = 'https://tide.example'\nTIMEZONE = 'Europe/Paris'\nPATH = 'content'\nARTICLE_URL = '{date:%Y/%m/%d/%H}/{slug}/'\n";
    let check_pelican = |date, wanted| check_date(("pelicanconf.py", pelican), "content/ferry.md", date, wanted);
    check_pelican("2026-07-18 01:00", ("2026/07/18/01/ferry/", "2026-07-17T23:00:00+00:00"));
    check_pelican("2026-07-18 23:30:00-05:00", ("2026/07/18/23/ferry/", "2026-07-19T04:30:00+00:00"));
}

#[test]
fn jekyll_converts_to_the_zone_of_the_site_and_reads_timestamps_of_yaml_as_utc() {
    let jekyll = ("_config.yml", "url: https://tide.example\ntimezone: Asia/Shanghai\n");
    let check = |date, wanted| check_date(jekyll, "_posts/2026-07-18-ferry.md", date, wanted);
    check("2026-07-18 01:00:00 +0800", ("2026/07/18/ferry.html", "2026-07-17T17:00:00+00:00"));
    check("2026-07-18T17:00:00Z", ("2026/07/19/ferry.html", "2026-07-18T17:00:00+00:00"));
    check("2026-07-18", ("2026/07/18/ferry.html", "2026-07-17T16:00:00+00:00"));
    check("2026-07-18 01:00", ("2026/07/18/ferry.html", "2026-07-17T17:00:00+00:00"));
    check("2026-07-18 15:59:59", ("2026/07/18/ferry.html", "2026-07-18T15:59:59+00:00"));
    check("2026-07-18 16:00:00", ("2026/07/19/ferry.html", "2026-07-18T16:00:00+00:00"));
}

#[test]
fn what_the_user_says_of_zones_comes_before_what_the_site_says() {
    /// When the post is published, by the settings of the site and those of the user, and what the report says.
    fn published(zone: &str, config: &str, args: &[&str]) -> (String, String) {
        let scratch = Scratch::new();
        scratch.file("blog/_config.yml", format!("url: https://tide.example\ntimezone: {zone}\n"));
        scratch.file("blog/_posts/2026-07-18-ferry.md", "---\ntitle: Ferry\ndate: 2026-07-18 10:00:00\n---\nText.\n");
        scratch.file("feedmill.toml", config);
        let said = publish(&scratch, args);
        let at = scratch.atom().entries[0].published.expect("a date").to_utc().format("%H:%M").to_string();
        (at, said)
    }
    let (at, said) = published("Asia/Shanghai", "", &["blog"]);
    assert_eq!(at, "10:00");
    assert!(said.contains("its time zone is Asia/Shanghai"), "{said}");
    assert_eq!(published("Asia/Shanghai", "", &["blog", "--time-zone", "Europe/Prague"]).0, "08:00");
    let table = "[[input]]\npath = \"blog\"\ntime_zone = \"+03:00\"\n";
    assert_eq!(published("Asia/Shanghai", table, &[]).0, "07:00");
    let (_, said) = published("Asia/Shangai", table, &[]);
    assert!(said.contains("nobody knows its time zone \"Asia/Shangai\""), "{said}");
}

#[test]
fn what_a_post_says_of_its_address_may_be_a_pattern() {
    let posts = [
        ("content/posts/a.md", "date: 2026-07-18|slug: ferry|url: /:year/:slug", "https://tide.example/2026/ferry/"),
        ("content/posts/b.md", "date: 2026-07-19|url: /:year/:slugorfilename", "https://tide.example/2026/b/"),
        (
            "content/posts/sea/c.md",
            "date: 2026-07-20|url: ':sections[1:]/x-:month.html'",
            "https://tide.example/sea/x-07.html",
        ),
        ("content/posts/d.md", r"date: 2026-07-21|url: '/n/a\:year:day/'", "https://tide.example/n/a:year21/"),
        ("content/posts/e.md", "date: 2026-07-22|url: /:nothing/e", "https://tide.example/:nothing/e/"),
    ];
    check(&[("hugo.toml", "baseURL = 'https://tide.example/'\n")], "content", &posts);
    let posts = [
        ("_posts/2026-07-18-a.md", "permalink: ':year/:title/'", "https://tide.example/2026/a/"),
        ("_posts/2026-07-19-b.md", "permalink: ':year/:title/'", "https://tide.example/2026/b/"),
        ("_posts/2026-07-20-c.md", "permalink: pretty", "https://tide.example/2026/07/20/c/"),
        ("_posts/2026-07-21-d.md", "permalink: pretty", "https://tide.example/2026/07/21/d/"),
        ("about/us.md", "date: 2026-07-22|permalink: /x/:basename/", "https://tide.example/x/us/"),
    ];
    check(&[("_config.yml", "url: https://tide.example\n")], ".", &posts);
    // The user says of which site it is. A pattern is no address that two articles share.
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[[input]]\npath = \"_posts\"\nbase_url = \"https://tide.example/\"\n");
    scratch.file("_config.yml", "title: The Tide\n");
    for name in ["a", "b"] {
        let text = format!("---\ntitle: {name}\npermalink: /:year/:title/\n---\nText.\n");
        scratch.file(&format!("_posts/2026-07-18-{name}.md"), text);
    }
    publish(&scratch, &[]);
    let found = addresses(&scratch);
    assert_eq!((&*found["a"], &*found["b"]), ("https://tide.example/2026/a/", "https://tide.example/2026/b/"));
    let posts = [("a.md", "date: 2026-07-18|permalink: /:year/:title/", "https://feeds.example.org/")];
    check(&[], ".", &posts);
}
