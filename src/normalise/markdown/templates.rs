//! Markup that site generators put into Markdown and expand themselves: tags of Liquid and Tera (`{% … %}`), shortcodes of Hugo
//! (`{{< … >}}`), variables (`{{ … }}`), comments of MDX (`{/* … */}`), attribute lists (`{: .wide }`).

use std::borrow::Cow;
use std::ops::Range;

use super::scan::{close_hole, is_line_blank, ranges_of_code, replaced};
use super::template_tag::{Kind, LONGEST, Tag};
use super::{Context, Lost, MARK, tags};
use crate::article::permalink::Generator;

/// The text with its tags expanded, as far as feedmill knows them.
pub(super) fn expanded<'t>(text: &'t str, context: &Context<'_>, lost: &mut Lost) -> Cow<'t, str> {
    if !["{%", "{{", "{:", "{/*"].iter().any(|open| text.contains(open)) {
        return Cow::Borrowed(text);
    }
    // In texts, Hugo expands shortcodes alone: its site shows values as they are written.
    let is_hugo = context.place.is_some_and(|place| place.website.generator == Generator::Hugo);
    let mut ends = Ends::default();
    Cow::Owned(replaced(
        text,
        |bytes| memchr::memchr(b'{', bytes),
        |out, start| {
            let tag = Tag::of(&text[start..])?;
            let next = start + tag.length;
            Some(match tag.kind {
                Kind::Comment => next + close_hole(out, &text[next..]),
                Kind::Literal => {
                    out.push_str(&tag.literal());
                    next
                }
                Kind::Attributes => next,
                Kind::Value if is_hugo && !is_in_address(out) => {
                    out.push_str(&text[start..next]);
                    next
                }
                kind => {
                    let name = tag.name();
                    let whole = if tags::is_block(name) { ends.find(text, next, name) } else { None };
                    let end = whole.as_ref().map_or(next, |(_, end)| *end);
                    let inside = whole.map(|(inside, _)| &text[next..inside]);
                    match tags::made(kind, &tag, inside, context) {
                        tags::Made::Text(made) if made.is_empty() => end + close_hole(out, &text[end..]),
                        tags::Made::Text(made) => {
                            push(out, &made, &text[end..]);
                            end
                        }
                        tags::Made::Nothing => next + close_hole(out, &text[next..]),
                        tags::Made::Unknown => {
                            lost.add(&text[start..next]);
                            if is_in_address(out) {
                                out.push(MARK);
                                next
                            } else {
                                next + close_hole(out, &text[next..])
                            }
                        }
                    }
                }
            })
        },
    ))
}

/// Adds the text of a tag; a block gets lines of its own.
fn push(out: &mut String, made: &str, rest: &str) {
    let is_block = made.starts_with("<pre") || made.starts_with("<figure");
    if is_block && !is_line_blank(out) {
        out.push_str("\n\n");
    }
    out.push_str(made);
    if is_block && !rest.lines().next().unwrap_or_default().trim().is_empty() {
        out.push_str("\n\n");
    }
}

/// Whether the text breaks off within an address: of a link, a picture, an attribute or a definition.
fn is_in_address(out: &str) -> bool {
    let tail = &out[out.ceil_char_boundary(out.len().saturating_sub(LONGEST))..];
    let word = tail.rsplit(char::is_whitespace).next().unwrap_or_default();
    let line = tail.rsplit('\n').next().unwrap_or_default().trim_end();
    let is_definition = word.is_empty() && line.starts_with('[') && line.ends_with("]:") && out.ends_with(' ');
    word.contains("](") || word.contains("=\"") || word.contains("='") || word.contains("://") || is_definition
}

/// Where blocks end. A text is searched once for each name.
#[derive(Default)]
struct Ends {
    /// Names whose ends are not found after a place.
    missing: Vec<(String, usize)>,
    /// Where code stands in the text, once it was computed.
    code: Option<Vec<Range<usize>>>,
}

impl Ends {
    /// Whether a place is in code.
    fn is_in_code(&mut self, text: &str, at: usize) -> bool {
        let code = self.code.get_or_insert_with(|| ranges_of_code(text).collect());
        code.get(code.partition_point(|range| range.end <= at)).is_some_and(|range| range.start <= at)
    }

    /// Where the inside of a block ends, and where the block does. An end in code counts only if there is no other, and if the
    /// inside is no Markdown, so that there are no fences of code in it.
    fn find(&mut self, text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
        if self.missing.iter().any(|(known, at)| known == name && *at <= from) {
            return None;
        }
        let closing = format!("end{name}");
        let mut in_code = None;
        for at in memchr::memchr_iter(b'{', &text.as_bytes()[from..]).map(|at| from + at) {
            let rest = &text[at..];
            if !rest.starts_with("{%") && !rest.starts_with("{{") {
                continue;
            }
            let Some(tag) = Tag::of(rest) else { continue };
            let is_end = match tag.kind {
                Kind::Tag => tag.name() == closing,
                Kind::Shortcode => tag.inside.strip_prefix('/').is_some_and(|end| end.trim() == name),
                _ => false,
            };
            if is_end && !self.is_in_code(text, at) {
                return Some((at, at + tag.length));
            } else if is_end {
                in_code = in_code.or(Some((at, at + tag.length)));
            } else if in_code.is_some() && tag.name() == name && !self.is_in_code(text, at) {
                // The next end is that of another block.
                break;
            }
        }
        let found = in_code.filter(|_| tags::is_literal(name));
        if found.is_none() && in_code.is_none() {
            self.missing.push((name.to_owned(), from));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::to_html;

    #[test]
    fn marks_in_code_end_no_block() {
        for (text, made) in [
            ("a {% comment %}hidden `{% endcomment %}` too{% endcomment %} b\n", "<p>a b</p>\n"),
            (
                "The tag {% comment %} hides.\n\n```\n{% comment %} x {% endcomment %}\n```\n\nEnd\n",
                "<p>The tag hides.</p>\n<pre><code>{% comment %} x {% endcomment %}\n</code></pre>\n<p>End</p>\n",
            ),
            (
                "{{< highlight go >}}\na `{{< /highlight >}}`\n{{< /highlight >}}\n\nb\n",
                "<pre><code class=\"language-go\">a &#96;&#123;&#123;&#60; &#47;highlight &#62;&#125;&#125;&#96;</code></pre>\n<p>b</p>\n",
            ),
            // The fence is one of what is shown.
            (
                "{% highlight md %}\n```\n{% endhighlight %}\n\nb\n",
                "<pre><code class=\"language-md\">&#96;&#96;&#96;</code></pre>\n<p>b</p>\n",
            ),
            ("{% raw %}{% raw %}{% endraw %}\n", "<p>{% raw %}</p>\n"),
        ] {
            assert_eq!(to_html(text), made, "{text}");
        }
    }
}
