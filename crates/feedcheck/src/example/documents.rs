//! Documents that are right.

/// The feed of RSS that is right. What a case adds goes to the places of the comments.
pub const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:georss="http://www.georss.org/georss" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"
  xmlns:sx="http://feedsync.org/2007/feedsync" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  xmlns:ev="http://purl.org/rss/1.0/modules/event/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:access="http://www.bloglines.com/about/specs/fac-1.0" xmlns:xhtml="http://www.w3.org/1999/xhtml"
  xmlns:dcterms="http://purl.org/dc/terms/" xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
<channel>
<title>The Tide</title>
<link>https://tide.example/</link>
<description>News of the coast</description>
<language>en</language>
<lastBuildDate>Fri, 20 Nov 2026 14:05:00 GMT</lastBuildDate>
<atom:link href="https://feeds.example.org/rss.xml" rel="self" type="application/rss+xml"/>
<!--channel-->
<item>
<title>The ferry is back</title>
<link>https://tide.example/1</link>
<guid>https://tide.example/1</guid>
<pubDate>Fri, 20 Nov 2026 14:05:00 GMT</pubDate>
<description>From &lt;b&gt;Friday&lt;/b&gt; on.</description>
<!--item-->
</item>
<!--end-->
</channel>
</rss>
"#;

/// The feed of Atom that is right.
pub const ATOM: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xmlns:thr="http://purl.org/syndication/thread/1.0"
  xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:app="http://www.w3.org/2007/app"
  xmlns:indexing="urn:atom-extension:indexing">
<title>The Tide</title>
<id>https://tide.example/feed</id>
<updated>2026-11-20T14:05:00Z</updated>
<author><name>The newsroom</name></author>
<link rel="self" type="application/atom+xml" href="https://feeds.example.org/atom.xml"/>
<link rel="alternate" type="text/html" href="https://tide.example/"/>
<!--feed-->
<entry>
<title>The ferry is back</title>
<id>tag:tide.example,2026:1</id>
<link rel="alternate" type="text/html" href="https://tide.example/1"/>
<published>2026-11-20T14:05:00Z</published>
<updated>2026-11-20T14:05:00Z</updated>
<summary>From Friday on.</summary>
<content type="html">From &lt;b&gt;Friday&lt;/b&gt; on.</content>
<!--entry-->
</entry>
<!--end-->
</feed>
"#;
