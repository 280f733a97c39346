//! HTML as most texts have it: paragraphs, headings, lists, emphasis, links, pictures, each element closed where it was opened. What
//! the sanitiser makes of that is known without a parser, and is written here in one pass.
//!
//! What is not surely so is left to the parser: other elements and attributes, tags that are left out or cross each other, addresses
//! that are not whole. A test holds both against each other on random texts.

use super::address;
use crate::article::text::{has_illegal, is_legal};

/// Where an element may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In another block, and holds blocks, lines and text.
    Block,
    /// In a block, and holds items alone and what stands between them.
    List,
    /// In a list, and holds what a block does.
    Item,
    /// In a block, and holds lines and text: another block would end it (HTML §13.2.6.4.7).
    Paragraph,
    /// Anywhere, and holds lines and text.
    Line,
    /// A line that is not in another one of its kind.
    Link,
    /// Anywhere, and holds nothing.
    Void,
    /// In a block, and holds nothing.
    Rule,
}

/// What an element is, if the sanitiser lets it through.
fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "div" | "blockquote" | "article" | "aside" | "figure" | "figcaption" | "footer" | "header" | "nav"
        | "center" => Kind::Block,
        "ul" | "ol" => Kind::List,
        "li" => Kind::Item,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" => Kind::Paragraph,
        "b" | "i" | "em" | "strong" | "code" | "s" | "small" | "u" | "span" | "abbr" | "cite" | "del" | "dfn"
        | "ins" | "kbd" | "mark" | "q" | "samp" | "sub" | "sup" | "var" => Kind::Line,
        "a" => Kind::Link,
        "br" | "img" => Kind::Void,
        "hr" => Kind::Rule,
        _ => return None,
    })
}

/// How deep elements are nested at most, and how many characters at most are written as references. With more, the sanitiser may
/// give the markup up.
const DEEPEST: usize = 50;
const MOST_REFERENCES: usize = 1_000;
/// The longest text, in bytes.
const LONGEST: usize = 1 << 18;

/// What the sanitiser makes of HTML, before [`settle`](super::settle); `None`: it is not as most texts have it, or its elements may be
/// nested deeper than `deepest`.
pub(super) fn sanitised(html: &str, deepest: usize) -> Option<String> {
    if html.len() > LONGEST || has_illegal(html.as_bytes()) {
        return None;
    }
    let mut writer =
        Writer { rest: html, out: String::with_capacity(html.len() + html.len() / 8), open: Vec::new(), references: 0 };
    // In the innermost element may be an empty one, and a break that is put into its text.
    let deepest = deepest.min(DEEPEST).checked_sub(2)?;
    loop {
        let text = memchr::memchr(b'<', writer.rest.as_bytes()).unwrap_or(writer.rest.len());
        let (text, rest) = writer.rest.split_at(text);
        writer.text(text)?;
        let Some(tag) = rest.strip_prefix('<') else { break };
        match tag.strip_prefix('/') {
            Some(end) => writer.end_tag(end)?,
            None => writer.start_tag(tag)?,
        }
        if writer.open.len() > deepest || writer.references > MOST_REFERENCES {
            return None;
        }
    }
    writer.open.is_empty().then_some(writer.out)
}

struct Writer<'h> {
    rest: &'h str,
    out: String,
    /// The elements that are open, the innermost last.
    open: Vec<(&'h str, Kind)>,
    /// How many characters were written as references.
    references: usize,
}

/// The name at the beginning of a tag, in small letters, and what follows.
fn name(tag: &str) -> (&str, &str) {
    tag.split_at(tag.bytes().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).count())
}

impl<'h> Writer<'h> {
    /// Writes a text as an HTML serialiser does (HTML §13.3).
    fn text(&mut self, mut text: &str) -> Option<()> {
        while let Some(at) = memchr::memchr3(b'&', b'>', 0xC2, text.as_bytes()) {
            // The character may be one of two bytes.
            self.out.push_str(&text[..at]);
            text = &text[at..];
            let c = if text.starts_with('&') { reference(&mut text)? } else { next(&mut text)? };
            self.character(c);
        }
        self.out.push_str(text);
        Some(())
    }

    fn character(&mut self, c: char) {
        let reference = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\u{A0}' => "&nbsp;",
            _ => return self.out.push(c),
        };
        self.references += 1;
        self.out.push_str(reference);
    }

    fn end_tag(&mut self, tag: &'h str) -> Option<()> {
        let (name, rest) = name(tag);
        let (open, _) = self.open.pop()?;
        self.rest = rest.strip_prefix('>').filter(|_| open == name)?;
        self.out.extend(["</", name, ">"]);
        Some(())
    }

    fn start_tag(&mut self, tag: &'h str) -> Option<()> {
        let (name, mut rest) = name(tag);
        let kind = kind_of(name)?;
        let around = self.open.last().map_or(Kind::Block, |(_, kind)| *kind);
        let may_stand = match kind {
            Kind::Block | Kind::List | Kind::Paragraph | Kind::Rule => matches!(around, Kind::Block | Kind::Item),
            Kind::Item => around == Kind::List,
            Kind::Link => around != Kind::List && self.open.iter().all(|(_, kind)| *kind != Kind::Link),
            Kind::Line | Kind::Void => around != Kind::List,
        };
        if !may_stand {
            return None;
        }
        self.out.extend(["<", name]);
        let mut written: Vec<&str> = Vec::new();
        while let Some(attribute) = rest.strip_prefix(' ')
            && !attribute.starts_with('/')
        {
            let (key, value) = attribute.split_once("=\"")?;
            let (value, after) = value.split_once('"')?;
            rest = after;
            match (name, key) {
                ("a", "href") | ("img", "src") => self.attribute(key, &address(&decoded(value)?, None)?)?,
                ("img", "alt") | (_, "title") => self.attribute(key, &decoded(value)?)?,
                // A picture may be loaded by what these say; of all others they are left out.
                (name, "class" | "id" | "style" | "target" | "rel") if name != "img" && !value.contains(['<', '>']) => {
                    continue;
                }
                _ => return None,
            }
            if written.contains(&key) {
                return None;
            }
            written.push(key);
        }
        let is_void = matches!(kind, Kind::Void | Kind::Rule);
        let rest = rest.strip_prefix(" /").or_else(|| rest.strip_prefix('/')).filter(|_| is_void).unwrap_or(rest);
        self.rest = rest.strip_prefix('>')?;
        self.out.push('>');
        // A line end at the beginning of what is preformatted is no part of it.
        if (name == "img" && !written.contains(&"src")) || (name == "pre" && self.rest.starts_with('\n')) {
            return None;
        }
        if !is_void {
            self.open.push((name, kind));
        }
        Some(())
    }

    /// Writes an attribute.
    fn attribute(&mut self, key: &str, value: &str) -> Option<()> {
        if value.contains(['"', '<', '>', '\u{A0}']) {
            return None;
        }
        self.out.extend([" ", key, "=\""]);
        value.chars().for_each(|c| self.character(c));
        self.out.push('"');
        Some(())
    }
}

/// A value of an attribute without references.
fn decoded(mut raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    while let Some(at) = memchr::memchr(b'&', raw.as_bytes()) {
        out.push_str(&raw[..at]);
        raw = &raw[at..];
        out.push(reference(&mut raw)?);
    }
    out.push_str(raw);
    Some(out)
}

/// The character at the beginning of a text, which is left behind it.
fn next(text: &mut &str) -> Option<char> {
    let mut chars = text.chars();
    let c = chars.next();
    *text = chars.as_str();
    c
}

/// The character that a reference at the beginning of a text names, which is left behind it; `None`: it is none of a few, or names a
/// character that is not published.
fn reference(text: &mut &str) -> Option<char> {
    const NAMED: [(&str, char); 6] =
        [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("nbsp", '\u{A0}'), ("apos", '\'')];
    /// The longest of them, with its mark and its end.
    const LONGEST: usize = 10;
    let end = memchr::memchr(b';', text.as_bytes().get(..LONGEST).unwrap_or(text.as_bytes()))?;
    let name = &text[1..end];
    let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    let numbered = || {
        let digits = name.strip_prefix('#')?;
        let (digits, radix) = digits.strip_prefix(['x', 'X']).map_or((digits, 10), |digits| (digits, 16));
        let is_number = digits.bytes().all(|digit| digit.is_ascii_alphanumeric());
        let c = char::from_u32(u32::from_str_radix(digits, radix).ok().filter(|_| is_number)?)?;
        (c >= ' ' && is_legal(c)).then_some(c)
    };
    let c = named.or_else(numbered)?;
    *text = &text[end + 1..];
    Some(c)
}

#[cfg(test)]
mod tests {
    use super::super::{parsed, settle};
    use super::sanitised;

    /// A few numbers in no order (xorshift, Marsaglia 2003).
    struct Random(u64);

    impl Random {
        fn below(&mut self, most: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 >> 11).unwrap() % most
        }

        fn one<'p>(&mut self, parts: &[&'p str]) -> &'p str {
            parts[self.below(parts.len())]
        }
    }

    #[rustfmt::skip]
    const TEXTS: &[&str] = &[
        "tide", " ", "\n", "a & b", "&amp;", "&lt;b&gt;", "&quot;so&quot;", "&#8217;", "&#x2014;", "&nbsp;", "\u{A0}", "é“”", "&#39;", "1 > 0",
        "&amp;lt;", "x=y", " src=x", "&lt;script ", "&copy;", "&#150;", "&#0;", "&#xD;", "&amp", "\t", "©", "&apos;", "\"", "'", "ش", "&#160;",
        "&amp;#60;", "  \n ",
    ];
    #[rustfmt::skip]
    const TAGS: &[&str] = &[
        "p", "h1", "h2", "h3", "h6", "pre", "div", "blockquote", "figure", "figcaption", "header", "nav", "center", "article", "ul", "ol", "li", "b", "i",
        "em", "strong", "code", "s", "small", "u", "span", "abbr", "cite", "del", "dfn", "ins", "kbd", "mark", "q", "samp", "sub", "sup", "var", "a",
        "br", "hr", "img", "aside", "footer", "h4", "h5", "table", "dl", "font", "section", "svg", "P",
    ];
    #[rustfmt::skip]
    const ATTRIBUTES: &[&str] = &[
        " class=\"x y\"", " href=\"https://a.example/b?c=d&amp;e=f#g\"", " href=\"/relative\"", " href=\"mailto:a@b.example\"", " title=\"T &amp; t\"",
        " src=\"https://a.example/i.jpg\"", " alt=\"A picture\"", " alt=\"\"", " id=\"n\"", " style=\"color: red\"", " rel=\"nofollow\"", " target=\"_blank\"",
        " onclick=\"x()\"", " href=\"HTTPS://A.example/é ü\"", " href=\"javascript:x()\"", " title='q'", " title=\"&quot;\"", " hidden", " lang=\"de\"",
        " width=\"10\"", " class=\"a>b\"", " title=\"a&nbsp;b\"", " /", "/", " data-src=\"x\"", " href=\"\"", " src=\"\"", "  id=\"m\"",
    ];

    /// Markup that is mostly as most texts have it.
    fn fragment(random: &mut Random, depth: usize, out: &mut String) {
        for _ in 0..=random.below(4) {
            if depth == 0 || random.below(3) == 0 {
                out.push_str(random.one(TEXTS));
                continue;
            }
            let name = random.one(TAGS);
            out.extend(["<", name]);
            for _ in 0..random.below(4).saturating_sub(1) {
                out.push_str(random.one(ATTRIBUTES));
            }
            if matches!(name, "a" | "img") && random.below(2) == 0 {
                out.push_str(if name == "a" { ATTRIBUTES[1] } else { ATTRIBUTES[5] });
            }
            out.push('>');
            if matches!(name, "br" | "hr" | "img") {
                continue;
            }
            fragment(random, depth - 1, out);
            if random.below(60) > 0 {
                out.extend(["</", name, ">"]);
            }
        }
    }

    /// `FEEDMILL_TEXTS` says how many texts there are.
    #[test]
    fn the_sanitiser_makes_the_same() {
        let texts: usize = std::env::var("FEEDMILL_TEXTS").map_or(20_000, |texts| texts.parse().unwrap());
        let mut random = Random(17);
        let mut ordinary = 0;
        for _ in 0..texts {
            let mut html = String::new();
            let depth = 1 + random.below(5);
            fragment(&mut random, depth, &mut html);
            if random.below(500) == 0 {
                html = html.repeat(1 + random.below(300));
            }
            let deepest = if random.below(8) == 0 { random.below(6) } else { 256 };
            if let Some(safe) = sanitised(&html, deepest) {
                ordinary += 1;
                assert_eq!((settle(safe), true), parsed(&html, None, deepest), "{html}");
            }
        }
        assert!(ordinary * 10 > texts, "only {ordinary} of {texts} are ordinary");
    }

    #[test]
    fn most_texts_are_ordinary() {
        for html in [
            "<p>The ferry &amp; the &quot;tide&quot;</p>\n<h2>Next</h2>\n<ul>\n<li>one</li>\n<li><p>two</p></li>\n</ul>\n",
            "<p class=\"lead\">See <a href=\"https://a.example/?b=c&amp;d=e\" rel=\"nofollow\" target=\"_blank\">it&#8217;s <em>here</em></a>.<br /></p>",
            "<figure><img src=\"https://a.example/i.jpg\" alt=\"\" /><figcaption>Boats</figcaption></figure><hr>",
        ] {
            assert!(sanitised(html, 256).is_some(), "{html}");
        }
        for html in [
            "<p>one<p>two",
            "<b><i>x</b></i>",
            "<p><div>x</div></p>",
            "<a href=\"/x\">y</a>",
            "<table></table>",
            "<ul>x</ul>y<",
        ] {
            assert!(sanitised(html, 256).is_none(), "{html}");
        }
    }
}
