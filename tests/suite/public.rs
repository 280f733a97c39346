//! What is not public is never published, in whatever way its collection says so; what is public is; and `where`.

mod filter;
mod over;

use feedmill::internal::load::{Field, Fields};
use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::run::Scratch;

/// An article with these members besides its title, its address and its date.
fn article(title: &str, members: &Value) -> Value {
    let mut article =
        json!({"title": title, "url": format!("https://q.example/{title}"), "date": "2026-07-02T10:00:00Z"});
    article.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    article
}

/// The titles of the feed of all articles, sorted.
fn titles(scratch: &Scratch) -> Vec<String> {
    let mut titles: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect();
    titles.sort_unstable();
    titles
}

/// Publishes articles of which those called `Kept …` must not be published, and all others must.
#[track_caller]
fn check(name: &str, text: &str, kept: usize) -> Value {
    let scratch = Scratch::new();
    scratch.file(name, text);
    let report = scratch.build(&[name, "--limit", "5000"]).report();
    let wrong: Vec<String> = titles(&scratch).into_iter().filter(|title| title.starts_with("Kept")).collect();
    assert!(wrong.is_empty(), "published: {wrong:?}");
    let counts = &report["generated"]["articles"];
    assert_eq!(
        counts["unpublished"].as_u64().unwrap_or(0),
        kept as u64,
        "of {} published: {:?}",
        counts["accepted"],
        titles(&scratch)
    );
    assert_eq!(counts["rejected"], 0, "{report}");
    report
}

fn check_json(articles: &[Value]) -> Value {
    let kept = articles.iter().filter(|article| article["title"].as_str().unwrap().starts_with("Kept")).count();
    check("a.json", &json!(articles).to_string(), kept)
}

/// Puts a value where a path leads.
fn put(record: &mut Value, path: &str, value: Value) {
    let mut place = record;
    for name in path.split('.') {
        place = &mut place[name];
    }
    *place = value;
}

#[test]
fn each_name_of_a_status_keeps_articles_back() {
    let fields = Fields::usual();
    let said = [json!(true), json!(false), json!("draft"), json!("nav_menu_item"), json!("blogger#page")];
    let silent = [json!(null), json!(""), json!([])];
    // These say it together with others.
    let others = ["to", "cc", "spoiler_text", "reblogs_count", "favourites_count", "attributedTo"];
    let names: Vec<&str> = fields.paths(Field::Draft).filter(|name| !others.contains(name)).collect();
    assert!(names.len() > 90);
    let scratch = Scratch::new();
    let mut lines = Vec::new();
    for name in &names {
        for (n, value) in said.iter().chain(&silent).enumerate() {
            let mut row = article(&format!("{name}-{n}"), &json!({}));
            put(&mut row, name, value.clone());
            lines.push(row.to_string());
        }
    }
    scratch.file("a.jsonl", lines.join("\n"));
    scratch.build(&["a.jsonl", "--limit", "5000"]);
    let shown = titles(&scratch);
    for name in names {
        let is_shown = |n: usize| shown.contains(&format!("{name}-{n}"));
        assert!((0..said.len()).any(|n| !is_shown(n)), "{name} keeps nothing back");
        assert!((said.len()..said.len() + silent.len()).all(is_shown), "{name} keeps back what it says nothing of");
    }
}

#[test]
fn flags_states_and_nested_values_say_no() {
    check_json(&[
        article("Kept 1", &json!({"isPublished": "false"})),
        article("Kept 2", &json!({"Is-Private": 1})),
        article("Kept 3", &json!({"status": {"name": "Draft"}})),
        article("Kept 4", &json!({"status": ["draft"]})),
        article("Kept 5", &json!({"status": {"rendered": "pending"}})),
        article("Kept 6", &json!({"state": {"id": 4, "label": "In review"}})),
        article("Kept 7", &json!({"workflowState": "NEEDS_REVIEW"})),
        article("Kept 8", &json!({"status": "published", "draft": true})),
        article("Kept 9", &json!({"status": 0})),
        article("Kept 10", &json!({"status": false})),
        article("Kept 11", &json!({"state": -2})),
        article("Kept 12", &json!({"visibility": "unlisted"})),
        article("Kept 13", &json!({"post_password": "x"})),
        article("Kept 14", &json!({"deletedAt": {"$date": "2026-07-01T00:00:00Z"}})),
        article("Kept 15", &json!({"is_deleted": "t"})),
        article("Kept 16", &json!({"status": "Entwurf"})),
        article("Kept 17", &json!({"embargoed": true})),
        article("Kept 18", &json!({"post_type": "attachment", "post_status": "inherit"})),
        article("Kept 19", &json!({"pubStatus": "stat:withheld"})),
        article("Public", &json!({})),
    ]);
}

#[test]
fn what_only_looks_like_a_status_keeps_nothing_back() {
    let report = check_json(&[
        article("HTTP", &json!({"status": 200})),
        article("HTTP error", &json!({"status": "404"})),
        article("One", &json!({"status": 1, "visibility": "public"})),
        article("Region", &json!({"state": "Ohio"})),
        article("Code", &json!({"state": "OH"})),
        article("Sentence", &json!({"status": "It was corrected by our staff on Friday."})),
        article("Zero", &json!({"deleted_at": "0000-00-00 00:00:00"})),
        article("Go", &json!({"deleted_at": "0001-01-01T00:00:00Z", "unpublish_at": "0001-01-01T00:00:00Z"})),
        article("Mail", &json!({"to": "ana@example.org", "cc": ["li@example.org"]})),
        article("Tags", &json!({"tags": ["draft", "hidden"], "category": "private"})),
        article("Empty", &json!({"status": {}, "state": [], "draft": null, "visibility": ""})),
        article("Null", &json!({"published_at": null, "created_at": "2026-07-01"})),
        article("Fog", &json!({"visibility": "10 km"})),
        article("Kind", &json!({"kind": "page", "type": "draft beer"})),
    ]);
    let is_said = |warning: &&Value| warning["code"] == "unknown-status";
    assert_eq!(report["warnings"].as_array().unwrap().iter().filter(is_said).count(), 0, "{report}");
}

#[test]
fn a_word_that_nobody_knows_is_named_once_and_its_articles_are_published() {
    let report = check_json(&[
        article("A", &json!({"status": "open"})),
        article("B", &json!({"status": "open"})),
        article("C", &json!({"status": "Limbo"})),
        article("D", &json!({"state": "in_limbo"})),
        article("Kept", &json!({"status": "in_limbo", "created_at": "2026-07-01", "published_at": null})),
    ]);
    let warnings = report["warnings"].as_array().unwrap();
    let said = warnings.iter().filter(|warning| warning["code"] == "unknown-status");
    let said: Vec<&str> = said.map(|warning| warning["message"].as_str().unwrap()).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().any(|message| message.starts_with("status: \"open\"")), "{said:?}");
    // However many there are.
    let many: Vec<Value> =
        (0..500).map(|n| article(&format!("N{n}"), &json!({"status": format!("word{n}")}))).collect();
    let report = check_json(&many);
    assert!(report["warnings"].as_array().unwrap().len() < 50);
}

#[test]
fn what_stands_around_an_article_counts_too() {
    check(
        "a.json",
        &json!({"data": [
            {"id": 1, "status": "draft", "attributes": article("Kept 1", &json!({}))},
            {"id": 2, "status": "live", "attributes": article("Kept 2", &json!({"status": "draft"}))},
            {"id": 3, "status": "live", "attributes": article("Public", &json!({"status": "live"}))},
        ]})
        .to_string(),
        2,
    );
}

#[test]
fn tables_and_front_matter_say_it_as_well() {
    check(
        "a.csv",
        "Title,URL,Date,Status,Is Deleted\nKept 1,https://q.example/1,2026-07-01,Draft,\nKept 2,https://q.example/2,2026-07-01,,TRUE\n\
         Public,https://q.example/3,2026-07-01,Published,FALSE\n",
        2,
    );
    for (n, matter) in [
        "---\ntitle: Kept\ndate: 2026-07-01\npublish: false\n---\n",
        "---\ntitle: Kept\ndate: 2026-07-01\nisDraft: yes\n---\n",
        "---\ntitle: Kept\ndate: 2026-07-01\nstatus:\n  name: hidden\n---\n",
        "---\ntitle: Kept\ndate: 2026-07-01\nvisibility: [private]\n---\n",
        "+++\ntitle = \"Kept\"\ndate = 2026-07-01\nunlisted = true\n+++\n",
        "+++\ntitle = \"Kept\"\ndate = 2026-07-01\n[extra]\ndraft = true\n+++\n",
        "{\"title\": \"Kept\", \"date\": \"2026-07-01\", \"is_published\": false}\n\n",
    ]
    .iter()
    .enumerate()
    {
        let scratch = Scratch::new();
        scratch.file("s/kept.md", format!("{matter}Text.\n"));
        scratch.file("s/public.md", "---\ntitle: Public\ndate: 2026-07-01\nstatus: published\n---\nText.\n");
        let report = scratch.build(&["s"]).report();
        assert_eq!(titles(&scratch), ["Public"], "{n}");
        assert_eq!(report["generated"]["articles"]["unpublished"], 1, "{n}");
    }
}

#[test]
fn exports_of_wordpress_hold_more_than_public_posts() {
    let item = |title: &str, inside: &str| {
        format!(
            "<item><title>{title}</title><link>https://q.example/{title}</link><pubDate>Thu, 02 Jul 2026 10:00:00 +0000</pubDate>{inside}</item>"
        )
    };
    let of = |status: &str, kind: &str| {
        format!("<wp:status><![CDATA[{status}]]></wp:status><wp:post_type>{kind}</wp:post_type>")
    };
    let items = [
        item("Public1", &of("publish", "post")),
        item("Public2", &(of("publish", "recipe") + "<wp:post_password></wp:post_password>")),
        item(
            "Public3",
            &(of("publish", "post") + "<wp:comment><wp:comment_approved>0</wp:comment_approved></wp:comment>"),
        ),
        item("Kept1", &of("draft", "post")),
        item("Kept2", &of("trash", "post")),
        item("Kept3", &of("inherit", "attachment")),
        item("Kept4", &of("publish", "nav_menu_item")),
        item("Kept5", &of("publish", "page")),
        item("Kept6", &(of("publish", "post") + "<wp:post_password>x</wp:post_password>")),
        item("Kept7", "<draft>true</draft>"),
    ];
    let feed = format!(
        "<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Q</title><link>https://q.example/</link><description/>{}</channel></rss>",
        items.concat()
    );
    check("a.xml", &feed, 7);
}

#[test]
fn exports_of_blogger_hold_more_than_public_posts() {
    let entry = |title: &str, inside: &str| {
        format!(
            "<entry><id>tag:q,{title}</id><title>{title}</title><link href=\"https://q.example/{title}\"/>\
             <updated>2026-07-02T10:00:00Z</updated><published>2026-07-02T10:00:00Z</published>{inside}</entry>"
        )
    };
    let kind = |kind: &str| {
        format!(
            "<category scheme=\"http://schemas.google.com/g/2005#kind\" term=\"http://schemas.google.com/blogger/2008/kind#{kind}\"/>"
        )
    };
    let draft = "<app:control><app:draft>yes</app:draft></app:control>";
    let entries = [
        entry("Public1", &(kind("post") + "<category scheme=\"http://www.blogger.com/atom/ns#\" term=\"Garden\"/>")),
        entry("Public2", "<app:control><app:draft>no</app:draft></app:control>"),
        entry("Public3", "<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><blogger:trashed/>"),
        entry("Kept1", &kind("comment")),
        entry("Kept2", &kind("settings")),
        entry("Kept3", &kind("page")),
        entry("Kept4", &(kind("post") + draft)),
        entry("Kept5", "<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status>"),
        entry("Kept6", "<blogger:type>POST</blogger:type><blogger:status>SOFT_TRASHED</blogger:status>"),
    ];
    let feed = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:app=\"http://www.w3.org/2007/app\" xmlns:blogger=\"http://schemas.google.com/blogger/2018\">\
         <id>urn:q</id><title>Q</title><updated>2026-07-02T10:00:00Z</updated>{}</feed>",
        entries.concat()
    );
    let scratch = Scratch::new();
    scratch.file("a.xml", &feed);
    scratch.build(&["a.xml"]);
    assert!(scratch.path().join("out/tags/garden").is_dir());
    let tags = std::fs::read_dir(scratch.path().join("out/tags")).unwrap();
    let count = tags.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(count, 1, "the kind is no tag");
    check("a.xml", &feed, 6);
}

#[test]
fn posts_of_the_fediverse_are_public_if_they_are_addressed_to_the_public() {
    const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
    let note = |title: &str, to: Value, cc: Value| {
        let members = json!({"type": "Note", "attributedTo": "https://q.example/ana", "to": to, "cc": cc});
        article(title, &members)
    };
    let followers = "https://q.example/ana/followers";
    check_json(&[
        note("Public", json!([PUBLIC]), json!([followers])),
        note("Quiet", json!([followers]), json!([PUBLIC])),
        note("Short", json!("as:Public"), json!([])),
        note("Kept 1", json!([followers]), json!([])),
        note("Kept 2", json!("https://q.example/li"), json!([])),
        article("Status", &json!({"visibility": "unlisted", "spoiler_text": "", "reblogs_count": 0})),
        article("Kept 3", &json!({"visibility": "direct", "spoiler_text": "", "reblogs_count": 0})),
        article("Kept 4", &json!({"visibility": "private", "spoiler_text": "", "reblogs_count": 0})),
    ]);
}

/// A collection that is looked at again and again.
struct Clock {
    scratch: Scratch,
    file: config::File,
}

impl Clock {
    fn new(articles: &[Value]) -> Self {
        let scratch = Scratch::new();
        let mut file = config::File::default();
        file.output.dir = Some(scratch.path().join("out"));
        let clock = Self { scratch, file };
        clock.write(articles);
        clock
    }

    fn write(&self, articles: &[Value]) {
        self.scratch.file("a.json", json!(articles).to_string());
    }

    fn run(&self, now: &str) -> Report {
        let as_of = Some("2026-07-01T00:00:00Z".parse().unwrap());
        let config = self.file.clone().resolve(vec![self.scratch.path().join("a.json")], None, as_of);
        site::build(&config, &site::Run::at(now.parse().unwrap())).unwrap()
    }

    fn titles(&self) -> Vec<String> {
        titles(&self.scratch)
    }
}

#[test]
fn an_article_waits_for_the_last_date_from_which_on_it_is_public() {
    let clock = Clock::new(&[
        article("a", &json!({})),
        article("b", &json!({"publishDate": "2026-07-15T12:00:00Z"})),
        article("c", &json!({"publishDate": "2026-07-03", "embargo_until": "2026-07-16T12:00:00Z"})),
        article("d", &json!({"scheduled_at": null, "embargo": "2026-07-01"})),
        json!({"title": "e", "url": "https://q.example/e", "publishDate": "2026-07-05"}),
    ]);
    let report = clock.run("2026-07-10T12:00:00Z");
    assert_eq!(clock.titles(), ["a", "d", "e"]);
    assert_eq!((report.articles.held, report.articles.unpublished), (2, 0));
    assert!(clock.run("2026-07-15T11:59:59Z").idle);
    clock.run("2026-07-15T12:00:00Z");
    assert_eq!(clock.titles(), ["a", "b", "d", "e"]);
    assert!(clock.run("2026-07-16T11:59:59Z").idle);
    assert_eq!(clock.run("2026-07-16T12:00:00Z").articles.held, 0);
    assert_eq!(clock.titles(), ["a", "b", "c", "d", "e"]);
    let of_c = clock.scratch.atom().entries().iter().find(|entry| entry.title().as_str() == "c").unwrap().clone();
    assert_eq!(of_c.published().unwrap().to_rfc3339(), "2026-07-02T10:00:00+00:00");
}

#[test]
fn an_embargo_takes_out_what_was_published_and_it_comes_back_as_the_same_article() {
    let clock = Clock::new(&[article("a", &json!({})), article("b", &json!({}))]);
    clock.run("2026-07-10T12:00:00Z");
    let before = clock.scratch.atom();
    clock.write(&[article("a", &json!({})), article("b", &json!({"embargo_until": "2026-07-20T12:00:00Z"}))]);
    clock.run("2026-07-11T12:00:00Z");
    assert_eq!(clock.titles(), ["a"]);
    clock.run("2026-07-20T12:00:00Z");
    assert_eq!(clock.titles(), ["a", "b"]);
    assert_eq!(before.entries(), clock.scratch.atom().entries());
}

#[test]
fn a_row_that_is_thrown_away_takes_back_what_was_published_of_it() {
    let clock = Clock::new(&[article("a", &json!({})), article("b", &json!({})), article("c", &json!({}))]);
    clock.run("2026-07-10T12:00:00Z");
    assert_eq!(clock.titles(), ["a", "b", "c"]);
    let thrown = [
        article("a", &json!({})),
        article("b", &json!({"deleted_at": "2026-07-11T00:00:00Z"})),
        article("c", &json!({"status": "trash"})),
        // Another row of the same article is public.
        article("a", &json!({"is_deleted": true, "content": "Once more."})),
        article("never published", &json!({"is_deleted": true})),
    ];
    clock.write(&thrown);
    for now in ["2026-07-12T12:00:00Z", "2026-07-13T12:00:00Z"] {
        let report = clock.run(now);
        assert_eq!(clock.titles(), ["a"], "{now}");
        assert_eq!(report.articles.unpublished, 4);
        let atom = String::from_utf8(clock.scratch.published("atom.xml")).unwrap();
        assert_eq!(atom.matches("<at:deleted-entry").count(), 2, "{atom}");
    }
    // It is taken out of the bin.
    let mut restored = thrown.clone();
    restored[1] = article("b", &json!({"deleted_at": null}));
    clock.write(&restored);
    clock.run("2026-07-14T12:00:00Z");
    assert_eq!(clock.titles(), ["a", "b"]);
}
