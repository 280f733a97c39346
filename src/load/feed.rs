//! Feeds: RSS 0.90, 0.91, 0.92, 0.93, 0.94, 1.0 and 2.0, Atom 0.3 and 1.0.
//!
//! Sources: RFC 4287 (Atom 1.0), draft-ietf-atompub-format-00 ("Atom 0.3"), the RSS Advisory Board's RSS 2.0 and its
//! predecessors, RSS 1.0 and its modules (Dublin Core, content), Media RSS, iTunes, RFC 6721 (deleted entries), XML Base,
//! RFC 3986 §5 (relative addresses), WHATWG HTML §13.5 (named references).
//!
//! The XML is read with quick-xml, and the feed with a reader of our own. feed-rs and its like give a feed whose dates,
//! ids and addresses they have changed; drafts hold them as they stand. They know no lines, which every draft, rejection
//! and warning has; for them one broken item breaks the feed; and where an item has no id they make one up, by which it
//! would be recognised.
//!
//! - An item is read as a whole ([`tree`]), by names in their namespaces ([`names`]); [`item`] says which element is
//!   which field. An item without source, language or authors of its own gets those of the feed.
//! - Where an item is broken, it is rejected, and reading goes on at the next one that begins; what was read before
//!   stays. What is not XML but common in feeds (a `&` alone, HTML that is not escaped and not closed, attributes twice or without
//!   quotes, text after the root) is read, and a warning says so where it may change what is read.
//! - An address is as it stands, if it is absolute; else it is read from `xml:base` in scope, else from the page of the
//!   feed. A text is read from `xml:base`, else from the address of its item.
//! - References are those of XML and of HTML. An entity that the document declares is never expanded, and nothing outside
//!   of the document is read. A `&` alone is text.
//!
//! Not supported: an Atom entry that is a document of its own, RSS 1.1, content out of line (`src`) or as a document
//! inside (`application/…`), all but the first of several contents, `xml:base` on elements inside of XHTML content,
//! licences, ratings, comments, places.
//! `managingEditor` and `webMaster` are no authors of items, and are ignored.

mod channel;
mod export;
mod item;
mod names;
mod references;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod xml;

use super::lines::Lines;
use super::{InputFormat, LoadError, LoadErrorKind, Loaded, Read, ReadOptions, removed};
use crate::report::{Rejection, Warning, WarningCode};
use channel::Feed;
use item::Item;
use names::{Named, Ns, Scope};
use tree::Tree;
use xml::{Fault, Token, Tokens};

pub(super) static FORMAT: InputFormat = InputFormat {
    name: "feed",
    about: "RSS 0.9 to 2.0, Atom 0.3 and 1.0",
    extensions: &["xml", "rss", "atom", "rdf"],
    detect,
    by_line: false,
    read: Read::Text(read),
};

/// Whether the root element is that of a feed.
fn detect(text: &str) -> bool {
    if !text.trim_start_matches(|c: char| c == '\u{FEFF}' || c.is_whitespace()).starts_with('<') {
        return false;
    }
    let mut reader = Reader::new(text, None);
    reader.root().is_ok_and(|root| root.is_declared)
}

fn read<'a>(text: &'a str, options: &ReadOptions<'_>) -> Result<Loaded<'a>, LoadError> {
    let mut reader = Reader::new(text, Some(options));
    match reader.root() {
        Ok(root) => {
            if !root.is_empty {
                reader.children(options);
            }
            Ok(reader.finish(options))
        }
        Err(fault) => {
            let kind = LoadErrorKind::NotThisFormat { format: FORMAT.name, reason: fault.reason };
            Err(LoadError { origin: options.origin.at(reader.lines.of(fault.at)), kind })
        }
    }
}

/// The root element of a feed.
struct Root {
    /// Whether its namespace says so.
    is_declared: bool,
    is_empty: bool,
}

struct Reader<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    lines: Lines<'a>,
    scope: Scope<'a>,
    /// The names of the root and the channel while they are open.
    open: Vec<&'a str>,
    feed: Feed<'a>,
    items: Vec<Item<'a>>,
    loaded: Loaded<'a>,
    /// The first fault in the XML that did not keep it from being read.
    slip: Option<(usize, &'static str)>,
    most: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, options: Option<&ReadOptions<'_>>) -> Self {
        Self {
            text,
            tokens: Tokens::new(text, 0),
            lines: Lines::new(text),
            scope: Scope::new(),
            open: Vec::new(),
            feed: Feed::default(),
            items: Vec::new(),
            loaded: options.map_or_else(Loaded::default, Loaded::new),
            slip: None,
            most: options.map_or(usize::MAX, |options| options.limits.item),
        }
    }

    /// Reads up to the start tag of the root element, which must be that of a feed.
    fn root(&mut self) -> Result<Root, Fault> {
        loop {
            let at = self.tokens.at;
            let fault = |reason: String| Fault { at, reason, is_end: false };
            match self.tokens.next()? {
                Token::Eof => return Err(fault("it has no root element".to_owned())),
                Token::Start { name, tag, is_empty } => {
                    self.tokens.in_prolog = false;
                    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
                    let named = self.scope.enter(name, tag, &mut false);
                    let is_declared = match (&*named.name, named.ns) {
                        ("rss", _) | ("rdf", Ns::Rdf) | ("feed", Ns::Atom) => true,
                        // Without a namespace it may be Atom, and is no other known format.
                        ("feed", Ns::Rss) => false,
                        _ => return Err(fault(format!("its root element is {name}"))),
                    };
                    if local.eq_ignore_ascii_case("feed") {
                        // In Atom, names without a namespace are of another vocabulary, unless the root has none, too.
                        self.scope.family = Ns::Other;
                        self.scope.adopt(prefix, Ns::Atom);
                        let colon = if prefix.is_empty() { "" } else { ":" };
                        self.tokens.landmark = format!("{prefix}{colon}entry");
                    } else if named.ns == Ns::Other {
                        self.scope.adopt(prefix, Ns::Rss);
                    }
                    self.feed.enter(&named);
                    self.open.push(name);
                    return Ok(Root { is_declared, is_empty });
                }
                Token::End { name } => return Err(fault(format!("</{name}> stands before any element"))),
                Token::Text(text) | Token::Raw(text) if text.trim().is_empty() => {}
                Token::Text(_) | Token::Raw(_) | Token::Reference(_) => {
                    return Err(fault("text stands before any element".to_owned()));
                }
            }
        }
    }

    /// Reads what is inside of the root element.
    fn children(&mut self, options: &ReadOptions<'_>) {
        loop {
            let start = self.tokens.at;
            match self.tokens.next() {
                Ok(Token::Start { name, tag, is_empty }) => {
                    let mut bare = false;
                    let named = self.scope.enter(name, tag, &mut bare);
                    if bare {
                        self.tokens.bare.get_or_insert(start);
                    }
                    if named.is(Ns::Rss, "channel") && self.open.len() == 1 && !is_empty {
                        self.feed.enter(&named);
                        self.open.push(name);
                    } else if !self.child(name, named, start, is_empty, options) {
                        return;
                    }
                }
                Ok(Token::End { name }) => match self.open.iter().rposition(|open| *open == name) {
                    Some(place) => {
                        if place + 1 < self.open.len() {
                            self.slip(start, "an end tag is missing");
                        }
                        self.open.truncate(place);
                        self.scope.leave_to(place);
                        if place == 0 {
                            return;
                        }
                    }
                    None => self.slip(start, "an end tag has no start tag"),
                },
                Ok(Token::Eof) => return self.cut_off(options),
                Ok(_) => {}
                Err(fault) => {
                    let Some(resume) = self.tokens.next_landmark(start + 1) else {
                        if fault.is_end {
                            return self.cut_off(options);
                        }
                        return self.reject(fault.at, options, fault.reason);
                    };
                    if self.tokens.next_landmark(start) == Some(start) {
                        self.reject_item(start, options, fault.reason);
                    } else {
                        self.slip(start, "a tag is broken");
                    }
                    self.tokens.seek(resume);
                }
            }
        }
    }

    /// Reads a child of the root or the channel; `false` where nothing can be read after it.
    fn child(
        &mut self,
        name: &'a str,
        named: Named<'a>,
        start: usize,
        is_empty: bool,
        options: &ReadOptions<'_>,
    ) -> bool {
        let is_item = tree::is_item(&named);
        if is_item && named.ns != Ns::Tombstones {
            name.clone_into(&mut self.tokens.landmark);
        }
        let tree = if is_empty {
            self.scope.leave();
            Ok(Tree::of(named, self.tokens.at - start))
        } else {
            let element = tree::Builder::new(&mut self.tokens, &mut self.scope, name, named, start);
            element.read(&self.open, self.most)
        };
        match tree {
            Ok(tree) if tree.length > self.most => {
                if is_item {
                    self.reject_item(start, options, super::too_large("item", tree.length, self.most));
                }
            }
            Ok(tree) => {
                if let Some(at) = tree.mismatch {
                    self.slip(at, "start and end tags do not match");
                }
                if let Some(root) = tree.root() {
                    if is_item {
                        let origin = self.lines.origin(options.origin, start);
                        if self.items.len() < options.most_articles {
                            self.items.push(item::read(root, origin, options, &mut self.loaded));
                        } else {
                            self.loaded.rejections.push(Rejection::new(&origin, super::TOO_MANY));
                        }
                    } else {
                        self.feed.take(root);
                    }
                }
            }
            Err(broken) => {
                let is_end = broken.fault.is_end && broken.resume.is_none();
                match (is_item, is_end) {
                    (true, true) => self.reject_item(start, options, "the file ends inside of an item".to_owned()),
                    (true, false) => {
                        let line = self.lines.of(broken.fault.at);
                        let reason = format!("not well-formed: {} (line {line})", broken.fault.reason);
                        self.reject_item(start, options, reason);
                    }
                    (false, true) => self.cut_off(options),
                    (false, false) => self.slip(start, "start and end tags do not match"),
                }
                let Some(resume) = broken.resume else { return false };
                self.tokens.seek(resume);
            }
        }
        true
    }

    fn reject(&mut self, at: usize, options: &ReadOptions<'_>, reason: String) {
        let origin = options.origin.at(self.lines.of(at));
        self.loaded.rejections.push(Rejection::new(&origin, reason));
    }

    /// Rejects an item, which may not be the only one in its line.
    fn reject_item(&mut self, start: usize, options: &ReadOptions<'_>, reason: String) {
        let origin = self.lines.origin(options.origin, start);
        self.loaded.rejections.push(Rejection::new(&origin, reason));
    }

    fn cut_off(&mut self, options: &ReadOptions<'_>) {
        let last = self.text.trim_end().len();
        let root = self.open.first().copied().unwrap_or_default();
        self.reject(last, options, format!("the file is cut off: </{root}> is missing"));
    }

    fn slip(&mut self, at: usize, what: &'static str) {
        self.slip.get_or_insert((at, what));
    }

    /// Completes the items with the fields of the feed.
    fn finish(mut self, options: &ReadOptions<'_>) -> Loaded<'a> {
        if let Some(at) = self.tokens.bare {
            let what = "a & or < that is not written as a reference is read as text";
            if self.slip.is_none_or(|(first, _)| at < first) {
                self.slip = Some((at, what));
            }
        }
        if let Some((at, what)) = self.slip {
            let origin = options.origin.at(self.lines.of(at));
            self.loaded.warnings.push(Warning::new(
                &origin,
                WarningCode::NotWellFormed,
                format!("not well-formed XML: {what}"),
            ));
        }
        if self.items.is_empty() && self.loaded.rejections.is_empty() {
            self.loaded.warnings.push(Warning::new(options.origin, WarningCode::NoArticles, "the feed has no items"));
        }
        let lender = self.feed.whole(&self.items);
        let Loaded { drafts, seen, .. } = &mut self.loaded;
        drafts.extend(self.items.into_iter().map(|item| {
            let answers = item.answers;
            let mut draft = lender.lend(item, options);
            removed::take_away(&mut draft);
            options.fields.filter().decide(answers, &mut draft, seen);
            draft
        }));
        self.loaded
    }
}
