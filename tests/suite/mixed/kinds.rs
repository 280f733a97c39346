//! Files that are read with a word about them, kept back, or named as what they are.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Value, json};

use super::{Article, object};

/// What a run makes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Becomes {
    /// An article, and nothing is said.
    Article,
    /// An article, and a warning of this kind.
    Noted(&'static str),
    /// An article that its collection does not publish.
    Unpublished,
    /// An article whose day has not come.
    Held,
    /// No article: a warning of this kind names the file.
    Named(&'static str),
    /// No article: the file is rejected.
    Rejected,
}

/// A kind of file.
pub(super) struct Kind {
    /// The end of its name, from the first dot on; what stands before is its folder.
    pub(super) name: &'static str,
    pub(super) content: fn(&Article) -> Vec<u8>,
    pub(super) becomes: Becomes,
}

macro_rules! kinds {
    ($($name:literal => $becomes:expr, $content:expr;)*) => {
        &[$(Kind { name: $name, content: $content, becomes: $becomes }),*]
    };
}

use Becomes::{Article as Whole, Held, Named, Noted, Rejected, Unpublished};

/// The condition for `where/`.
pub(super) const SETTINGS: &str =
    "[[input]]\npath = \"in\"\n\n[[input]]\npath = \"in/where\"\nwhere = [{ field = \"desk\", is = \"Harbour\" }]\n";

#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = kinds! {
    // What is packed.
    "packed/a.zip" => Named("named-only"), |a| zip(&format!("a{}.json", a.n), &list(a));
    "packed/a.tar.gz" => Named("named-only"), |a| gzip(&tar(a));
    "packed/a.tar.xz" => Named("named-only"), |a| xz(&tar(a));
    "packed/a.tar.bz2" => Named("named-only"), |a| bzip2(&tar(a));
    "packed/a.db" => Named("named-only"), |_| b"SQLite format 3\0".into();
    "packed/a.xlsx" => Named("named-only"), |_| zip("xl/workbook.xml", "<workbook/>");
    "packed/a.json.gz" => Whole, |a| gzip(list(a).as_bytes());
    "packed/a.json.xz" => Whole, |a| xz(list(a).as_bytes());
    "packed/a.jsonl.bz2" => Whole, |a| bzip2(object(a).to_string().as_bytes());
    "packed/cut.json.gz" => Rejected, |a| { let bytes = gzip(list(a).as_bytes()); bytes[..bytes.len() / 2].into() };
    // JSON with small faults.
    "faults/comma.json" => Noted("lenient-json"), |a| format!("[{},]", object(a)).into();
    "faults/comment.json" => Noted("lenient-json"), |a| format!("// All of it\n[{}]", object(a)).into();
    "faults/nan.json" => Noted("lenient-json"), |a| list(a).replacen('{', "{\"rank\": NaN, ", 1).into();
    "faults/line-end.json" => Noted("lenient-json"), |a| list(a).replacen(". That", ".\nThat", 1).into();
    "faults/two.json" => Noted("lenient-json"), |a| format!("[]\n{}", list(a)).into();
    "faults/half.json" => Noted("lone-surrogate"), |a| list(a).replacen(". That", ". \\ud83d That", 1).into();
    "faults/twice.json" => Noted("duplicate-keys"), |a| list(a).replacen('{', "{\"title\": \"No\", ", 1).into();
    "faults/cut-off.json" => Noted("cut-off-json"), |a| format!("[{}, {{\"title\": \"Cu", object(a)).into();
    "faults/other-list.json" => Whole, |a| json!({"menu": [{"id": 7}], "news": [object(a)]}).to_string().into();
    "faults/no-quote.json" => Rejected, |a| list(a).replacen("\",\"", ",\"", 1).into();
    // Conditions.
    "where/of-desk.json" => Whole, |a| with(a, &json!({"desk": "Harbour"}));
    "where/of-another.json" => Unpublished, |a| with(a, &json!({"desk": "Sport"}));
    "where/of-none.json" => Unpublished, list_bytes;
    // Exports.
    "exports/post.xml" => Whole, |a| wordpress(a, "post", "publish");
    "exports/draft.xml" => Unpublished, |a| wordpress(a, "post", "draft");
    "exports/private.xml" => Unpublished, |a| wordpress(a, "post", "private");
    "exports/attachment.xml" => Unpublished, |a| wordpress(a, "attachment", "inherit");
    "exports/cut.xml" => Rejected, |a| { let whole = wordpress(a, "post", "publish"); whole[..whole.len() / 2].into() };
    "exports/blogger.atom" => Whole, |a| blogger(a, "post", "");
    "exports/blogger-draft.atom" => Unpublished, |a| blogger(a, "post", "<app:control><app:draft>yes</app:draft></app:control>");
    "exports/blogger-comment.atom" => Unpublished, |a| blogger(a, "comment", "");
    // Tables.
    "tables/preamble.csv" => Noted("preamble"), |a| format!("All ferries\n\n{}", table(a, "date", &a.day)).into();
    "tables/sep.csv" => Whole, |a| format!("sep=,\n{}", table(a, "date", &a.day)).into();
    "tables/clock.csv" => Whole, |a| table(a, "date,time", &format!("{},09:30", a.day)).into();
    "tables/nothing.csv" => Whole, |a| format!("{},,,\n\n", table(a, "date,author", &format!("{},N/A", a.day))).into();
    // Pages with program in them.
    "program/a.mdx" => Whole, |a| page(a, "import Map from './map'\n\n<Map zoom={3} />\n\n", "");
    "program/raw.md" => Whole, |a| page(a, "", "\n\n{% raw %}At seven{% endraw %}.\n");
    "program/include.md" => Noted("template-tags"), |a| page(a, "", "\n\n{% include map.html %}\n");
    "program/shortcode.md" => Noted("template-tags"), |a| page(a, "", "\n\n{{< tide-table 7 >}}\n");
    "program/unfilled.md" => Named("page-not-listed"), |_| b"---\ntitle: \"{{ title }}\"\n---\n{{ content }}\n".into();
    // Pages as a browser saves them.
    "saved/json-ld.html" => Whole, |a| saved(a, &format!(
        "<script type=\"application/ld+json\">{}</script>",
        json!({"@type": "NewsArticle", "headline": a.title, "datePublished": a.day})
    ));
    "saved/open-graph.html" => Whole, |a| saved(a, &format!(
        "<meta property=\"og:title\" content=\"{}\"><meta property=\"article:published_time\" content=\"{}\">", a.title, a.day
    ));
    "saved/no-word.html" => Rejected, |a| saved(a, "<title>Harbour</title>");
    // States.
    "states/draft.json" => Unpublished, |a| with(a, &json!({"status": "draft"}));
    "states/pending.json" => Unpublished, |a| with(a, &json!({"workflow_state": "Pending review"}));
    "states/private.json" => Unpublished, |a| with(a, &json!({"visibility": "private"}));
    "states/unlisted.json" => Unpublished, |a| with(a, &json!({"unlisted": true}));
    "states/expired.json" => Unpublished, |a| with(a, &json!({"expires": "2026-01-01"}));
    "states/deleted.json" => Unpublished, |a| with(a, &json!({"deleted_at": "2026-07-02T10:00:00Z"}));
    "states/published.json" => Whole, |a| with(a, &json!({"status": "published", "draft": false}));
    "states/http.json" => Whole, |a| with(a, &json!({"status": 200}));
    "states/unknown.json" => Noted("unknown-status"), |a| with(a, &json!({"status": "at anchor"}));
    "states/later.json" => Held, |a| with(a, &json!({"embargo_until": "2027-01-01T00:00:00Z"}));
};

fn list(article: &Article) -> String {
    format!("[{}]", object(article))
}

fn list_bytes(article: &Article) -> Vec<u8> {
    list(article).into()
}

/// The article with more members.
fn with(article: &Article, more: &Value) -> Vec<u8> {
    let mut object = object(article);
    let members = object.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    json!([object]).to_string().into()
}

/// A table whose date has these columns.
fn table(article: &Article, columns: &str, cells: &str) -> String {
    let mut table = format!("title,url,text,{columns}\n");
    writeln!(table, "\"{}\",https://tide.example/{},\"{}\",{cells}", article.title, article.n, article.text).unwrap();
    table
}

fn page(Article { title, day, text, .. }: &Article, before: &str, after: &str) -> Vec<u8> {
    format!("---\ntitle: \"{title}\"\ndate: {day}\n---\n{before}{text}{after}\n").into()
}

fn saved(article: &Article, head: &str) -> Vec<u8> {
    format!("<!doctype html><html><head>{head}</head><body><article><p>{}</p></article></body></html>", article.text)
        .into()
}

fn wordpress(Article { n, title, day, text }: &Article, kind: &str, status: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n\
         <channel><title>The Tide</title><link>https://tide.example/</link><wp:wxr_version>1.2</wp:wxr_version>\n\
         <item><title>{title}</title><link>https://tide.example/wp/{n}</link><pubDate>{day}T09:00:00Z</pubDate>\n\
         <content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{n}</wp:post_id>\n\
         <wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type></item>\n</channel></rss>\n"
    )
    .into()
}

fn blogger(Article { n, title, day, text }: &Article, kind: &str, control: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:app=\"http://purl.org/atom/app#\">\n\
         <id>tag:blogger.com,1999:blog-7.archive</id><title>The Tide</title><generator>Blogger</generator>\n\
         <entry><id>tag:blogger.com,1999:blog-7.post-{n}</id><title>{title}</title>\n\
         <published>{day}T09:00:00Z</published><updated>{day}T09:00:00Z</updated>{control}\n\
         <category scheme=\"http://schemas.google.com/g/2005#kind\" term=\"http://schemas.google.com/blogger/2008/kind#{kind}\"/>\n\
         <content type=\"text\">{text}</content></entry>\n</feed>\n"
    )
    .into()
}

fn zip(name: &str, content: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn tar(article: &Article) -> Vec<u8> {
    let content = list(article);
    let mut header = tar::Header::new_ustar();
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    let mut tar = tar::Builder::new(Vec::new());
    tar.append_data(&mut header, "a.json", content.as_bytes()).unwrap();
    tar.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(0)).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
