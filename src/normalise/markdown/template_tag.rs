//! A tag of a template language, by its marks.

/// The longest tag, in bytes.
pub(super) const LONGEST: usize = 2_000;

/// The kinds of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{% name … %}`
    Tag,
    /// `{{< name … >}}`, `{{% name … %}}`
    Shortcode,
    /// `{{ value }}`
    Value,
    /// `{/* … */}`
    Comment,
    /// `{{</* name */>}}`: the shortcode as text.
    Literal,
    /// `{: .wide }`
    Attributes,
}

/// A tag at the beginning of a text.
pub(super) struct Tag<'t> {
    pub(super) kind: Kind,
    /// What stands between its marks.
    pub(super) inside: &'t str,
    mark: char,
    /// Its bytes, marks included.
    pub(super) length: usize,
}

impl<'t> Tag<'t> {
    /// The tag that a text begins with.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        const FORMS: [(&str, &str, Kind); 8] = [
            ("{%", "%}", Kind::Tag),
            ("{{</*", "*/>}}", Kind::Literal),
            ("{{%/*", "*/%}}", Kind::Literal),
            ("{{<", ">}}", Kind::Shortcode),
            ("{{%", "%}}", Kind::Shortcode),
            ("{{", "}}", Kind::Value),
            ("{/*", "*/}", Kind::Comment),
            ("{:", "}", Kind::Attributes),
        ];
        let (open, close, kind) = *FORMS.iter().find(|(open, ..)| text.starts_with(open))?;
        let rest = &text[open.len()..text.floor_char_boundary(LONGEST).max(open.len())];
        let end = rest.find(close)?;
        let inside = &rest[..end];
        let mark = if open.contains('<') { '<' } else { '%' };
        Some(Self { kind, inside: inside.trim(), mark, length: open.len() + end + close.len() })
    }

    /// The name of the tag: `/note` of its end.
    pub(super) fn name(&self) -> &'t str {
        let inside = self.inside.trim_start_matches('-').trim_start();
        let name = inside.split(|c: char| c.is_whitespace() || matches!(c, '(' | ':')).next().unwrap_or_default();
        name.trim_end_matches('-')
    }

    /// What follows the name.
    pub(super) fn rest(&self) -> &'t str {
        let inside = self.inside.trim_start_matches('-').trim_start();
        inside[self.name().len()..].trim_end_matches(['-', '/']).trim()
    }

    /// The shortcode that a [`Kind::Literal`] shows.
    pub(super) fn literal(&self) -> String {
        let close = if self.mark == '<' { '>' } else { '%' };
        format!("{{{{{} {} {close}}}}}", if self.mark == '<' { "&lt;" } else { "%" }, self.inside)
    }
}
