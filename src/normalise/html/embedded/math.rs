//! The text of a formula in MathML.

use super::super::tags::{Tag, Tags};
use crate::article::text::{BLOCKS, push_html};

/// Elements that say in another way what is said already, or show nothing.
const SKIPPED: &[&str] = &["annotation", "annotation-xml", "mphantom"];

/// Elements that hold text.
const TOKENS: &[&str] = &["mi", "mn", "mo", "ms", "mtext"];

/// Other elements of MathML Core, and old ones.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "math", "semantics", "mrow", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup", "munder", "mover", "munderover",
    "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd", "mlabeledtr", "mstyle", "mpadded", "merror", "mspace",
    "menclose", "mfenced", "maction", "maligngroup", "malignmark", "mglyph",
];

/// What stands around a child of an element, by its number from 1.
const AROUND: &[(&str, usize, (&str, &str))] = &[
    ("msup", 2, ("<sup>", "</sup>")),
    ("mover", 2, ("<sup>", "</sup>")),
    ("mroot", 2, ("<sup>", "</sup>")),
    ("msub", 2, ("<sub>", "</sub>")),
    ("munder", 2, ("<sub>", "</sub>")),
    ("msubsup", 2, ("<sub>", "</sub>")),
    ("msubsup", 3, ("<sup>", "</sup>")),
    ("munderover", 2, ("<sub>", "</sub>")),
    ("munderover", 3, ("<sup>", "</sup>")),
];

/// An element that is open.
struct Open<'t> {
    name: &'t str,
    /// How many of its children have begun.
    children: usize,
    /// What follows it.
    after: &'static str,
}

/// The text of the formula whose first tag is `first`, and where what follows it begins. `tags` are those after that.
pub(super) fn text<'t>(html: &'t str, first: &Tag<'t>, tags: &mut Tags<'t>) -> (String, usize) {
    let mut out = String::new();
    let mut open = vec![Open { name: first.name, children: 0, after: "" }];
    let mut skipped: Option<&str> = None;
    let mut at = first.end;
    for tag in tags {
        if skipped.is_none() {
            out.push_str(html[at..tag.start].trim());
        }
        at = tag.end;
        match skipped {
            Some(name) if tag.is_end && tag.name.eq_ignore_ascii_case(name) => skipped = None,
            Some(_) if !tag.is(&["math"]) => {}
            _ if tag.is_end => {
                if tag.is(&["math"]) {
                    break;
                }
                if let Some(last) = open.pop_if(|last| last.name.eq_ignore_ascii_case(tag.name)) {
                    out.push_str(last.after);
                }
            }
            _ if tag.text.ends_with("/>") => {}
            _ if tag.is(SKIPPED) => skipped = Some(tag.name),
            _ if tag.is(TOKENS) || tag.is(OTHERS) => {
                let after = begin(&tag, open.last_mut(), &mut out);
                open.push(Open { name: tag.name, children: 0, after });
            }
            // A formula ends where something else begins.
            _ if tag.is(BLOCKS) || !open.last().is_some_and(|last| is_one_of(last.name, TOKENS)) => {
                at = tag.start;
                break;
            }
            _ => {}
        }
    }
    out.extend(open.iter().rev().map(|open| open.after));
    if out.is_empty()
        && let Some(words) = first.value("alttext")
    {
        push_html(&mut out, &words);
    }
    (out, at)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Writes what stands before an element, and says what follows it.
fn begin(tag: &Tag<'_>, parent: Option<&mut Open<'_>>, out: &mut String) -> &'static str {
    let mut after = "";
    if let Some(parent) = parent {
        parent.children += 1;
        let is = |name: &str| parent.name.eq_ignore_ascii_case(name);
        let around = AROUND.iter().find(|(name, child, _)| *child == parent.children && is(name));
        if let Some((_, _, (before, behind))) = around {
            out.push_str(before);
            after = behind;
        }
        if is("mfrac") && parent.children == 2 {
            out.push('/');
        }
        if is("mfrac") && tag.is(&["mrow"]) {
            out.push('(');
            after = ")";
        }
        if (is("mtr") || is("mtable")) && parent.children > 1 {
            out.push_str(if is("mtr") { " " } else { "; " });
        }
    }
    if tag.is(&["msqrt"]) && after.is_empty() {
        out.push_str("√(");
        return ")";
    }
    if tag.is(&["mroot"]) {
        out.push('√');
    }
    after
}
