//! What is broken in a feed costs no more than it must.

use super::{load, with};
use crate::load::Limits;

/// Three items, the second of them as it is given.
fn around(item: &str) -> String {
    format!("<rss><channel>\n<item><title>1</title></item>\n{item}\n<item><title>3</title></item></channel></rss>")
}

#[test]
fn a_broken_item_costs_no_other() {
    let broken = [
        ("<item><title>2</titel></item>", "<title> is not ended before </item>"),
        ("<item><title>2</title>", "it is not ended before the next item begins"),
        ("<item><title>2", "<title> is not ended before the next item begins"),
        ("<item><title>2</title></b></item>", "</b> stands inside of <item>"),
        ("<item><title><![CDATA[2</title></item>", "a CDATA section is not ended"),
        ("<item><!-- 2</item>", "a comment is not ended"),
        ("<item><enclosure url=\"x></item>", "a tag is not ended"),
        ("<item><title 2</title></item>", "a tag is not ended"),
    ];
    for (item, reason) in broken {
        let text = around(item);
        let loaded = load(&text);
        let titles: Vec<_> = loaded.drafts.iter().filter_map(|draft| draft.title.as_deref()).collect();
        assert_eq!(titles, ["1", "3"], "{item}");
        let rejections: Vec<_> = loaded.rejections.iter().map(|rejection| rejection.origin.line).collect();
        assert_eq!(rejections, [3], "{item}");
        assert!(
            loaded.rejections.sorted()[0].reason.contains(reason),
            "{item}: {}",
            loaded.rejections.sorted()[0].reason
        );
    }
}

#[test]
fn what_feeds_have_and_xml_forbids_is_read() {
    for item in [
        "<item><title>2</title><ext><b>x</i></ext></item>",
        "<item><title>2</title><ext><b></item>",
        "<item><title>2</title><description><p>a<br>b</p></description></item>",
        "<item><title>2</title><enclosure url=x url=\"y\" length='1' bare/></item>",
        "<item><title>2</title><description>a < b \u{1}</description></item>",
    ] {
        let text = around(item);
        let loaded = load(&text);
        assert_eq!((loaded.drafts.len(), loaded.rejections.len()), (3, 0), "{item}: {:?}", loaded.rejections);
    }
    let junk = format!("{}\n<script>x</scrip> & <item><", around(""));
    assert_eq!((load(&junk).drafts.len(), load(&junk).rejections.len()), (2, 0));
}

#[test]
fn a_file_that_is_cut_off() {
    let whole = around("<item><title>2</title></item>");
    let inside = load(&whole[..whole.len() - 25]);
    assert_eq!(inside.drafts.len(), 2);
    assert_eq!(&*inside.rejections.sorted()[0].reason, "the file ends inside of an item");
    assert_eq!((inside.rejections.len(), inside.rejections.sorted()[0].origin.line), (1, 4));
    let after = load(whole.strip_suffix("</channel></rss>").unwrap());
    assert_eq!((after.drafts.len(), after.rejections.len(), after.rejections.sorted()[0].origin.line), (3, 1, 4));
    assert!(after.rejections.sorted()[0].reason.starts_with("the file is cut off"));
}

#[test]
fn large_and_deep_items_are_rejected() {
    let limits = Limits { item: 200, ..Limits::USUAL };
    let text = around(&format!("<item><title>{}</title></item>", "x".repeat(300)));
    let loaded = with(&text, &limits).unwrap();
    assert_eq!(&*loaded.rejections.sorted()[0].reason, "328 bytes are more than the 200 that limits.item allows");
    assert_eq!((loaded.drafts.len(), loaded.rejections.len()), (2, 1));
    let text = around(&format!("<item>{}</item>", "<a>".repeat(100_000)));
    let loaded = load(&text);
    assert!(loaded.rejections.sorted()[0].reason.contains("deeper than 256"));
    assert_eq!((loaded.drafts.len(), loaded.rejections.len()), (2, 1));
}
