//! Whether HTML can be parsed in time and memory that grow with its length alone.
//!
//! A parser of HTML may take a step for each open element at each tag, open formatting elements again in each block, and
//! look for a place among all children of an element (HTML §13.2.4 and §13.2.6). [`html5ever`]'s own parser is run on a tree that is not
//! kept: what it asks and makes is counted where it does so. Counted are also what the sanitiser does with the tree, and the
//! searches of its writer.

mod counter;

use std::cell::Cell;
use std::rc::Rc;

use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName, local_name, ns};

use super::pieces::Pieces;
pub(crate) use counter::{Counter, Node};

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

/// What the work of any text may be, however short.
const SMALL: usize = 1 << 20;

/// What each byte of it may cost besides.
const PER_BYTE: usize = 64;

/// The work of parsing a text, in steps of a few nanoseconds, and how much of it there may be.
pub(crate) struct Work {
    allowed: usize,
    done: Cell<usize>,
    /// The bytes of elements that the piece in hand has tags for.
    own: Cell<usize>,
    /// How many marks the parser may have forgotten among the formatting elements.
    marks: Cell<usize>,
}

impl Work {
    /// For a text of so many bytes.
    pub(crate) fn of(bytes: usize) -> Self {
        Self { allowed: SMALL + PER_BYTE * bytes, done: Cell::new(0), own: Cell::new(0), marks: Cell::new(0) }
    }

    pub(crate) fn add(&self, steps: usize) {
        self.done.set(self.done.get().saturating_add(steps));
    }

    pub(crate) fn is_over(&self) -> bool {
        self.done.get() > self.allowed
    }

    /// A piece follows.
    pub(crate) fn begin(&self, piece: &str) {
        // Ten times the bytes of attributes is more than they are counted for below.
        self.own.set(if piece.starts_with('<') { ELEMENT + 10 * piece.len().saturating_sub(3) } else { 0 });
    }

    /// An element was made: for the tag in hand, or besides it.
    pub(crate) fn element(&self, name: &QualName, attributes: &[Attribute]) {
        /// Elements that nobody wrote are counted by their bytes, because they are kept and published.
        const KEPT: usize = 16;
        let bytes = attributes.iter().map(|own| 16 + own.name.local.len() + own.value.len()).sum::<usize>() + ELEMENT;
        let besides = bytes.saturating_sub(self.own.get());
        self.own.set(self.own.get().saturating_sub(bytes));
        self.add(besides.saturating_mul(KEPT));
        if is_marked(name) && !matches!(name.local, local_name!("td") | local_name!("th")) {
            self.marks.set(self.marks.get() + 1);
        }
    }

    /// Two nodes are compared.
    pub(crate) fn compare(&self) {
        // Marks between formatting elements are passed over without a question.
        self.add(1 + self.marks.get() / 16);
    }
}

/// The formatting elements from the last cell or the like down to an element: a new one is compared with each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Formatting {
    count: usize,
    attributes: usize,
}

impl Formatting {
    /// Those down to a new element, which is one step further.
    pub(crate) fn down_to(self, name: &QualName, attributes: usize, work: &Work) -> Self {
        if is_marked(name) {
            return Self::default();
        }
        if !is_formatting(name) {
            return self;
        }
        work.add(2 * self.count + 16 * (self.attributes + self.count * attributes));
        Self { count: self.count + 1, attributes: self.attributes + attributes }
    }
}

fn is_formatting(name: &QualName) -> bool {
    name.ns == ns!(html)
        && matches!(
            name.local,
            local_name!("a")
                | local_name!("b")
                | local_name!("big")
                | local_name!("code")
                | local_name!("em")
                | local_name!("font")
                | local_name!("i")
                | local_name!("nobr")
                | local_name!("s")
                | local_name!("small")
                | local_name!("strike")
                | local_name!("strong")
                | local_name!("tt")
                | local_name!("u")
        )
}

/// Whether formatting elements around an element do not go on inside of it, and so the parser marks it.
fn is_marked(name: &QualName) -> bool {
    name.ns == ns!(html)
        && matches!(
            name.local,
            local_name!("applet")
                | local_name!("caption")
                | local_name!("marquee")
                | local_name!("object")
                | local_name!("td")
                | local_name!("template")
                | local_name!("th")
        )
}

/// What an element counts for without its attributes, in bytes.
const ELEMENT: usize = 32;

#[cfg(test)]
#[path = "../../tests/shared/shapes.rs"]
#[expect(dead_code, reason = "shared with the suite, which has Markdown, too")]
mod shapes;

#[cfg(test)]
mod tests {
    use super::{PER_BYTE, Pieces, SMALL, builder, shapes};

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
    fn depth_cannot_be_hidden() {
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
    fn attributes_cannot_be_hidden() {
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
