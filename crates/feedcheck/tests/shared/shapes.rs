//! Shapes of HTML and Markdown that parsers find hard, each in any size.

/// A name, and the shape in about so many bytes.
pub(crate) type Shape = (&'static str, fn(usize) -> String);

/// A text again and again.
fn fill(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len())
}

/// What is made of numbers, up to so many bytes.
fn count(bytes: usize, part: fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut number = 0;
    while out.len() < bytes {
        out.push_str(&part(number));
        number += 1;
    }
    out
}

/// Shapes of HTML.
pub(crate) const HTML: &[Shape] = &[
    ("nested blocks", |n| fill("<div>", n)),
    ("blocks behind templates", |n| fill("<div><template></div></template>x", n)),
    ("blocks behind objects", |n| fill("<div><object></div></object>", n)),
    ("unclosed b in p", |n| count(n, |i| format!("<p><b title={i}>x"))),
    ("unclosed i in li", |n| fill("<li><i>x", n)),
    ("unclosed a in div", |n| fill("<div><a href=x>y</div>", n)),
    ("unclosed font in p", |n| fill("<p><font color=red>x</p>", n)),
    ("b behind objects, then p", |n| {
        let open = count(n / 2, |i| format!("<b title={i}><object></b></object>"));
        format!("<div>{open}</div>{}", fill("<p>x</p>", n / 2))
    }),
    ("a long title in each p", |n| format!("<p><b title='{}'>{}", fill("x", n / 2), fill("<p>y", n / 2))),
    ("b in a table", |n| format!("<table>{}", fill("<b>x</b>", n))),
    ("text in a table", |n| format!("<table>{}", fill("x<tr>", n))),
    ("tables after many", |n| fill("<i></i>", n / 2) + &fill("<table>x</table>", n / 2)),
    ("nested tables", |n| fill("<table><td>", n)),
    ("tables", |n| fill("<table><tr><td>x</table>", n)),
    ("links in links", |n| fill("<a href=https://a.example/>x", n)),
    ("misnested links", |n| fill("<a><p></a></p>", n)),
    ("misnested deep", |n| "<div>".repeat(200) + &fill("<b><i><p></b></i></p>", n)),
    ("b under 250 others", |n| count(4_000, |i| format!("<b title={i}>")) + &fill("<b></b>", n)),
    ("b under 20 with 200 attributes", |n| {
        let open = |i| format!("<b{}>", count(1_000, |k| format!(" x{k}")).replace('x', &format!("y{i}x")));
        (0..20).map(open).collect::<String>() + &fill("<b q></b>", n)
    }),
    ("p under 250 div", |n| "<div>".repeat(250) + &fill("<p>x", n)),
    ("end tags under 250 div", |n| "<div>".repeat(250) + &fill("</li></em>", n)),
    ("end tags alone", |n| fill("</p></b></x></>", n)),
    ("forgotten marks", |n| count(n, |i| format!("<template><b title={i}><object></template></b>"))),
    ("nobr", |n| fill("<nobr>x<p>", n)),
    ("select", |n| fill("<select><option>x</select>", n)),
    ("options", |n| format!("<select>{}", fill("<option>x", n))),
    ("buttons and forms", |n| fill("<button>x<form>y", n)),
    ("lists", |n| fill("<ul><li>x<dl><dt>y<dd>z", n)),
    ("headings", |n| fill("<h1>x<h2>y", n)),
    ("svg", |n| format!("<svg>{}", fill("<g><path/></g>", n))),
    ("titles in svg", |n| fill("<svg><title><b>x</b></title></svg>", n)),
    ("cdata", |n| format!("<svg>{}</svg>{}", fill("<![CDATA[<b>]]>", n / 2), fill("<![CDATA[<b>]]>", n / 2))),
    ("math", |n| fill("<math><annotation-xml encoding='text/html'><p>x</p></annotation-xml><mi>y<b>z</math>", n)),
    ("ruby", |n| fill("<ruby>x<rp>(</rp><rt>y</rt></ruby><rt>z", n)),
    ("noscript", |n| fill("<noscript><p>x</p></noscript>", n)),
    ("frameset and body", |n| fill("<frameset><frame><body a=b><html c=d>", n)),
    ("comments", |n| fill("<!-- a > b -->", n)),
    ("an open comment", |n| format!("<!--{}", fill("- ->", n))),
    ("attributes", |n| format!("<p{}>", count(n, |i| format!(" a{i}=x")))),
    ("250 attributes each", |n| fill(&format!("<b{}></b>", count(900, |i| format!(" a{i}"))), n.max(2_000))),
    ("quotes", |n| fill("<a title=\"'\" b='\"'>", n)),
    ("a long address", |n| format!("<img src='data:image/png;base64,{}'>", fill("iVBORw0/", n))),
    ("less-than signs", |n| fill("<", n)),
    ("ampersands", |n| fill("&", n)),
    ("spaces that do not break", |n| fill("\u{A0}", n)),
    ("references", |n| fill("&notit;&amp;lt;b&#62;", n)),
    ("text like tags", |n| fill("&lt;a src=x", n)),
    ("raw text", |n| format!("<textarea>{}", fill("</text>&amp;", n))),
    ("a script", |n| format!("<script><!--<script>{}", fill("</script></s", n))),
    ("plaintext", |n| format!("<plaintext>{}", fill("<b>&", n))),
];

/// Shapes of Markdown.
pub(crate) const MARKDOWN: &[Shape] = &[
    ("quotes in a line", |n| fill(">", n)),
    ("quotes of lines", |n| fill("> a\n", n)),
    ("lists in a line", |n| fill("- ", n)),
    ("numbers in a line", |n| fill("1. ", n)),
    ("nested lists", |n| count(n, |i| format!("{}- a\n", "  ".repeat(i % 100)))),
    ("stars", |n| fill("*", n)),
    ("emphasis", |n| fill("*a **b _c ", n)),
    ("brackets", |n| fill("[", n)),
    ("links in links", |n| fill("[", n / 2) + &fill("](a)", n / 2)),
    ("open links", |n| fill("[a](", n)),
    ("link references", |n| count(n / 2, |i| format!("[a{i}]: /u\n")) + "\n" + &count(n / 2, |i| format!("[a{i}] "))),
    ("a long reference", |n| format!("[a]: /{}\n\n{}", fill("x", n / 2), fill("[a] ", n / 2))),
    ("backticks", |n| count(n, |i| "`".repeat(i % 300) + " ")),
    ("wide tables", |n| format!("|{}\n|{}\n{}", fill("a|", n / 4), fill("-|", n / 4), fill("|\n", n / 2))),
    ("long tables", |n| format!("|a|b|\n|-|-|\n{}", fill("|1|2|\n", n))),
    ("footnotes", |n| count(n, |i| format!("[^{i}]\n\n[^{i}]: x\n\n"))),
    ("a footnote", |n| format!("[^1]: x\n\n{}", fill("[^1] ", n))),
    ("blocks of HTML", |n| fill("<div>\n\n", n)),
    ("tags", |n| fill("a <b> <a b", n)),
    ("comments", |n| fill("<!-- ", n)),
    ("declarations", |n| fill("<?a <!A <![CDATA[ ", n)),
    ("templates", |n| fill("{{ `{% a }} ", n)),
    ("containers", |n| fill("::: a\n", n)),
    ("entities", |n| fill("&amp;&\\*", n)),
    ("headings", |n| fill("# a {#b .c}\nd\n-\n", n)),
];
