//! Instructions of templates in a text: Liquid, Nunjucks, Jinja, Go, Tera.

/// How much of a text is searched, in bytes: its beginning tells what it is.
const LOOKED_AT: usize = 64 << 10;

/// What instructions are of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// Most of it: the text is still to be made.
    Most,
    /// Less, but one goes through the articles of the site.
    List,
    /// Nothing, or what an author writes.
    Other,
}

/// Looks for instructions in a text.
pub(super) fn share(body: &str) -> Share {
    let body = &body[..body.floor_char_boundary(LOOKED_AT)];
    if !body.contains("{%") && !body.contains("{{") {
        return Share::Other;
    }
    let text = without_code(body);
    let (mut instructions, mut words) = (0_usize, 0_usize);
    let mut is_list = false;
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['{', '<']) {
        words += letters(&rest[..at]);
        rest = &rest[at..];
        if let Some((inside, after)) = instruction(rest) {
            // A text in quotes may be for readers.
            instructions += letters(&without(inside, "\"", "\""));
            is_list |= lists_articles(inside);
            rest = after;
        } else if let Some((_, after)) = enclosed(rest, "<", ">") {
            rest = after;
        } else {
            rest = &rest[1..];
        }
    }
    words += letters(rest);
    match (instructions > words, is_list) {
        (true, _) => Share::Most,
        (false, true) => Share::List,
        (false, false) => Share::Other,
    }
}

/// Whether a text that is not in a format is a template for a file in it.
pub(super) fn is_in_place_of(format: &str, text: &str) -> bool {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    let starts = text.trim_start_matches('\u{FEFF}').trim_start();
    match format {
        // What an article quotes from a template may stand in a broken feed, too, but not before its first article.
        "feed" => {
            let head = ["<item", "<entry"].iter().filter_map(|start| text.find(start)).min();
            starts.starts_with("---") || has_instruction(&text[..head.unwrap_or(text.len())])
        }
        "json" => starts.starts_with("---") || has_instruction(&without(text, "\"", "\"")),
        "html" => has_instruction(&without(&without(&without_code(text), "<script", "</script"), "<style", "</style")),
        _ => false,
    }
}

/// The instruction to a template with which a text begins, and what follows it. Hugo's shortcodes (`{{< … >}}`, `{{% … %}}`) are
/// what authors write.
pub(super) fn instruction(text: &str) -> Option<(&str, &str)> {
    if text.starts_with("{{<") || text.starts_with("{{%") {
        return None;
    }
    enclosed(text, "{%", "%}").or_else(|| enclosed(text, "{{", "}}"))
}

/// Whether a text is one instruction, and nothing else.
pub(super) fn is_instruction(text: &str) -> bool {
    instruction(text.trim()).is_some_and(|(_, rest)| rest.is_empty())
}

/// What stands between two marks of which a text begins with the first, and what follows them.
fn enclosed<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, &'t str)> {
    /// No instruction and no tag is longer, in bytes.
    const LONGEST: usize = 1_000;
    let rest = text.strip_prefix(open)?;
    let length = rest[..rest.floor_char_boundary(LONGEST)].find(close)?;
    Some((&rest[..length], &rest[length + close.len()..]))
}

/// Whether an instruction to a template stands in a text.
fn has_instruction(text: &str) -> bool {
    let starts = memchr::memchr_iter(b'{', text.as_bytes());
    starts.filter_map(|at| instruction(&text[at..])).any(|(inside, _)| inside.contains(char::is_alphabetic))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether an instruction goes through the articles of a site: `for post in site.posts`, `range .Site.RegularPages`.
fn lists_articles(instruction: &str) -> bool {
    let mut words = instruction.trim_start_matches(['-', ' ']).split_whitespace();
    let begins = |word: &str, starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    match words.next() {
        Some("for") => {
            let list = words.skip_while(|word| *word != "in").nth(1).unwrap_or_default();
            let lists =
                ["site.", "paginator.", "pagination.", "collections.", "section.", "posts", "articles", "pages"];
            begins(list, &lists)
        }
        Some("range") => words.any(|word| begins(word, &[".Site", "site.", ".Pages", ".Paginator", "$pages"])),
        _ => false,
    }
}

/// A text without what is quoted in it: code between fences or in a line, `raw` blocks, comments.
fn without_code(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut fence = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => kept.push_str(line),
        }
    }
    let quotes = [
        ("{% raw %}", "{% endraw %}"),
        ("{%- raw -%}", "{%- endraw -%}"),
        ("{% highlight", "{% endhighlight"),
        ("<!--", "-->"),
        ("<pre", "</pre"),
        ("<code", "</code"),
        ("`", "`"),
    ];
    quotes.into_iter().fold(kept, |text, (open, close)| without(&text, open, close))
}

/// A text without what stands between two marks, wherever both are there.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open)
        && let Some((_, next)) = after.split_once(close)
    {
        kept.push_str(before);
        rest = next;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::{Share, is_in_place_of, share};

    #[test]
    fn a_template_is_no_text() {
        let list = "<ul>\n{% for post in site.posts %}\n<li><a href=\"{{ post.url }}\">{{ post.title }}</a></li>\n\
            {% endfor %}\n</ul>\n";
        let prose = "Welcome to the harbour, where ferries come and go. ".repeat(5);
        for (body, wanted) in [
            (list.to_owned(), Share::Most),
            (format!("{prose}{list}"), Share::List),
            ("<?xml version=\"1.0\"?>\n{% include feed.xml %}".to_owned(), Share::Most),
            ("{{ range .Site.RegularPages }}{{ .Title }}{{ end }}".to_owned(), Share::Most),
            ("At seven. {% include map.html %} The ferry is late, as it was on Monday.".to_owned(), Share::Other),
            ("{{< youtube 12345678901 >}}".to_owned(), Share::Other),
            ("{% image \"./a.jpg\", \"The ferry at the pier\" %} The ferry".to_owned(), Share::Other),
            (format!("How to list posts:\n\n```liquid\n{list}```\n"), Share::Other),
            (format!("How to list posts:\n\n{{% raw %}}{list}{{% endraw %}}\n"), Share::Other),
            ("Write `{{ page.title }}`.".to_owned(), Share::Other),
            (format!("Nobody closed this: {{{{ and {prose}"), Share::Other),
            ("{ not a template }".to_owned(), Share::Other),
        ] {
            assert_eq!(share(&body), wanted, "{body}");
        }
    }

    #[test]
    fn what_a_broken_file_quotes_makes_it_no_template() {
        for (format, text, wanted) in [
            ("feed", "---\nlayout: null\n---\n<rss>{% for post in site.posts %}", true),
            ("feed", "{%- set x = 1 -%}<feed><title>{{ config.title }}</title><entry/>", true),
            ("feed", "<rss><channel><title>News</title><item><title>{{ page.title }}</title>", false),
            ("json", "---\n---\n[{% for post in site.posts %}]", true),
            ("json", "{\"releases\": [{%- for page in pages -%}]}", true),
            ("json", "[{\"title\": \"How to write {{ page.title }}\"}, {\"title", false),
            ("html", "<div>{% block content %}{% endblock %}</div>", true),
            ("html", "<p>Text</p><script>var a = {{ b: 1 }}</script><code>{{ a }}</code>", false),
            ("csv", "{{ a }}", false),
        ] {
            assert_eq!(is_in_place_of(format, text), wanted, "{text}");
        }
    }

    #[test]
    fn much_of_anything_takes_no_longer_than_reading_it() {
        for piece in ["{{ ", "{% ", "<", "`", "```\n", "<code", "{{ a }}", "\"", "{{\""] {
            let _ = share(&format!("{{{{{}", piece.repeat(200_000)));
        }
    }
}
