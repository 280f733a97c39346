//! What site generators and programs for notes put into Markdown.

use crate::run::Scratch;

/// The text of the only article.
fn shown(name: &str, text: &str, settings: &str) -> (String, String) {
    let scratch = Scratch::new();
    scratch.file(name, text);
    if !settings.is_empty() {
        scratch.file("_config.yml", settings);
    }
    let said = scratch.build(&[name]);
    assert_eq!(said.code, 0, "{said:?}");
    let feed = scratch.atom();
    assert_eq!(feed.entries.len(), 1, "{said:?}");
    let content = feed.entries[0].content.as_ref().and_then(|content| content.value.clone()).unwrap_or_default();
    (content.trim().replace("<wbr>", ""), said.stdout)
}

/// Checks what becomes of texts.
#[track_caller]
fn check(name: &str, settings: &str, texts: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, wanted) in texts {
        let (is, _) = shown(name, &format!("---\ntitle: T\ndate: 2026-07-01\n---\n{text}\n"), settings);
        if is != *wanted {
            wrong.push(format!("{text}\n  is     {is}\n  wanted {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tags_go_without_a_hole() {
    check(
        "a.md",
        "",
        &[
            ("At seven {% include x.html %}.", "<p>At seven.</p>"),
            ("At {% include x.html %} seven.", "<p>At seven.</p>"),
            ("{% include x.html %} At seven", "<p>At seven</p>"),
            ("At seven ({{ a.b }}), they say {{< x >}}", "<p>At seven (), they say</p>"),
            (
                "\u{200b}{{% note %}}At **seven**.{{% /note %}}".trim_start_matches('\u{200b}'),
                "<p>At <strong>seven</strong>.</p>",
            ),
            ("[a](https://x.example/{{ v }}/b) c", "<p>a c</p>"),
            ("[a]({{ v }}) ![b](/x/{{ v | f: 1 }}.png) c", "<p>a b c</p>"),
            ("<a href=\"{{ v }}/b\" title=\"t\">a</a> <b>c</b>", "<p><a title=\"t\">a</a> <b>c</b></p>"),
            ("[a][r] c\n\n[r]: {{ v }}/x", "<p>a c</p>"),
            ("[a]({% post_url 2026-01-01-none %}) c", "<p>a c</p>"),
            ("{{ page.title }} and {{ 'x' | append: \"y\" }}.", "<p>T and xy.</p>"),
            ("`{{ a }}` and { b } and {c}", "<p><code>{{ a }}</code> and { b } and {c}</p>"),
            ("{% raw %}{{ a }}{% endraw %} {% comment %}b{% endcomment %}c", "<p>{{ a }} c</p>"),
            ("a{: .x} {% if b %}c{% endif %} {/* d */}", "<p>a c</p>"),
            ("Broken {{ and {% and {{< stay.", "<p>Broken {{ and {% and {{&lt; stay.</p>"),
        ],
    );
    let (_, said) = shown("a.md", "---\ntitle: T\n---\nA {% include map.html %} {{< x >}}\n", "");
    assert!(said.contains("template-tags") && said.contains("the first: {% include map.html %}"), "{said}");
    let (_, said) = shown(
        "a.md",
        "---\ntitle: T\n---\nA {: .x} {% if a %}b{% endif %} {{ page.title }} {{% n %}}c{{% /n %}}\n",
        "",
    );
    assert!(!said.contains("{% if"), "{said}");
}

#[test]
fn code_between_tags_is_code() {
    check(
        "a.md",
        "",
        &[
            (
                "{% highlight ruby linenos %}\n# a *b* <c>\n\n  {{ d }}\n{% endhighlight %}",
                "<pre><code># a *b* &lt;c&gt;\n\n  {{ d }}</code></pre>",
            ),
            (
                "a\n{{< highlight go \"x=1\" >}}\n- b\n{{< / highlight >}}\nc",
                "<p>a</p>\n<pre><code>- b</code></pre>\n<p>c</p>",
            ),
            (
                "- a\n\n  {% codeblock %}\n  b\n  {% endcodeblock %}\n- c",
                "<ul>\n<li>\n<p>a</p>\n<pre><code>  b</code></pre>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>",
            ),
            (
                "```\n{% highlight ruby %}\na\n{% endhighlight %}\n```",
                "<pre><code>{% highlight ruby %}\na\n{% endhighlight %}\n</code></pre>",
            ),
            ("{{</* figure a */>}}", "<p>{{&lt; figure a &gt;}}</p>"),
        ],
    );
}

#[test]
fn what_is_shown_from_elsewhere_is_a_link() {
    let link = |url: &str| format!("<p><a href=\"https://{url}\">{url}</a></p>");
    for (text, url) in [
        ("{{< youtube a_b-C >}}", "www.youtube.com/watch?v=a_b-C"),
        ("{{< youtube id=\"a_b-C\" autoplay=true >}}", "www.youtube.com/watch?v=a_b-C"),
        ("{% youtube a1 %}", "www.youtube.com/watch?v=a1"),
        ("{{< vimeo 12 >}}", "vimeo.com/12"),
        ("{{< gist ana 12 >}}", "gist.github.com/ana/12"),
        ("{% gist ana/12 %}", "gist.github.com/ana/12"),
        ("{{< tweet user=\"ana\" id=\"12\" >}}", "twitter.com/ana/status/12"),
        ("{{< tweet 12 >}}", "twitter.com/i/status/12"),
        ("{{ youtube(id=\"a1\") }}", "www.youtube.com/watch?v=a1"),
        ("{% include youtube.html id=\"a1\" %}", "www.youtube.com/watch?v=a1"),
    ] {
        let (is, _) = shown("a.md", &format!("---\ntitle: T\n---\n{text}\n"), "");
        assert_eq!(is, link(url), "{text}");
    }
    check(
        "_posts/2026-07-01-a.md",
        "url: https://t.example\n",
        &[(
            "{{< figure src=\"/q.png\" caption=\"The \\\"quay\\\"\" >}}",
            "<figure><img src=\"https://t.example/q.png\" alt=\"\"><figcaption>The \"quay\"</figcaption></figure>",
        )],
    );
}

#[test]
fn values_of_the_site_and_addresses_of_articles() {
    let scratch = Scratch::new();
    scratch.file("_config.yml", "url: https://t.example\nbaseurl: /b\ntitle: The Tide\ncrew: {name: Ana}\n");
    scratch.file("_posts/2026-07-01-ferry.md", "---\ntitle: Ferry\ncategory: sea\n---\nText.\n");
    scratch.file(
        "_posts/2026-07-02-quay.md",
        "---\ntitle: Quay\n---\n[a]({% post_url 2026-07-01-ferry %}) [b]({% link _posts/2026-07-01-ferry.md %}#x) \
         [c]({{ site.baseurl }}/c) [d]({{ '/d' | relative_url }}) [e]({{ \"/e\" | absolute_url }}) {{ site.crew.name }} ![f](f.png)\n",
    );
    let said = scratch.build(&["_posts"]);
    assert_eq!(said.code, 0, "{said:?}");
    let feed = scratch.atom();
    let entry = feed.entries.iter().find(|entry| entry.title.value == "Quay").unwrap();
    let text = entry.content.as_ref().unwrap().value.clone().unwrap();
    let ferry = "https://t.example/b/sea/2026/07/01/ferry.html";
    for wanted in [
        format!("<a href=\"{ferry}\">a</a>"),
        format!("<a href=\"{ferry}#x\">b</a>"),
        "<a href=\"https://t.example/b/c\">c</a>".to_owned(),
        "<a href=\"https://t.example/b/d\">d</a>".to_owned(),
        "<a href=\"https://t.example/b/e\">e</a> Ana".to_owned(),
        "<img src=\"https://t.example/b/2026/07/02/f.png\" alt=\"f\">".to_owned(),
    ] {
        assert!(text.contains(&wanted), "{wanted} in {text}");
    }
    assert!(!said.stdout.contains("template-tags") && !said.stdout.contains("relative-without-base"), "{said:?}");
}

#[test]
fn links_inside_of_zola_hugo_and_pelican() {
    for (settings, text, folder, wanted) in [
        ("config.toml", "base_url = 'https://t.example'\n", "content/", "[a](@/blog/ferry.md#x) [b](@/blog/none.md)"),
        (
            "hugo.toml",
            "baseURL = 'https://t.example'\n",
            "content/",
            "[a]({{< ref \"ferry.md#x\" >}}) [b]({{< relref \"none\" >}})",
        ),
        (
            "pelicanconf.py",
            "SITEURL = 'https://t.example'\nPATH = 'content'\nARTICLE_URL = '{category}/{slug}/'\n",
            "content/",
            "[a]({filename}ferry.md#x) [b]({filename}none.md)",
        ),
    ] {
        let scratch = Scratch::new();
        scratch.file(settings, text);
        scratch.file(&format!("{folder}blog/ferry.md"), "---\ntitle: Ferry\ndate: 2026-07-01\n---\nText.\n");
        scratch.file(&format!("{folder}blog/quay.md"), format!("---\ntitle: Quay\ndate: 2026-07-02\n---\n{wanted}\n"));
        scratch.build(&["content"]);
        let feed = scratch.atom();
        let entry = feed.entries.iter().find(|entry| entry.title.value == "Quay").unwrap();
        let text = entry.content.as_ref().unwrap().value.clone().unwrap();
        assert_eq!(text.trim(), "<p><a href=\"https://t.example/blog/ferry/#x\">a</a> b</p>", "{settings}");
    }
}

#[test]
fn links_of_pelican_in_html_are_those_of_its_markdown() {
    let html = "<p><a href=\"{filename}/blog/ferry.md#x\">a</a> <a href='{filename}none.md'>b</a> <a href=\"{tag}sea\">c</a></p>\n\
                <img alt=d\n  src=\"{static}/images/x.png\"> <video src='{attach}y.mp4'></video> <a href=\"{index}\">e</a>\n";
    let wanted = "<p><a href=\"https://t.example/blog/ferry/#x\">a</a> <a>b</a> <a>c</a></p>\n\
                  <img alt=\"d\" src=\"https://t.example/images/x.png\"> <video src=\"https://t.example/blog/quay/y.mp4\"></video> \
                  <a href=\"https://t.example/\">e</a>";
    for (name, head) in [
        ("quay.md", "---\ntitle: Quay\ndate: 2026-07-02\n---\n"),
        (
            "quay.html",
            "<html><head><title>Quay</title><meta name=\"date\" content=\"2026-07-02 10:00\"></head><body>\n",
        ),
    ] {
        let scratch = Scratch::new();
        let settings = "SITEURL = 'https://t.example'\nPATH = 'content'\nARTICLE_URL = '{category}/{slug}/'\n";
        scratch.file("pelicanconf.py", settings);
        scratch.file("content/blog/ferry.md", "---\ntitle: Ferry\ndate: 2026-07-01\n---\nText.\n");
        scratch.file(&format!("content/blog/{name}"), format!("{head}{html}"));
        scratch.build(&["content"]);
        let feed = scratch.atom();
        let entry = feed.entries.iter().find(|entry| entry.title.value == "Quay").unwrap();
        assert_eq!(entry.content.as_ref().unwrap().value.clone().unwrap().trim(), wanted, "{name}");
    }
}

#[test]
fn values_are_text_in_what_hugo_reads() {
    for (settings, text, wanted) in [
        ("hugo.toml", "baseURL = 'https://t.example'\n", "<p>a {{MAC}} b {{ .Site.X }}c {{ n + 1 }}</p>"),
        ("_config.yml", "url: https://t.example\n", "<p>a b c</p>"),
    ] {
        let scratch = Scratch::new();
        scratch.file(settings, text);
        let body = "a {{MAC}} b {{ .Site.X }}c {{ n + 1 }}";
        scratch.file("2026-07-01-a.md", format!("---\ntitle: A\ndate: 2026-07-01\n---\n{body}\n"));
        scratch.build(&["."]);
        let feed = scratch.atom();
        assert_eq!(feed.entries[0].content.as_ref().unwrap().value.clone().unwrap().trim(), wanted, "{settings}");
    }
}

#[test]
fn files_of_articles_that_templates_call_are_pages() {
    let scratch = Scratch::new();
    let feed = |titles: [&str; 2]| {
        let items = titles.map(|title| format!("<item><title>{title}</title><link>{{{{ page.url }}}}</link></item>"));
        format!(
            "<rss version=\"2.0\"><channel><title>T</title>{{% for page in pages %}}{}</channel></rss>",
            items.concat()
        )
    };
    scratch.file("site/templates/rss.xml", feed(["{{ page.title }}", "{%- block x -%}"]));
    scratch.file("site/templates/news.json", "[{\"title\": \"{{ page.title }}\", \"url\": \"https://t.example/\"}]");
    scratch.file("site/of-both.xml", feed(["{{ page.title }}", "What {{ page.title }} is"]));
    scratch.file("site/2026-07-01-a.md", "---\ntitle: A\n---\nText.\n");
    let said = scratch.build(&["site"]);
    let mut titles: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect();
    titles.sort();
    assert_eq!(titles, ["A", "What {{ page.title }} is", "{{ page.title }}"]);
    for path in ["site/templates/rss.xml", "site/templates/news.json"] {
        let warnings = said.report()["warnings"].clone();
        let mut about = warnings.as_array().unwrap().iter().filter(|warning| warning["path"] == path);
        assert!(about.any(|warning| warning["code"] == "page-not-listed"), "{path}: {warnings}");
    }
    // What is named is read as what it is.
    assert_eq!(scratch.build(&["site/templates/rss.xml", "--accept-shrink"]).code, 0);
}

#[test]
fn a_tag_over_several_lines_is_named_in_one() {
    let scratch = Scratch::new();
    scratch.file("2026-07-01-a.md", "---\ntitle: A\n---\na {{%\nslideshow 7\n%}} b\n");
    let said = scratch.build(&["."]);
    assert!(said.stdout.contains("the first: {{% slideshow 7 %}}"), "{said:?}");
}

#[test]
fn notes() {
    check(
        "a.md",
        "",
        &[
            (
                "[[a b|c]] [[d]] [[e#f]] [[1]](https://x.example/) `[[g]]` [[ -f h ]] [[1, 2], [3, 4]]",
                "<p>c d e &gt; f <a href=\"https://x.example/\">[1]</a> <code>[[g]]</code> [[ -f h ]] [[1, 2], [3, 4]]</p>",
            ),
            ("a %%b%% c. 50%% of 20%% and\n\n%%\nd\n\ne\n%%\n\nf", "<p>a c. 50%% of 20%% and</p>\n<p>f</p>"),
            ("==a== b == c and d==e==f, x == y", "<p><mark>a</mark> b == c and d==e==f, x == y</p>"),
            (
                "> [!warning]- Look *out*\n> a\n\n> [!NOTE]\n> b",
                "<blockquote>\n<p><strong>Look <em>out</em></strong></p>\n<p>a</p>\n</blockquote>\n<blockquote>\n<p><strong>Note</strong></p>\n<p>b</p>\n</blockquote>",
            ),
            ("a ![[b]] c", "<p>a c</p>"),
            ("- a\n  id:: 1-2\n- b:: c", "<ul>\n<li>a</li>\n</ul>"),
            (
                "Term\n: What it is\n\nTime: now, a::b",
                "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>\n<p>Time: now, a::b</p>",
            ),
            ("Heading\n=======\n\na", "<h1>Heading</h1>\n<p>a</p>"),
        ],
    );
}

#[test]
fn mdx() {
    check(
        "a.mdx",
        "",
        &[
            ("import A from 'a'\nexport const b = 1;\n\nc <D x={1 > 2}>**e**</D>.", "<p>c <strong>e</strong>.</p>"),
            ("import {\n  A,\n} from 'a';\n\nexport const m = {\n  a: 1,\n}\n\nb", "<p>b</p>"),
            ("<Tabs>\n\n- a\n\n</Tabs>\n\n<Note text=\"b > c\" />", "<ul>\n<li>a</li>\n</ul>"),
            (
                "Import duties rise.\n\n```\nimport a from 'b'\n<A/>\n```",
                "<p>Import duties rise.</p>\n<pre><code>import a from 'b'\n&lt;A/&gt;\n</code></pre>",
            ),
        ],
    );
    check(
        "a.md",
        "",
        &[
            ("import A from 'a';\n\nb", "<p>b</p>"),
            ("import of goods rises.\n\nb", "<p>import of goods rises.</p>\n<p>b</p>"),
        ],
    );
}

#[test]
fn front_matter_of_other_programs() {
    for (name, text, title, tags) in [
        (
            "n.md",
            "<!--\n.. title: The Ferry\n.. slug: f\n.. date: 2026-07-01 10:00\n.. tags: sea, boats\n-->\n\nText.\n",
            "The Ferry",
            "boats sea",
        ),
        ("Kelp forest.md", "tags:: [[sea]], plants\ndate:: 2026-07-01\n\n- Text.\n", "Kelp forest", "plants sea"),
        (
            "The Ferry 0123456789abcdef0123456789abcdef.md",
            "# The Ferry\n\nDate: July 1, 2026\nTags: sea, boats\n\nText.\n",
            "The Ferry",
            "boats sea",
        ),
        ("Old quay.md", "---\ntags: [sea]\ndate: 2026-07-01\n---\nText.\n", "Old quay", "sea"),
    ] {
        let scratch = Scratch::new();
        scratch.file(&format!("v/{name}"), text);
        let said = scratch.build(&["v"]);
        assert_eq!(said.code, 0, "{name}: {said:?}");
        let feed = scratch.atom();
        let entry = &feed.entries[0];
        let mut found: Vec<_> = entry.categories.iter().map(|category| category.term.as_str()).collect();
        found.sort_unstable();
        let published = entry.published.unwrap().date_naive().to_string();
        assert_eq!(
            (entry.title.value.as_str(), found.join(" ").as_str(), published.as_str()),
            (title, tags, "2026-07-01"),
            "{name}"
        );
        let text = entry.content.as_ref().unwrap().value.clone().unwrap();
        assert!(text.contains("Text.") && !text.contains("::") && !text.contains("Tags"), "{name}: {text}");
    }
}
