//! What the feed format promises, each once, by small feeds.

mod broken;

use std::borrow::Cow;

use super::*;
use crate::article::text::from_markup;
use crate::article::{Body, Draft, Origin};
use crate::load::{Fields, Limits};

fn with<'a>(text: &'a str, limits: &Limits) -> Result<Loaded<'a>, LoadError> {
    let origin = Origin::new("feed.xml", 0);
    read(
        text,
        &ReadOptions {
            origin: &origin,
            below: "",
            is_forced: false,
            may_grow: true,
            fields: &Fields::usual(),
            items: &[],
            query: None,
            website: None,
            limits,
            explain: true,
            most_articles: usize::MAX,
            most_of_a_kind: 100,
        },
    )
}

fn load(text: &str) -> Loaded<'_> {
    with(text, &Limits::USUAL).unwrap()
}

/// The only draft of a feed.
fn only(text: &str) -> Draft<'_> {
    let mut loaded = load(text);
    assert_eq!((loaded.drafts.len(), loaded.rejections.len()), (1, 0), "{text}");
    loaded.drafts.pop().unwrap()
}

const MODULES: &str = r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:terms="http://purl.org/dc/terms/" xmlns:ext="http://example.org/ext" xmlns:a="http://www.w3.org/2005/Atom"
 xmlns:h="http://www.w3.org/1999/xhtml" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0""#;

fn rss(item: &str) -> String {
    format!(
        "<rss version=\"2.0\" {MODULES}><channel><title>Ferry News</title><link>https://f.example/</link>\n<item>{item}</item></channel></rss>"
    )
}

fn atom(entry: &str) -> String {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" {MODULES}><title type=\"html\">Ferry &amp;amp; &lt;b&gt;News&lt;/b&gt;</title>\
         <link rel=\"self\" href=\"/feed\"/><link href=\"https://f.example/\"/><author><name>Ana</name></author>\
         <entry>{entry}</entry></feed>"
    )
}

#[track_caller]
fn is(found: Option<&Cow<'_, str>>, expected: &str) {
    assert_eq!(found.map(|text| &**text), Some(expected));
}

#[test]
fn every_version_is_detected_and_read() {
    let rdf = |ns: &str| {
        format!(
            "<?xml version=\"1.0\"?><!-- x --><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
             xmlns=\"{ns}\"><channel rdf:about=\"https://f.example/rdf\"><title>F</title></channel>\
             <item rdf:about=\"urn:1\"><title>T</title><link>https://f.example/1</link></item></rdf:RDF>"
        )
    };
    let rss = |version: &str| {
        format!(
            "\u{FEFF} <!DOCTYPE rss [<!ENTITY e \"x\">]><rss version=\"{version}\"><channel><item><guid>urn:1</guid><title>T</title><link>https://f.example/1</link></item></channel></rss>"
        )
    };
    let atom = |ns: &str| {
        format!(
            "<x:feed xmlns:x=\"{ns}\"><x:entry><x:id>urn:1</x:id><x:title>T</x:title><x:link rel=\"alternate\" href=\"https://f.example/1\"/></x:entry></x:feed>"
        )
    };
    let mut feeds: Vec<_> = ["0.91", "0.92", "0.93", "0.94", "2.0"].into_iter().map(rss).collect();
    feeds.extend(["http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/"].map(rdf));
    feeds.extend(["http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"].map(atom));
    feeds.push(rss("2.0").replace("<rss ", "<rss xmlns=\"http://backend.userland.com/rss2\" "));
    for feed in &feeds {
        assert!(detect(feed), "{feed}");
        let draft = only(feed);
        is(draft.id.as_ref(), "urn:1");
        is(draft.title.as_ref(), "T");
        is(draft.url.as_ref(), "https://f.example/1");
    }
    for other in ["<html><rss/></html>", "[1]", "", "a <rss/>", "<feed xmlns=\"urn:x\"/>", "<!-- <rss>"] {
        assert!(!detect(other), "{other}");
    }
}

#[test]
fn what_is_no_feed_is_an_error() {
    let error = |text| with(text, &Limits::USUAL).unwrap_err().to_string();
    let html = error("<!DOCTYPE html>\n<html><body>Not found</body></html>");
    assert_eq!(html, "feed.xml:2: is not in the format feed: its root element is html");
    assert!(error("\nplain").contains("text stands before any element"));
    assert!(error("<!-- x").contains("a comment is not ended"));
}

#[test]
fn elements_of_rss_and_of_the_modules() {
    let text = rss("<ext:title>no</ext:title><dc:title>no</dc:title><title>Fish &amp;amp; chips</title>\
        <link> https://f.example/1 </link><guid isPermaLink=\"false\"> g 1 </guid><dc:date>2020-01-01</dc:date>\
        <pubDate>Tue, 05 May 2026 10:00:00 GMT</pubDate><terms:modified>2026-05-06</terms:modified>\
        <category>Sea</category><category> </category><category>sea</category><dc:subject>Sea</dc:subject>\
        <itunes:keywords>a, b</itunes:keywords><dc:creator>Ana</dc:creator><author>m@f.example (Bo)</author>\
        <description>Short.</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded>\
        <dc:language>de</dc:language><source url=\"https://o.example/rss\">Other &amp;amp; Co</source>");
    let draft = only(&text);
    assert_eq!(draft.origin.line, 5);
    is(draft.id.as_ref(), "g 1");
    assert_eq!(from_markup(draft.title.as_deref().unwrap()), "Fish & chips");
    is(draft.url.as_ref(), "https://f.example/1");
    is(draft.published.as_ref(), "Tue, 05 May 2026 10:00:00 GMT");
    is(draft.updated.as_ref(), "2026-05-06");
    assert_eq!(draft.tags, ["Sea", "sea", "a", "b"]);
    assert_eq!(draft.authors, ["m@f.example (Bo)"]);
    is(draft.summary.as_ref(), "Short.");
    assert_eq!(draft.body, Some(Body::Html("<p>Long</p>".into())));
    is(draft.language.as_ref(), "de");
    is(draft.source.as_ref(), "Other & Co");
    is(draft.source_feed.as_ref(), "https://o.example/rss");
    assert_eq!(draft.source_home, None);
    assert!(draft.notes.contains(&("published", "<pubDate>".to_owned())), "{:?}", draft.notes);
}

#[test]
fn a_description_alone_is_the_text_and_a_blurb_the_summary() {
    assert_eq!(only(&rss("<description>a &lt; b</description>")).body, Some(Body::Plain("a < b".into())));
    let html = rss("<description>&lt;p&gt;a&lt;/p&gt;</description>");
    assert_eq!(only(&html).body, Some(Body::Html("<p>a</p>".into())));
    // Markup that nobody escaped, and XHTML.
    let markup = rss("<description><p class=\"x\">a<br/>b &amp;</p> c</description>");
    assert_eq!(only(&markup).body, Some(Body::Html("<p class=\"x\">a<br>b &amp;</p> c".into())));
    assert_eq!(only(&rss("<h:body><h:p>a</h:p></h:body>")).body, Some(Body::Html("<p>a</p>".into())));
    is(only(&rss("<itunes:summary>i</itunes:summary>")).summary.as_ref(), "i");
    assert_eq!(
        only(&rss("<title>x</title><description>d</description><itunes:summary>i</itunes:summary>")).summary,
        None
    );
}

#[test]
fn the_address_of_an_item() {
    let url = |item: &str| only(&rss(item)).url.map(Cow::into_owned);
    assert_eq!(url("<guid>https://f.example/g</guid>").as_deref(), Some("https://f.example/g"));
    assert_eq!(url("<guid isPermaLink=\"False\">https://f.example/g</guid>"), None);
    assert_eq!(url("<guid>urn:1</guid>"), None);
    let burnt = "<link>https://burner.example/1</link><fb:origLink>https://f.example/1</fb:origLink>";
    assert_eq!(url(burnt).as_deref(), Some("https://f.example/1"));
    assert_eq!(url("<link>/1</link>").as_deref(), Some("https://f.example/1"));
    assert_eq!(url("<a:link href=\"https://f.example/a\"/>").as_deref(), Some("https://f.example/a"));
}

#[test]
fn links_of_atom_by_their_relation_and_type() {
    let draft_of = |links: &str| only(&atom(links)).url.map(Cow::into_owned);
    let others = "<link rel=\"self\" href=\"https://x/s\"/><link rel=\"replies\" href=\"https://x/r\"/>\
                  <link rel=\"enclosure\" type=\"audio/mpeg\" length=\"7\" href=\"https://x/e\"/>";
    assert_eq!(draft_of(others), None);
    let many = format!(
        "{others}<link href=\"https://x/n\"/><link rel=\"alternate\" type=\"application/json\" href=\"https://x/j\"/>\
                        <link rel=\"alternate\" type=\"text/html\" href=\"https://x/h\"/>"
    );
    assert_eq!(draft_of(&many).as_deref(), Some("https://x/h"));
    assert_eq!(draft_of(&format!("{others}<link href=\"https://x/n\"/>")).as_deref(), Some("https://x/n"));
}

#[test]
fn nested_bases_are_resolved_against_each_other() {
    let text = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://f.example/a/\"><link href=\"/home\"/>\
        <entry xml:base=\"b/\"><link href=\"c\"/><content xml:base=\"d/\" type=\"html\">x</content></entry>\
        <entry><link href=\"https://F.example/As it/is\"/></entry></feed>";
    let drafts = load(text).drafts;
    is(drafts[0].url.as_ref(), "https://f.example/a/b/c");
    is(drafts[0].base.as_ref(), "https://f.example/a/b/d/");
    is(drafts[0].source_home.as_ref(), "https://f.example/home");
    is(drafts[1].url.as_ref(), "https://F.example/As it/is");
    // Without any, from the page of the feed; the text from its own address, if it has one.
    let text = rss("<link>x/1</link><enclosure url=\"/e.mp3\"/>");
    let draft = only(&text);
    is(draft.url.as_ref(), "https://f.example/x/1");
    assert_eq!(draft.enclosures[0].url, "https://f.example/e.mp3");
    assert_eq!(draft.base, None);
    is(only(&rss("<title>x</title>")).base.as_ref(), "https://f.example/");
    is(only("<rss><channel><item><link>x</link></item></channel></rss>").url.as_ref(), "x");
}

#[test]
fn text_constructs_of_atom_read_right_as_markup() {
    let read = |construct: &str| from_markup(only(&atom(construct)).title.as_deref().unwrap()).into_owned();
    assert_eq!(read("<title>1 &lt;b&gt; &amp;amp; 2</title>"), "1 <b> &amp; 2");
    assert_eq!(read("<title type=\"html\">1 &lt;b&gt;2&lt;/b&gt; &amp;amp; 3</title>"), "1 2 & 3");
    let xhtml = "<title type=\"xhtml\"><h:div>1 <h:b>2</h:b> &amp;lt; 3</h:div></title>";
    assert_eq!(read(xhtml), "1 2 &lt; 3");
    assert_eq!(read("<title mode=\"escaped\" type=\"text/html\">&lt;i&gt;1&lt;/i&gt;</title>"), "1");
    assert_eq!(read("<title mode=\"base64\" type=\"text/html\">PGk+MTwv\naT4=</title>"), "1");
    assert_eq!(read("<title mode=\"xml\" type=\"text/html\">1 &lt;b> 2</title>"), "1 <b> 2");
}

#[test]
fn content_of_atom_by_its_type() {
    let body = |content: &str| {
        let text = atom(content);
        only(&text).body.map(|body| match body {
            Body::Html(text) => format!("html {text}"),
            body => format!("plain {}", body.raw()),
        })
    };
    assert_eq!(body("<content>a &lt;b></content>").as_deref(), Some("plain a <b>"));
    assert_eq!(body("<content type=\"html\">&lt;b>a&lt;/b></content>").as_deref(), Some("html <b>a</b>"));
    let xhtml = "<content type=\"xhtml\"><h:div>a <h:img src='x\"y'/><h:b>b</h:b> &lt;</h:div></content>";
    assert_eq!(body(xhtml).as_deref(), Some("html a <img src=\"x&quot;y\"><b>b</b> &lt;"));
    assert_eq!(body("<content mode=\"base64\" type=\"text/plain\">YQ==</content>").as_deref(), Some("plain a"));
    for none in ["type=\"image/png\" mode=\"base64\"", "src=\"https://x/\"", "type=\"application/xml\""] {
        assert_eq!(body(&format!("<content {none}>YQ==</content>")), None);
    }
    let both = atom("<summary>s &amp; t</summary><content type=\"html\">c</content>");
    is(only(&both).summary.as_ref(), "s &amp; t");
}

#[test]
fn dates_of_atom() {
    let dates = |entry: &str| {
        let text = atom(entry);
        let draft = only(&text);
        (draft.published.map(Cow::into_owned), draft.updated.map(Cow::into_owned))
    };
    let some = |date: &str| Some(date.to_owned());
    assert_eq!(dates("<updated>2</updated><published>1</published>"), (some("1"), some("2")));
    assert_eq!(dates("<updated>2</updated>"), (some("2"), None));
    assert_eq!(dates("<modified>3</modified><created>2</created><issued>1</issued>"), (some("1"), some("3")));
}

#[test]
fn what_the_feed_says_is_said_for_its_entries() {
    let text = atom("<title>x</title>");
    let draft = only(&text);
    is(draft.source.as_ref(), "Ferry & News");
    is(draft.source_home.as_ref(), "https://f.example/");
    is(draft.source_feed.as_ref(), "https://f.example/feed");
    assert_eq!(draft.authors, ["Ana"]);
    let text = atom(
        "<source><title>S</title><link rel=\"self\" href=\"https://s/f\"/><author><email>e@s</email></author></source>",
    );
    let draft = only(&text);
    is(draft.source.as_ref(), "S");
    assert_eq!((draft.source_home, draft.source_feed.as_deref()), (None, Some("https://s/f")));
    assert_eq!(draft.authors, ["e@s"]);
    is(only(&atom("<source><id>urn:s</id></source>")).source.as_ref(), "Ferry & News");
    // An editor is no author.
    let edited = rss("<title>x</title>").replace("<item>", "<managingEditor>e@x</managingEditor><item>");
    assert!(only(&edited).authors.is_empty());
    let podcast = rss("<title>x</title>").replace("<item>", "<itunes:author>Bo</itunes:author><item>");
    assert_eq!(only(&podcast).authors, ["Bo"]);
}

#[test]
fn languages_by_scope() {
    let text = "<rss xml:lang=\"en\"><channel><language>fr</language><item><title>a</title></item>\
        <item xml:lang=\"de\"/><item xml:lang=\"\"/></channel></rss>";
    let languages: Vec<_> = load(text).drafts.into_iter().map(|draft| draft.language).collect();
    assert_eq!(languages, [Some("en".into()), Some("de".into()), None]);
    is(only("<rss><channel><item/><language>fr</language></channel></rss>").language.as_ref(), "fr");
}

#[test]
fn pictures_and_files() {
    let text = rss("<enclosure url=\"https://x/p.jpg\" type=\"image/jpeg\" length=\"9\"/>\
        <enclosure url=\"https://x/a.mp3\" type=\"audio/mpeg\" length=\"x\"/>\
        <media:group><media:content url=\"https://x/a.mp3\" type=\"audio/mpeg\"/>\
        <media:content url=\"https://x/v.mp4\" type=\"video/mp4\" fileSize=\"12\"><media:thumbnail url=\"https://x/t.png\"/></media:content>\
        <media:content url=\"https://x/i\" medium=\"image\"/></media:group><itunes:image href=\"https://x/c.png\"/>");
    let draft = only(&text);
    is(draft.image.as_ref(), "https://x/t.png");
    let files: Vec<_> = draft.enclosures.iter().map(|file| (&*file.url, file.length)).collect();
    assert_eq!(files, [("https://x/p.jpg", Some(9)), ("https://x/a.mp3", None), ("https://x/v.mp4", Some(12))]);
    is(only(&rss("<enclosure url=\"https://x/p\" type=\"image/png\"/>")).image.as_ref(), "https://x/p");
}

#[test]
fn tags_of_atom_and_of_rdf() {
    let text = atom(
        "<category term=\"Sea\" label=\"The sea\"/><category term=\"\" label=\"Tide\"/><category/>\
        <dc:subject><rdf:Bag><rdf:li>a, b</rdf:li><rdf:li>c</rdf:li></rdf:Bag></dc:subject>\
        <itunes:category text=\"Arts\"/><media:keywords>x,y</media:keywords><media:category>m</media:category>",
    );
    assert_eq!(only(&text).tags, ["Sea", "Tide", "a, b", "c", "Arts", "x", "y", "m"]);
}

#[test]
fn references_are_those_of_xml_and_html_and_a_bare_ampersand_is_text() {
    let text = "<!DOCTYPE rss [<!ENTITY mine \"<b>no</b>\">]>\n<rss><channel>\n<item>\
        <title>&eacute;&#x20AC;&amp;mine; &mine; &notit; AT&T & co</title><link>https://x/?a=1&b=2&copy=3</link></item>\
        <item><title>R&D</title></item></channel></rss>";
    let loaded = load(text);
    is(loaded.drafts[0].title.as_ref(), "é€&mine; &mine; &notit; AT&T & co");
    is(loaded.drafts[0].url.as_ref(), "https://x/?a=1&b=2&copy=3");
    let warnings: Vec<_> = loaded.warnings.iter().map(|warning| (warning.code.name(), warning.origin.line)).collect();
    assert_eq!(warnings, [("not-well-formed", 3)]);
}

#[test]
fn prefixes_mean_their_namespaces_and_the_usual_ones_need_no_declaration() {
    let text = "<rss xmlns:q=\"http://purl.org/dc/elements/1.1/\" xmlns:dc=\"urn:other\"><channel>\
        <item><dc:creator>no</dc:creator><q:creator>Ana</q:creator></item></channel></rss>";
    assert_eq!(only(text).authors, ["Ana"]);
    let text =
        "<rss><channel><item><dc:creator>Ana</dc:creator><content:encoded>x</content:encoded></item></channel></rss>";
    let draft = only(text);
    assert_eq!((draft.authors.len(), draft.body.is_some()), (1, true));
    // In Atom, a name without namespace is one of another vocabulary.
    let text =
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><title>no</title><a:id>i</a:id></a:entry></a:feed>";
    assert_eq!(only(text).title, None);
}

#[test]
fn a_deleted_entry_is_a_draft_that_says_so() {
    let text = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:t=\"http://purl.org/atompub/tombstones/1.0\">\
        <title>F</title><t:deleted-entry ref=\"urn:1\" when=\"2026-05-05T00:00:00Z\"/></feed>";
    let draft = only(text);
    assert_eq!((draft.id.as_deref(), draft.deleted), (Some("urn:1"), true));
}

#[test]
fn a_feed_without_items_is_one() {
    for text in
        ["<rss/>", "<rss><channel><title>x</title></channel></rss>", "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>"]
    {
        let loaded = load(text);
        assert!(loaded.drafts.is_empty() && loaded.rejections.is_empty());
        assert_eq!((loaded.warnings.len(), loaded.warnings.sorted()[0].code.name()), (1, "no-articles"));
    }
}
