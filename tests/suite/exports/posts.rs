//! Exports of blogs, readers and networks are read as what they are: posts alone, with the names of their authors, and with
//! what stands for tags, addresses and sources in them.

use serde_json::Value;

use crate::run::Scratch;

/// Publishes one file and gives its items: title, address, tags, authors, summary.
fn items(name: &str, content: &str, args: &[&str]) -> (Vec<Value>, Value) {
    let scratch = Scratch::new();
    scratch.file(name, content);
    let said = scratch.build(&[&[name, "--format", "json"], args].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let feed: Value = serde_json::from_slice(&scratch.published("feed.json")).unwrap();
    (feed["items"].as_array().unwrap().clone(), said.report())
}

fn texts(of: &Value) -> Vec<&str> {
    of.as_array().map_or_else(Vec::new, |list| list.iter().filter_map(Value::as_str).collect())
}

fn authors(item: &Value) -> Vec<&str> {
    item["authors"].as_array().unwrap().iter().filter_map(|author| author["name"].as_str()).collect()
}

const WXR: &str = r#"<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Slipway</title><link>https://slip.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>kb</wp:author_login><wp:author_display_name><![CDATA[Kari Bø]]></wp:author_display_name></wp:author>
<item><title>The hull</title><link>https://slip.example/hull/</link><pubDate>Wed, 01 Jul 2026 10:00:00 +0000</pubDate><dc:creator>kb</dc:creator><guid isPermaLink="false">https://slip.example/?p=5</guid>
<content:encoded><![CDATA[The hull is done.

It took
a year.

[gallery ids="7"]]]></content:encoded><excerpt:encoded>In short.</excerpt:encoded><wp:post_id>5</wp:post_id><wp:post_modified_gmt>2026-07-02 10:00:00</wp:post_modified_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="yard">Yard</category><category domain="post_tag" nicename="oak">Oak</category><category domain="post_format" nicename="aside">Aside</category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta></item>
<item><title>hull.jpg</title><link>https://slip.example/hull/photo/</link><wp:post_id>7</wp:post_id><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type><wp:attachment_url>https://slip.example/files/hull.jpg</wp:attachment_url></item>
<item><title>Someday</title><link>https://slip.example/?p=9</link><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate><wp:post_id>9</wp:post_id><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
</channel></rss>"#;

#[test]
fn wordpress_names_authors_pictures_and_excerpts_elsewhere() {
    let (items, report) = items("slip.xml", WXR, &[]);
    assert_eq!(items.len(), 1, "{report}");
    let hull = &items[0];
    assert_eq!(authors(hull), ["Kari Bø"]);
    assert_eq!(hull["summary"], "In short.");
    assert_eq!(hull["image"], "https://slip.example/files/hull.jpg");
    assert_eq!(texts(&hull["tags"]), ["Oak"]);
    assert_eq!(hull["date_modified"], "2026-07-02T10:00:00Z");
    let html = hull["content_html"].as_str().unwrap();
    assert!(html.contains("<p>The hull is done.</p>") && html.contains("It took<br>"), "{html}");
    assert!(!html.contains("gallery"), "{html}");
    assert_eq!(report["generated"]["articles"]["unpublished"], 2, "{report}");
    // Where nobody uses tags, the categories are what a post is about.
    let (items, _) = self::items("slip.xml", &WXR.replace("domain=\"post_tag\"", "domain=\"category\""), &[]);
    assert_eq!(texts(&items[0]["tags"]), ["Yard", "Oak"]);
    // A category of any other feed is a tag, whatever its domain.
    let plain = "<rss version=\"2.0\"><channel><title>F</title><item><title>A</title><link>https://f.example/a</link>\
        <category domain=\"category\">Yard</category><category>Oak</category></item></channel></rss>";
    let (items, _) = self::items("f.xml", plain, &[]);
    let mut tags = texts(&items[0]["tags"]);
    tags.sort_unstable();
    assert_eq!(tags, ["Oak", "Yard"]);
}

#[test]
fn blogger_says_addresses_as_names_of_files() {
    let entry = |kind: &str, status: &str, title: &str, file: &str| {
        format!(
            "<entry><id>tag:blogger.com,1999:blog-7.post-{title}</id><blogger:type>{kind}</blogger:type>\
             <blogger:status>{status}</blogger:status><author><name>Liv</name></author><title>{title}</title>\
             <content type='html'>&lt;p&gt;Text&lt;/p&gt;</content><published>2026-07-01T17:00:00Z</published>\
             <updated>2026-07-01T17:00:00Z</updated><category scheme='tag:blogger.com,1999:blog-7' term='Fjord'/>\
             <blogger:filename>{file}</blogger:filename><link/></entry>"
        )
    };
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>\
         <id>tag:blogger.com,1999:blog-7</id><title>Fjords</title>{}{}{}{}</feed>",
        entry("POST", "LIVE", "Deep", "/2026/07/deep.html"),
        entry("POST", "DRAFT", "Wide", ""),
        entry("COMMENT", "LIVE", "Nice", ""),
        entry("PAGE", "LIVE", "About", "/p/about.html")
    );
    let scratch = Scratch::new();
    scratch.file("feed.atom", feed);
    scratch.file("feedmill.toml", "[[input]]\npath = \"feed.atom\"\nbase_url = \"https://fjord.example/\"\n");
    scratch.build(&[]);
    let entries = scratch.atom();
    let [deep] = entries.entries() else { panic!("{entries:?}") };
    assert_eq!(deep.links()[0].href(), "https://fjord.example/2026/07/deep.html");
    assert_eq!(deep.categories().iter().map(atom_syndication::Category::term).collect::<Vec<_>>(), ["Fjord"]);
}

const GHOST: &str = r##"{"db":[{"meta":{"version":"5.1"},"data":{
 "posts":[
  {"id":"p1","slug":"net","title":"Net","html":"<p><img src=\"__GHOST_URL__/i/net.png\"> A net.</p>","type":"post","status":"published","visibility":"public","published_at":"2026-07-01T10:00:00.000Z","feature_image":"__GHOST_URL__/i/f.png"},
  {"id":"p2","slug":"about","title":"About","html":"<p>We</p>","type":"page","status":"published","visibility":"public","published_at":"2026-07-01T10:00:00.000Z"},
  {"id":"p3","slug":"paid","title":"Paid","html":"<p>Secret</p>","type":"post","status":"published","visibility":"paid","published_at":"2026-07-01T10:00:00.000Z"}],
 "posts_tags":[{"post_id":"p1","tag_id":"t2","sort_order":1},{"post_id":"p1","tag_id":"t1","sort_order":0},{"post_id":"p1","tag_id":"t3","sort_order":2}],
 "posts_authors":[{"post_id":"p1","author_id":"u1","sort_order":0}],
 "tags":[{"id":"t1","name":"Sea"},{"id":"t2","name":"Twine"},{"id":"t3","name":"#front","visibility":"internal"}],
 "users":[{"id":"u1","name":"Odd","email":"odd@net.example"}],
 "settings":[{"key":"title","value":"Nets"},{"key":"url","value":"https://net.example"}]}}]}"##;

#[test]
fn ghost_keeps_tags_and_authors_in_tables_of_their_own() {
    let (items, report) = items("ghost.json", GHOST, &[]);
    let [net] = items.as_slice() else { panic!("{report}") };
    assert_eq!(net["url"], "https://net.example/net/");
    assert_eq!(texts(&net["tags"]), ["Sea", "Twine"]);
    assert_eq!(authors(net), ["Odd"]);
    assert_eq!(net["image"], "https://net.example/i/f.png");
    assert!(net["content_html"].as_str().unwrap().contains("src=\"https://net.example/i/net.png\""), "{net}");
    assert_eq!(report["generated"]["articles"]["unpublished"], 2, "{report}");
    // Without the address of the site, that of the input counts.
    let scratch = Scratch::new();
    scratch.file("ghost.json", GHOST.replace("\"key\":\"url\"", "\"key\":\"other\""));
    scratch.file("feedmill.toml", "[[input]]\npath = \"ghost.json\"\nbase_url = \"https://moved.example/\"\n");
    scratch.build(&[]);
    assert_eq!(scratch.atom().entries()[0].links()[0].href(), "https://moved.example/net/");
}

#[test]
fn an_outbox_holds_posts_and_shares() {
    let activity = |n: u8, kind: &str, to: &str, object: &str| {
        format!(
            r#"{{"id":"https://m.example/s/{n}/activity","type":"{kind}","actor":"https://m.example/users/siv","published":"2026-07-0{n}T10:00:00Z","to":["{to}"],"cc":[],"object":{object}}}"#
        )
    };
    let note = |n: u8, to: &str| {
        format!(
            r##"{{"id":"https://m.example/s/{n}","type":"Note","published":"2026-07-0{n}T10:00:00Z","url":"https://m.example/@siv/{n}","attributedTo":"https://m.example/users/siv","to":["{to}"],"cc":[],"content":"<p>Post {n} of the day</p>","contentMap":{{"nn":"x"}},"attachment":[{{"type":"Document","mediaType":"image/png","url":"/files/{n}.png"}}],"tag":[{{"type":"Hashtag","name":"#Tide"}},{{"type":"Mention","name":"@bo@x.example"}}]}}"##
        )
    };
    let public = "https://www.w3.org/ns/activitystreams#Public";
    let followers = "https://m.example/users/siv/followers";
    let outbox = format!(
        r#"{{"@context":"https://www.w3.org/ns/activitystreams","type":"OrderedCollection","totalItems":3,"orderedItems":[{},{},{}]}}"#,
        activity(1, "Create", public, &note(1, public)),
        activity(2, "Announce", public, "\"https://elsewhere.example/9\""),
        activity(3, "Create", followers, &note(3, followers))
    );
    let (items, report) = items("outbox.json", &outbox, &[]);
    let [post] = items.as_slice() else { panic!("{report}") };
    assert_eq!((post["url"].as_str(), texts(&post["tags"])), (Some("https://m.example/@siv/1"), vec!["Tide"]));
    assert_eq!((authors(post), post["language"].as_str()), (vec!["siv"], Some("nn")));
    assert_eq!(report["generated"]["articles"]["unpublished"], 2, "{report}");
    // The account beside it, and what it likes, are no articles.
    let scratch = Scratch::new();
    scratch.file("m/outbox.json", &outbox);
    scratch.file("m/actor.json", r#"{"type":"Person","preferredUsername":"siv","name":"Siv","url":"https://m.example/@siv","summary":"<p>I</p>","published":"2020-01-01"}"#);
    scratch.file(
        "m/likes.json",
        r#"{"type":"OrderedCollection","orderedItems":["https://a.example/1","https://a.example/2"]}"#,
    );
    scratch.build(&["m"]);
    assert_eq!(scratch.atom().entries().len(), 1);
}

#[test]
fn lists_of_readers_have_labels_states_and_origins() {
    let list = r#"{"id":"user/12/state/com.google/starred","title":"Starred","updated":1309900000,"items":[
      {"id":"tag:google.com,2005:reader/item/0a","title":"Keel","published":1309700000,"categories":["user/12/state/com.google/read","user/12/label/Boats","wood"],
       "alternate":[{"href":"https://k.example/keel","type":"text/html"}],"content":{"content":"<p>A keel</p>"},"author":"Per",
       "origin":{"streamId":"feed/https://k.example/feed","title":"Keels","htmlUrl":"https://k.example/"}}]}"#;
    let (items, _) = items("starred.json", list, &[]);
    assert_eq!(items[0]["url"], "https://k.example/keel");
    assert_eq!(texts(&items[0]["tags"]), ["Boats", "wood"]);
    assert_eq!(items[0]["date_published"], "2011-07-03T13:33:20Z");
}
