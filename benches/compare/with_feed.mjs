// The same feeds by the npm package `feed`: node with_feed.mjs ARTICLES OUTPUT
// It renders an item for each feed and format that shows it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Feed } from "feed";

const BASE = "https://feeds.example.org";
const LIMIT = 50;

/** All articles, the newest first. */
function read(path) {
  const lines = readFileSync(path, "utf8").split("\n").filter((line) => line);
  const articles = lines.map((line) => JSON.parse(line));
  return articles.sort((a, b) => (a.published < b.published ? 1 : a.published > b.published ? -1 : 0));
}

/** Plain text as HTML. */
function paragraphs(text) {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return `<p>${escaped.replace(/\n\n/g, "</p><p>")}</p>`;
}

/** An article as `feed` has it. */
function item(article) {
  return {
    title: article.title,
    id: article.url,
    link: article.url,
    date: new Date(article.published),
    author: article.authors.map((name) => ({ name })),
    category: [...new Set(article.tags)].map((name) => ({ name, term: name })),
    content: paragraphs(article.content_text),
  };
}

/** The newest articles of each term. */
function group(articles) {
  const groups = new Map();
  for (const article of articles) {
    const shown = item(article);
    const terms = [...new Set(article.tags)].map((tag) => ["tags", tag]);
    for (const [kind, name] of [...terms, ["sources", article.source]]) {
      const key = `${kind}/${name}`;
      if (!groups.has(key)) groups.set(key, { kind, name, items: [] });
      const { items } = groups.get(key);
      if (items.length < LIMIT) items.push(shown);
    }
  }
  return groups.values();
}

/** Writes both feeds of a term. */
function publish(output, { kind, name, items }) {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const address = `${BASE}/${kind}/${slug}/`;
  const feedLinks = { rss: `${address}rss.xml`, atom: `${address}atom.xml` };
  const feed = new Feed({ title: name, description: name, id: address, link: address, updated: items[0].date, feedLinks });
  items.forEach((shown) => feed.addItem(shown));
  const place = join(output, kind, slug);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "rss.xml"), feed.rss2());
  writeFileSync(join(place, "atom.xml"), feed.atom1());
}

const [path, output] = process.argv.slice(2);
for (const term of group(read(path))) publish(output, term);
