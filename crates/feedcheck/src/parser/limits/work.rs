//! The work of parsing: how much of it is done, and how much may be.

use std::cell::Cell;

use html5ever::{Attribute, QualName, local_name, ns};

/// What the work of any text may be, however short.
pub(super) const SMALL: usize = 1 << 20;

/// What each byte of a text may add to that.
pub(super) const PER_BYTE: usize = 64;

/// The work of parsing a text, in steps of a few nanoseconds, and how much of it there may be.
pub(crate) struct Work {
    allowed: usize,
    pub(super) done: Cell<usize>,
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

    /// The parser made an element: for the tag that it reads, or without one.
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
