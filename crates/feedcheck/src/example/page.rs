//! Faults of pages.

use super::defect::Marked;

/// Whole documents.
pub const WHOLE: &[Marked] = &[
    (
        "«<»html lang=en><meta charset=utf-8><meta name=viewport content=a><title>a</title><h1>a</h1>",
        "html-parse-error",
    ),
    (
        "<!DOCTYPE html>«<html>»<meta charset=utf-8><meta name=viewport content=a><title>a</title><h1>a</h1>",
        "missing-lang",
    ),
    (
        "<!DOCTYPE html><html lang=«english»><meta charset=utf-8><meta name=viewport content=a><title>a</title><h1>a</h1>",
        "invalid-language",
    ),
    ("<!DOCTYPE html>«<html lang=en>»<meta name=viewport content=a><title>a</title><h1>a</h1>", "missing-charset"),
    (
        "<!DOCTYPE html><html lang=en>«<meta charset=iso-8859-1>»<meta name=viewport content=a><title>a</title><h1>a</h1>",
        "missing-charset",
    ),
    ("<!DOCTYPE html>«<html lang=en>»<meta charset=utf-8><title>a</title><h1>a</h1>", "missing-viewport"),
    (
        "<!DOCTYPE html>«<html lang=en>»<meta charset=utf-8><meta name=viewport content=a><title> </title><h1>a</h1>",
        "missing-page-title",
    ),
    (
        "<!DOCTYPE html>«<html lang=en>»<meta charset=utf-8><meta name=viewport content=a><title>a</title><h2>a</h2>",
        "heading-count",
    ),
    (
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><meta name=viewport content=a><title>a</title><h1>a</h1>\n «<h1 id=b>»b</h1>",
        "heading-count",
    ),
];

/// What stands in a head that is right but for it.
pub const HEAD: &[Marked] = &[
    ("<link rel=alternate type=\"«text/xml»\" title=a href=rss.xml>", "alternate-type"),
    ("<link rel=alternate type=«application/json» title=a href=feed.json>", "alternate-type"),
    ("«<link rel=alternate title=a href=rss.xml>»", "alternate-type"),
    ("«<link rel=alternate type=application/rss+xml href=rss.xml>»", "alternate-without-title"),
    ("«<link rel=\"ALTERNATE home\" type=application/atom+xml title=a>»", "alternate-without-address"),
    ("<link rel=alternate type=application/feed+json title=a href=«feed:a»>", "not-a-web-address"),
    ("<link rel=alternate type=application/feed+json title=a href='«https://a.example/a b»'>", "invalid-uri-char"),
    (
        "<meta http-equiv=content-security-policy content=\"default-src 'none'\">«<script>»x()</script>",
        "blocked-by-policy",
    ),
    (
        "<meta http-equiv=content-security-policy content=\"default-src 'none'\">«<script src=a.js>»</script>",
        "blocked-by-policy",
    ),
    ("<meta http-equiv=content-security-policy content=\"style-src 'self'\">«<style>»a{}</style>", "blocked-by-policy"),
];

/// What stands in a body that is right but for it, in a page whose policy forbids scripts and styles.
pub const BODY: &[Marked] = &[
    ("«<link rel=alternate type=application/atom+xml title=a href=atom.xml>»", "alternate-in-body"),
    ("<p id=a>é<p id=\"«a»\">", "duplicate-html-id"),
    ("«<img src=a.png>»", "missing-alt"),
    ("<p style=\"«color: red»\">", "blocked-by-policy"),
    ("<p\n class=a onclick='«x()»'>", "blocked-by-policy"),
    ("<p>a«</div>»", "html-parse-error"),
    ("<p>a <b>b«</p>»", "html-parse-error"),
];
