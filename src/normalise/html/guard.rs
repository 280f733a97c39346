//! Whether HTML can be parsed in reasonable time: html5ever and ammonia are quadratic in the depth of nesting, in the
//! number of attributes of one tag, and in the length of a text times its ampersands.
//!
//! One linear scan with the tokenizer's own rules (HTML §13.2.5) counts them. Where the scan cannot know how the parser
//! would read on (raw text inside SVG or MathML), only small texts pass.

/// The most attributes of one tag.
const MOST_ATTRIBUTES: usize = 256;
/// The most that texts times their ampersands may add up to; about 0.05 s of parsing.
const MOST_REFERENCES: usize = 2_000_000_000;
/// The most elements that the parser may open again by itself: each block inside of open formatting elements opens all
/// of them (HTML §13.2.4.3).
const MOST_REOPENED: usize = 50_000;
/// The longest text that passes, in bytes.
const LONGEST: usize = 4 << 20;
/// How large a text may be whose reading is in doubt: its tags, its bytes.
const DOUBTFUL: (usize, usize) = (1_000, 64 << 10);

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that end where the next of their kind begins; the first four also with their parent.
const SIBLINGS: &[&str] = &["p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody"];
/// Formatting elements.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content is text up to their end tag.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

fn is(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

/// Whether the HTML can be given to the sanitiser: not nested deeper than `deepest`, among others. Linear; errs on the
/// side of no.
pub(crate) fn is_tame(html: &str, deepest: usize) -> bool {
    if html.len() > LONGEST {
        return false;
    }
    let bytes = html.as_bytes();
    if !has_few_references(bytes) {
        return false;
    }
    let (mut at, mut tags, mut doubt) = (0, 0, false);
    let (mut formatting, mut reopened) = (0_usize, 0_usize);
    let mut open: Vec<&[u8]> = Vec::new();
    while let Some(start) = memchr::memchr(b'<', &bytes[at..]) {
        at += start + 1;
        let closing = bytes.get(at) == Some(&b'/');
        let name_at = at + usize::from(closing);
        if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            let foreign = open.iter().any(|name| is(name, &["svg", "math"]));
            doubt |= foreign && bytes[at..].starts_with(b"![CDATA[");
            at += match bytes.get(at) {
                Some(b'!') if bytes[at..].starts_with(b"!--") => end_of_comment(&bytes[at + 3..]) + 3,
                Some(b'!' | b'?' | b'/') => memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len() - at, |end| end + 1),
                _ => 0,
            };
            continue;
        }
        let length = bytes[name_at..].iter().take_while(|b| !b.is_ascii_whitespace() && !b"/>".contains(b)).count();
        let name = &bytes[name_at..name_at + length];
        let (end, attributes) = end_of_tag(bytes, name_at + length);
        at = end;
        tags += 1;
        if attributes > MOST_ATTRIBUTES {
            return false;
        }
        if closing {
            formatting -= close(&mut open, name);
            continue;
        }
        reopened += formatting;
        if reopened > MOST_REOPENED {
            return false;
        }
        let follows_sibling = is(name, SIBLINGS) && open.last().is_some_and(|last| last.eq_ignore_ascii_case(name));
        if !is(name, VOID) && !follows_sibling {
            if is(name, RAW) {
                if open.iter().any(|name| is(name, &["svg", "math"])) {
                    doubt = true;
                } else {
                    at = end_of_raw_text(bytes, at, name);
                    continue;
                }
            } else if is(name, &["plaintext"]) {
                break;
            }
            open.push(name);
            formatting += usize::from(is(name, FORMATTING));
            if open.len() > deepest {
                return false;
            }
        }
    }
    !doubt || (tags <= DOUBTFUL.0 && html.len() <= DOUBTFUL.1)
}

/// Whether character references are few for the texts that they stand in: each costs the length of its text so far.
fn has_few_references(bytes: &[u8]) -> bool {
    let (mut start, mut cost) = (0, 0_usize);
    for end in memchr::memchr_iter(b'<', bytes).chain([bytes.len()]) {
        let references = memchr::memchr_iter(b'&', &bytes[start..end]).count();
        cost = cost.saturating_add(references.saturating_mul(end - start));
        start = end;
    }
    cost <= MOST_REFERENCES
}

/// Takes an element off the open ones; of those inside it only what an end tag surely closes. Says how many of those
/// taken off are formatting elements.
fn close(open: &mut Vec<&[u8]>, name: &[u8]) -> usize {
    let Some(at) = open.iter().rposition(|known| known.eq_ignore_ascii_case(name)) else { return 0 };
    if open[at + 1..].iter().all(|inner| is(inner, &SIBLINGS[..4])) {
        open.truncate(at);
    } else {
        open.remove(at);
    }
    // What is taken off inside of it are items and paragraphs.
    usize::from(is(name, FORMATTING))
}

/// The offset after the tag whose name ends at `at`, and the number of its attributes.
fn end_of_tag(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut attributes = 0;
    let skip = |mut at: usize, what: fn(&u8) -> bool| {
        while bytes.get(at).is_some_and(what) {
            at += 1;
        }
        at
    };
    loop {
        at = skip(at, |b| b.is_ascii_whitespace() || *b == b'/');
        match bytes.get(at) {
            None => return (at, attributes),
            Some(b'>') => return (at + 1, attributes),
            Some(_) => {}
        }
        attributes += 1;
        at = skip(at + 1, |b| !b.is_ascii_whitespace() && !b"/>=".contains(b));
        let equals = skip(at, u8::is_ascii_whitespace);
        if bytes.get(equals) != Some(&b'=') {
            continue;
        }
        at = skip(equals + 1, u8::is_ascii_whitespace);
        at = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |end| at + 1 + end + 1)
            }
            _ => skip(at, |b| !b.is_ascii_whitespace() && *b != b'>'),
        };
    }
}

/// The length of a comment after its `<!--`.
fn end_of_comment(rest: &[u8]) -> usize {
    if rest.starts_with(b">") {
        return 1;
    }
    if rest.starts_with(b"->") {
        return 2;
    }
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&rest[from..], b"--") {
        from += at + 2;
        match &rest[from..] {
            [b'>', ..] => return from + 1,
            [b'!', b'>', ..] => return from + 2,
            _ => from -= 1,
        }
    }
    rest.len()
}

/// The offset of the end tag of a raw text element, or the end of the text.
fn end_of_raw_text(bytes: &[u8], at: usize, name: &[u8]) -> usize {
    let mut from = at;
    while let Some(start) = memchr::memmem::find(&bytes[from..], b"</") {
        from += start;
        if bytes[from + 2..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return from;
        }
        from += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    fn is_tame(html: &str) -> bool {
        super::is_tame(html, 256)
    }

    #[test]
    fn ordinary_markup_passes() {
        assert!(is_tame("<p>a<p>b<ul><li>c<li>d</ul><a href='x>y'>z</a><br><img src=a>"));
        assert!(is_tame(&"<p>one<p>".repeat(5_000)));
        assert!(is_tame(&"<div><b>x</b></div>".repeat(5_000)));
        assert!(is_tame(&"<ul><li>x</ul>".repeat(5_000)));
        assert!(is_tame("<svg><title>icon</title><style>a{}</style></svg>"));
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
        ] {
            assert!(!is_tame(&deep(part)), "{part}");
        }
        assert!(!is_tame(&format!("<script>x<b y=\"</script>{}", deep("<div>"))));
        assert!(!is_tame(&format!("<svg><style>{}", deep("<g><!--</g>-->"))));
        assert!(!is_tame(&format!("<!--->{}", deep("<div>"))));
    }

    #[test]
    fn elements_that_open_again_are_counted() {
        let many: String = (0..200).flat_map(|n| ["<b class=c".to_owned(), n.to_string(), ">".to_owned()]).collect();
        assert!(!is_tame(&format!("<p>{many}{}", "<p>x".repeat(5_000))));
        assert!(is_tame(&format!("<b>{}", "<p>x <i>y</i>".repeat(5_000))));
    }

    #[test]
    fn references_are_counted_by_text() {
        assert!(is_tame(&"<p>a &amp; b</p>".repeat(100_000)));
        assert!(!is_tame(&"&".repeat(100_000)));
        assert!(!is_tame(&format!("<p>{}", "x &amp; y ".repeat(100_000))));
    }

    #[test]
    fn attributes_cannot_be_hidden() {
        let many: String = (0..3_000).flat_map(|n| [" a".to_owned(), n.to_string()]).collect();
        assert!(!is_tame(&format!("<a{many}>")));
        assert!(!is_tame(&format!("<a title='>'{many}>")));
        assert!(!is_tame(&format!("<a{}>", "/a=''".repeat(300))));
    }
}
