//! Addresses of articles that do not say them: made of a pattern, or as the settings of a site generator say.

mod sites;

use std::collections::BTreeMap;

use crate::run::{Scratch, finish};

/// The addresses of all articles by their titles.
fn addresses(scratch: &Scratch) -> BTreeMap<String, String> {
    let feed = scratch.atom();
    let one = |entry: &atom_syndication::Entry| {
        let link = entry.links.iter().find(|link| link.rel == "alternate");
        (entry.title.value.clone(), link.map(|link| link.href.clone()).unwrap_or_default())
    };
    feed.entries.iter().map(one).collect()
}

/// Publishes what is there, and says what the report says.
fn publish(scratch: &Scratch, args: &[&str]) -> String {
    let fixed = ["build", "-o", "out", "--base-url", "https://feeds.example.org/", "--as-of", "2026-11-12T09:00:00Z"];
    // What has no address leads to the top then.
    let said = finish(scratch.command(&[&fixed[..], &["--articles", "none"], args].concat()));
    assert_eq!(said.code, 0, "{said:?}");
    format!("{}{}", said.stdout, said.stderr)
}

/// Checks that each file, of which the path and the text are given, has an address.
#[track_caller]
fn check(settings: &[(&str, &str)], input: &str, posts: &[(&str, &str, &str)]) {
    let scratch = Scratch::new();
    for (path, text) in settings {
        scratch.file(path, *text);
    }
    for (nth, (path, text, _)) in posts.iter().enumerate() {
        let text = text.replace("---\n", "").replace('|', "\n");
        let title = if text.contains("title:") { String::new() } else { format!("title: T{nth}\n") };
        scratch.file(path, format!("---\n{title}{text}\n---\nText {nth}.\n"));
    }
    publish(&scratch, &[input]);
    let found = addresses(&scratch);
    let mut wrong = Vec::new();
    for (nth, (path, text, wanted)) in posts.iter().enumerate() {
        let title =
            text.split('|').find_map(|line| line.strip_prefix("title: ")).map_or(format!("T{nth}"), str::to_owned);
        let is = found.get(&title).map(String::as_str);
        if is != Some(wanted) {
            wrong.push(format!("{path}: {is:?}, wanted {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn jekyll() {
    let posts = [
        ("_posts/2026-07-18-the-Ferry.md", "x: 1", "https://tide.example/2026/07/18/the-Ferry.html"),
        (
            "_posts/2026-07-19-渡し 船.md",
            "categories: News Local",
            "https://tide.example/news/local/2026/07/19/%E6%B8%A1%E3%81%97-%E8%88%B9.html",
        ),
        ("_posts/2026-07-20-a.md", "slug: b|date: 2026-08-01 10:00:00", "https://tide.example/2026/08/01/b.html"),
        ("sea/_posts/2026-07-21-c.md", "category: boats", "https://tide.example/sea/boats/2026/07/21/c.html"),
        ("_posts/2026-07-22-d.md", "permalink: /own/:slug/", "https://tide.example/own/d/"),
        ("_posts/2026-07-23-e.md", "permalink: pretty", "https://tide.example/2026/07/23/e/"),
        ("_posts/2026-07-24-f.md", "permalink: /f.html", "https://tide.example/f.html"),
    ];
    check(&[("_config.yml", "url: https://tide.example\ntitle: The Tide\n")], ".", &posts);
    check(&[("_config.yml", "url: https://tide.example\ntitle: The Tide\n")], "./", &posts);
    let post = |wanted| [("_posts/2026-01-05-The-ferry.md", "category: Sea", wanted)];
    for (settings, wanted) in [
        ("permalink: pretty", "https://tide.example/sea/2026/01/05/The-ferry/"),
        ("permalink: ordinal", "https://tide.example/sea/2026/005/The-ferry.html"),
        ("permalink: none", "https://tide.example/sea/The-ferry.html"),
        ("permalink: /blog/:year/:i_month/:i_day/:slug", "https://tide.example/blog/2026/1/5/the-ferry"),
        ("collections: {posts: {permalink: '/n/:title/'}}", "https://tide.example/n/The-ferry/"),
        ("baseurl: /b", "https://tide.example/b/sea/2026/01/05/The-ferry.html"),
        ("baseurl: b/\npermalink: /:title:output_ext", "https://tide.example/b/The-ferry.html"),
        (
            "defaults:\n- scope: {path: \"\", type: posts}\n  values: {permalink: \"/p/:title/\"}",
            "https://tide.example/p/The-ferry/",
        ),
        (
            "defaults:\n- scope: {path: _drafts}\n  values: {permalink: \"/p/:title/\"}",
            "https://tide.example/sea/2026/01/05/The-ferry.html",
        ),
    ] {
        let settings = format!("{settings}\nurl: https://tide.example/\n");
        check(&[("_config.yml", &settings)], "_posts", &post(wanted));
    }
    let settings = "url: https://tide.example\ncollections:\n  boats:\n    permalink: /fleet/:name/\n  crews: {}\n";
    check(
        &[("_config.yml", settings)],
        ".",
        &[
            ("_boats/Anna Maria.md", "date: 2026-01-02", "https://tide.example/fleet/anna-maria/"),
            ("_crews/north/ana.md", "date: 2026-01-02", "https://tide.example/crews/north/ana.html"),
        ],
    );
    check(
        &[("_config.yml", "title: T\n"), ("CNAME", "tide.example\n")],
        "_posts",
        &post("https://tide.example/sea/2026/01/05/The-ferry.html"),
    );
}

#[test]
fn hexo() {
    let settings =
        "url: https://tide.example/b\nroot: /b/\npermalink: :year/:month/:day/:title/\nnew_post_name: :title.md\n";
    check(
        &[("_config.yml", settings)],
        "source/_posts",
        &[
            (
                "source/_posts/The Ferry.md",
                "date: 2026-07-18 10:00:00",
                "https://tide.example/b/2026/07/18/The%20Ferry/",
            ),
            ("source/_posts/sea/boat.md", "date: 2026-07-19", "https://tide.example/b/2026/07/19/sea/boat/"),
            ("source/_posts/x.md", "date: 2026-07-20|permalink: own/way/", "https://tide.example/b/own/way/"),
        ],
    );
    check(
        &[("_config.yml", "url: https://tide.example\nroot: /\npermalink: posts/:category/:name.html\n")],
        ".",
        &[
            (
                "source/_posts/a/b.md",
                "date: 2026-07-18|categories: [Sea, Big Boats]",
                "https://tide.example/posts/Sea/Big-Boats/b.html",
            ),
            ("source/_posts/c.md", "date: 2026-07-18", "https://tide.example/posts/uncategorized/c.html"),
        ],
    );
}

#[test]
fn jekyll_without_settings() {
    let posts = [
        ("_posts/2026-07-18-the-ferry.md", "x: 1", "https://tide.example/2026/07/18/the-ferry.html"),
        ("_posts/2026-07-20-a.md", "permalink: /a/", "https://tide.example/a/"),
    ];
    check(&[("CNAME", "tide.example\n"), ("_layouts/post.html", "{{ content }}")], ".", &posts);
    // Nothing says that Jekyll makes it.
    let posts = [("_posts/2026-07-18-the-ferry.md", "x: 1", "https://feeds.example.org/")];
    check(&[("CNAME", "tide.example\n")], ".", &posts);
}

#[test]
fn hugo() {
    let posts = [
        ("content/posts/The Ferry.md", "date: 2026-07-18", "https://tide.example/posts/the-ferry/"),
        ("content/posts/boat/index.md", "date: 2026-07-19", "https://tide.example/posts/boat/"),
        ("content/posts/2026-07-20-crane.md", "date: 2026-07-20", "https://tide.example/posts/2026-07-20-crane/"),
        ("content/posts/d.md", "date: 2026-07-21|slug: own", "https://tide.example/posts/own/"),
        ("content/posts/e.md", "date: 2026-07-22|url: /own/e.html", "https://tide.example/own/e.html"),
        ("content/posts/i.md", "date: 2026-07-26|url: own/i", "https://tide.example/own/i/"),
        ("content/posts/f.fr.md", "date: 2026-07-23", "https://tide.example/fr/posts/f/"),
        ("content/news/sea/g.md", "date: 2026-07-24", "https://tide.example/news/sea/g/"),
        ("content/h.md", "date: 2026-07-25", "https://tide.example/h/"),
    ];
    check(&[("hugo.toml", "baseURL = 'https://tide.example/'\ntitle = 'T'\n")], "content", &posts);
    check(&[("config.yaml", "baseurl: https://tide.example\ntitle: T\n")], ".", &posts);
    check(&[("config/_default/config.toml", "baseURL = 'https://tide.example/'\n")], "content", &posts);
    for (settings, wanted) in [
        ("[permalinks]\nposts = '/:year/:month/:title/'", "https://tide.example/2026/07/the-ferry-c++/"),
        ("[permalinks.page]\nposts = '/:section/:year/:slug'", "https://tide.example/posts/2026/the-ferry-c++/"),
        ("[permalinks]\nposts = '/:sections[1:]/:slugorcontentbasename'", "https://tide.example/sea/boat/"),
        ("uglyURLs = true", "https://tide.example/posts/sea/boat.html"),
    ] {
        let settings = format!("baseURL = 'https://tide.example/'\n{settings}\n");
        check(
            &[("hugo.toml", &settings)],
            "content/posts",
            &[(
                "content/posts/sea/boat.md",
                "title: The Ferry: C++|date: 2026-07-18".replace("Ferry: ", "Ferry ").as_str(),
                wanted,
            )],
        );
    }
    check(
        &[
            ("config.toml", "baseURL = 'https://tide.example/'\n"),
            ("config/_default/permalinks.toml", "posts = '/p/:filename/'\n"),
        ],
        "content",
        &[("content/posts/a.md", "date: 2026-07-18", "https://tide.example/p/a/")],
    );
}

#[test]
fn zola() {
    check(
        &[("config.toml", "base_url = 'https://tide.example'\ntitle = 'T'\n")],
        "content",
        &[
            ("content/blog/2026-07-18-The Ferry.md", "x: 1", "https://tide.example/blog/the-ferry/"),
            ("content/blog/2026-07-19_boat/index.md", "x: 1", "https://tide.example/blog/boat/"),
            ("content/blog/Ærø's crane.md", "date: 2026-07-20", "https://tide.example/blog/aero-s-crane/"),
            ("content/blog/d.md", "date: 2026-07-20|slug: own", "https://tide.example/blog/own/"),
            ("content/blog/e.md", "date: 2026-07-20|path: /a/b", "https://tide.example/a/b/"),
            ("content/blog/f.fr.md", "date: 2026-07-20", "https://tide.example/fr/blog/f/"),
        ],
    );
    check(
        &[("zola.toml", "base_url = 'https://tide.example/b/'\n[slugify]\npaths = 'safe'\n")],
        "content",
        &[("content/Blog/Ærø.md", "date: 2026-07-20", "https://tide.example/b/Blog/%C3%86r%C3%B8/")],
    );
}

#[test]
fn pelican() {
    let of = |settings: &str, wanted: &str| {
        check(
            &[("pelicanconf.py", settings), ("publishconf.py", "import os\nSITEURL = 'https://tide.example'\n")],
            "content",
            &[("content/Sea/a.md", "title: It's the Ærø ferry!|date: 2026-07-18 10:30", wanted)],
        );
    };
    of("SITEURL = ''\nPATH = 'content'\n", "https://tide.example/its-the-aero-ferry.html");
    of(
        "PATH = 'content'\nARTICLE_URL = 'p/{date:%Y}/{date:%m}/{slug}/'  # as before\n",
        "https://tide.example/p/2026/07/its-the-aero-ferry/",
    );
    of("ARTICLE_URL = \"{category}/{slug}\"\nPATH = \"content\"\n", "https://tide.example/sea/its-the-aero-ferry");
    of("SLUGIFY_SOURCE = 'basename'\n", "https://tide.example/a.html");
    // What is computed is not known: no address is made, and the entry leads to its page here.
    of("ARTICLE_URL = SOMETHING + 'x'\n", "https://feeds.example.org/");
}

#[test]
fn a_pattern_of_the_configuration() {
    let scratch = Scratch::new();
    let config = |url: &str| {
        scratch.file("feedmill.toml", format!("[[input]]\npath = \"p\"\nurl = \"{url}\"\n"));
    };
    scratch.file(
        "p/2026-07-18-the-ferry.md",
        "---\ntitle: The Ferry, again\ncategory: Big Boats\nno: 7\n---\nAt seven.\n",
    );
    scratch.file("p/sea/boat/index.md", "---\ntitle: Boat\ndate: 2026-07-19T20:30:00Z\nslug: own\n---\n![B](b.png)\n");
    scratch.file("p/r.json", r#"[{"id": 3, "title": "Row", "date": "2026-07-20", "no": 8, "kind": {"of": "x y"}}, {"id": 4, "title": "Has one", "url": "https://a.example/1"}]"#);
    for (url, ferry, boat, row) in [
        ("https://b.example/{year}/{month}/{day}/{slug}/", "2026/07/18/the-ferry/", "2026/07/19/own/", ""),
        ("https://b.example/{path}.html", "2026-07-18-the-ferry.html", "sea/boat.html", ""),
        ("https://b.example/{category}/{title}", "big-boats/the-ferry-again", "", ""),
        ("https://b.example/{date}-{no}", "2026-07-18-7", "", "2026-07-20-8"),
        ("https://b.example/{date:%y%j}/{title}", "26199/the-ferry-again", "26200/boat", "26201/row"),
        ("https://b.example/{kind.of}?id={id}", "", "", "x%20y?id=3"),
        (
            "https://b.example/{year}/{hour}{minute}-{title}",
            "2026/0000-the-ferry-again",
            "2026/2030-boat",
            "2026/0000-row",
        ),
    ] {
        config(url);
        let said = publish(&scratch, &[]);
        let found = addresses(&scratch);
        for (title, wanted) in [("The Ferry, again", ferry), ("Boat", boat), ("Row", row)] {
            let is = found[title].strip_prefix("https://b.example/").unwrap_or_default();
            assert_eq!(is, wanted, "{url}: {title}: {said}");
        }
        assert_eq!(found["Has one"], "https://a.example/1");
        assert_eq!(said.contains("no-address"), [ferry, boat, row].contains(&""), "{said}");
    }
    config("https://b.example/{yaer}/{title}");
    assert!(publish(&scratch, &[]).contains("{yaer} of `url` stands for nothing that the article has (did you mean {year}?); published without an address (3 articles)"));
    for (url, wanted) in [
        ("/{slug}", "is no pattern of addresses"),
        ("https://b.example/{slug", "a brace is not closed"),
        ("https://b.example/a", "is one address for all articles"),
        ("https://b.example/{date:%Q}", "cannot be written"),
    ] {
        config(url);
        let said = finish(scratch.command(&["build", "-o", "out"]));
        assert!(said.code == 2 && said.stderr.contains(wanted) && said.stderr.contains("feedmill.toml:3:"), "{said:?}");
    }
}

#[test]
fn an_article_keeps_its_id_when_it_gains_an_address_and_when_that_changes() {
    let scratch = Scratch::new();
    scratch.file("_posts/2026-07-18-the-ferry.md", "---\ntitle: The Ferry\npermalink: /own/\n---\nAt seven.\n");
    scratch.file("_posts/2026-07-19-boat.md", "---\ntitle: Boat\n---\nAt eight.\n");
    let ids = || scratch.atom().entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
    publish(&scratch, &["_posts"]);
    let before = ids();
    scratch.file("_config.yml", "url: https://tide.example\n");
    publish(&scratch, &["_posts"]);
    assert_eq!(addresses(&scratch)["The Ferry"], "https://tide.example/own/");
    assert_eq!(ids(), before);
    scratch.file("_config.yml", "url: https://other.example\ntitle: The Tide\npermalink: pretty\n");
    publish(&scratch, &["_posts"]);
    assert_eq!(addresses(&scratch)["Boat"], "https://other.example/2026/07/19/boat/");
    assert_eq!(ids(), before);
    scratch.file("feedmill.toml", "[[input]]\npath = \"_posts\"\nurl = \"https://third.example/{slug}\"\n");
    publish(&scratch, &[]);
    assert_eq!(addresses(&scratch)["Boat"], "https://third.example/boat");
    assert_eq!(ids(), before);
}

#[test]
fn what_the_user_says_wins_and_the_report_says_what_was_read() {
    let scratch = Scratch::new();
    scratch.file("blog/_config.yml", "url: https://tide.example\ntitle: The Tide\n");
    scratch.file(
        "blog/_posts/2026-07-18-the-ferry.md",
        "---\ntitle: The Ferry\n---\n![Quay](/quay.jpg) {{ site.title }}\n",
    );
    scratch.file("blog/_posts/2026-07-19-link.md", "---\ntitle: Link\nlink: https://else.example/1\n---\nText.\n");
    let said = publish(&scratch, &["blog/_posts"]);
    assert!(said.contains("read permalinks and title of _config.yml (Jekyll), of https://tide.example/"), "{said}");
    assert_eq!(addresses(&scratch)["Link"], "https://else.example/1");
    assert!(scratch.path().join("out/sources/the-tide").is_dir());
    scratch.file(
        "feedmill.toml",
        "[[input]]\npath = \"blog\"\nbase_url = \"https://mine.example/b/\"\nsource = \"Mine\"\n",
    );
    publish(&scratch, &[]);
    assert_eq!(addresses(&scratch)["The Ferry"], "https://mine.example/b/2026/07/18/the-ferry.html");
    assert!(scratch.path().join("out/sources/mine").is_dir());
}

#[test]
fn settings_are_inputs_too_and_end_at_a_repository() {
    let scratch = Scratch::new();
    scratch.file("_config.yml", "url: https://outer.example\n");
    scratch.file("r/_posts/2026-07-18-the-ferry.md", "---\ntitle: The Ferry\n---\nText.\n");
    publish(&scratch, &["r/_posts"]);
    assert_eq!(addresses(&scratch)["The Ferry"], "https://outer.example/r/2026/07/18/the-ferry.html");
    scratch.file("r/.git/HEAD", "ref: x");
    publish(&scratch, &["r/_posts"]);
    assert!(addresses(&scratch)["The Ferry"].starts_with("https://feeds.example.org/"));
    scratch.file("r/_config.yml", "url: https://inner.example\n");
    publish(&scratch, &["r/_posts"]);
    assert_eq!(addresses(&scratch)["The Ferry"], "https://inner.example/2026/07/18/the-ferry.html");
    scratch.file("r/_config.yml", "url: https://inner.example\nbroken: [\n");
    publish(&scratch, &["r/_posts"]);
    assert!(addresses(&scratch)["The Ferry"].starts_with("https://feeds.example.org/"));
}
