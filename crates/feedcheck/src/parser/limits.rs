//! Whether HTML can be parsed in time and memory that grow with its length alone.
//!
//! A parser of HTML may take a step for each open element at each tag, open formatting elements again in each block,
//! and look for a place among all children of an element (HTML §13.2.4 and §13.2.6). [`html5ever`]'s own parser is run
//! on a tree that is not kept: what it asks and makes is counted where it does so. Counted are also what the sanitiser
//! does with the tree, and the searches of its writer.

mod counter;
mod work;

use std::rc::Rc;

use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{QualName, local_name, ns};

use super::pieces::Pieces;
pub(crate) use counter::{Counter, Node};
pub(crate) use work::{Formatting, Work};

/// The longest text that is parsed, in bytes.
pub(crate) const LONGEST: usize = 4 << 20;

/// Whether HTML can be given to the sanitiser: elements not nested deeper than `deepest`, among others. Linear.
pub fn is_tame(html: &str, deepest: usize) -> bool {
    if html.len() > LONGEST {
        return false;
    }
    let mut pieces = Pieces::of(html, builder(html.len(), deepest));
    while let Some(piece) = pieces.next() {
        if pieces.has_many_attributes(&piece) {
            return false;
        }
        pieces.sink().sink.work.begin(&html[piece.clone()]);
        pieces.feed(&piece);
        if pieces.sink().sink.is_over() {
            return false;
        }
    }
    !pieces.end().sink.is_over()
}

/// The parser of the content of a `div`, as the sanitiser has it (HTML §13.4), on a tree that is counted and not kept.
pub(crate) fn builder(bytes: usize, deepest: usize) -> TreeBuilder<Rc<Node>, Counter> {
    let context = Rc::new(Node::new(QualName::new(None, ns!(html), local_name!("div"))));
    TreeBuilder::new_for_fragment(Counter::new(bytes, deepest), context, None, TreeBuilderOpts::default())
}

#[cfg(test)]
#[path = "../../tests/shared/shapes.rs"]
#[expect(dead_code, reason = "shared with the suite, which has Markdown, too")]
mod shapes;

#[cfg(test)]
mod tests {
    use super::work::{PER_BYTE, SMALL};
    use super::{Pieces, builder, shapes};

    /// What the parser really did, the last step included.
    fn work(html: &str) -> usize {
        let mut pieces = Pieces::of(html, builder(html.len(), 256));
        while let Some(piece) = pieces.next()
            && !pieces.has_many_attributes(&piece)
            && !pieces.sink().sink.is_over()
        {
            pieces.sink().sink.work.begin(&html[piece.clone()]);
            pieces.feed(&piece);
        }
        pieces.stop().sink.work.done.get()
    }

    #[test]
    fn work_is_a_multiple_of_the_bytes() {
        for (name, shape) in shapes::HTML {
            for bytes in [12_000, 24_000, 48_000] {
                let html = shape(bytes);
                let work = work(&html);
                // No single piece costs more than what a small text may.
                assert!(work < 4 * SMALL + PER_BYTE * html.len(), "{name}: {work} for {} bytes", html.len());
            }
        }
    }

    /// A text again and again, each with another number.
    fn numbered(count: usize, part: &str) -> String {
        (0..count).map(|n| part.replace('#', &n.to_string())).collect()
    }

    fn is_tame(html: &str) -> bool {
        super::is_tame(html, 256)
    }

    #[test]
    fn ordinary_markup_passes() {
        assert!(is_tame("<p>a<p>b<ul><li>c<li>d</ul><a href='x>y'>z</a><br><img src=a>"));
        assert!(is_tame(&"<p>one<p>".repeat(5_000)));
        assert!(is_tame(&"<div><b>x</b></div>".repeat(5_000)));
        assert!(is_tame(&"<ul><li>x</ul>".repeat(5_000)));
        assert!(is_tame(&"<p>one <div>two</div>".repeat(5_000)));
        assert!(is_tame(&format!("<b>{}", "<p>x <i>y</i>".repeat(5_000))));
        assert!(is_tame(&"<table><tr><td>x<td>y<tr><td>z</table>".repeat(4_000)));
        assert!(is_tame(&"<p>a &amp; b</p>".repeat(10_000)));
        assert!(is_tame("<svg><title>icon</title><style>a{}</style></svg>"));
        assert!(is_tame(&format!("<img src='data:image/png;base64,{}'>", "iVBORw0KGgo/".repeat(10_000))));
        assert!(is_tame(&format!("<!-- {} -->", "<p class=x> ".repeat(10_000))));
        assert!(is_tame(&"<span>".repeat(256)) && !is_tame(&"<span>".repeat(257)));
    }

    #[test]
    fn depth_counts_however_elements_are_nested() {
        let deep = |part: &str| part.repeat(3_000);
        for part in [
            "<div>",
            "<b a='>'>",
            "<div></x>",
            "<div><!--</div>-->",
            "<div><a title='</div>'>",
            "<div><table><td></div>",
            "<div><script></div></script>",
            "<div><template></div></template>x",
            "<div><object></div></object>",
            "<b title=x><p>",
        ] {
            assert!(!is_tame(&deep(part)), "{part}");
        }
        assert!(!is_tame(&format!("<script>x<b y=\"</script>{}", deep("<div>"))));
        assert!(!is_tame(&format!("<svg><style>{}", deep("<g><!--</g>-->"))));
        assert!(!is_tame(&format!("<!--->{}", deep("<div>"))));
    }

    #[test]
    fn elements_that_open_again_are_counted() {
        let many = numbered(200, "<b class=c#>");
        assert!(!is_tame(&format!("<p>{many}{}", "<p>x".repeat(5_000))));
        let hidden = numbered(200, "<b title=#><object></b></object>");
        assert!(!is_tame(&format!("<div>{hidden}</div>{}", "<p>x</p>".repeat(5_000))));
        // Each holds the whole title.
        assert!(!is_tame(&format!("<p><b title='{}'>{}", "x".repeat(10_000), "<p>y".repeat(5_000))));
    }

    #[test]
    fn searches_are_counted() {
        assert!(!is_tame(&format!("<table>{}", "<b>x</b>".repeat(20_000))));
        assert!(!is_tame(&format!("{}{}", "<i></i>".repeat(20_000), "<table>x</table>".repeat(8_000))));
        assert!(!is_tame(&"&".repeat(20_000)));
        assert!(!is_tame(&"\u{A0}".repeat(20_000)));
        assert!(!is_tame(&format!("<p title='{}'>", "\u{A0}".repeat(20_000))));
        assert!(is_tame(&format!("<pre>{}", "if (a &amp;&amp; b &lt; c) { }\n".repeat(2_000))));
    }

    #[test]
    fn attributes_count_however_a_tag_is_written() {
        let many = numbered(3_000, " a#");
        assert!(!is_tame(&format!("<a{many}>")));
        assert!(!is_tame(&format!("<a title='>'{many}>")));
        assert!(!is_tame(&format!("</a{many}>")));
        assert!(!is_tame(&format!("<script></script{many}>")));
        assert!(!is_tame(&format!("<svg><title><a{many}>")));
        assert!(!is_tame(&format!("<a{}>", "/a=''".repeat(300))));
        assert!(is_tame(&format!("<!--<a{many}>-->")) && is_tame(&format!("<script><a{many}></script>")));
    }
}
