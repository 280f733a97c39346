"""What somebody would write in an afternoon: `python3 script.py ARTICLES OUTPUT`

One RSS and one Atom feed for each tag and each source with the newest 50 articles, by putting texts together. Each
article is rendered once for each format. Nothing is checked, made safe, remembered or flushed to the disk.
"""

import gc
import json
import os
import re
import sys
from collections import defaultdict
from datetime import datetime
from email.utils import format_datetime
from html import escape

BASE = "https://feeds.example.org"
LIMIT = 50


def read(path):
    """All articles, the newest first."""
    with open(path, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    articles.sort(key=lambda article: article["published"], reverse=True)
    return articles


def group(articles):
    """The newest articles of each term: `{("tags", "Ferry"): […]}`."""
    groups = defaultdict(list)
    for article in articles:
        terms = {("tags", tag) for tag in article["tags"]}
        terms.add(("sources", article["source"]))
        for term in terms:
            if len(groups[term]) < LIMIT:
                groups[term].append(article)
    return groups


def folder(output, kind, name):
    """Makes the folder of a term, and gives it with its address."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    path = os.path.join(output, kind, slug)
    os.makedirs(path, exist_ok=True)
    return path, f"{BASE}/{kind}/{slug}/"


def paragraphs(text):
    """Plain text as HTML."""
    return "<p>" + escape(text, quote=False).replace("\n\n", "</p><p>") + "</p>"


def date(article):
    """When an article was published."""
    return datetime.fromisoformat(article["published"].replace("Z", "+00:00"))


def rss_item(article, title, link, html):
    """An article in RSS."""
    authors = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in article["authors"])
    tags = "".join(f"<category>{escape(tag)}</category>" for tag in article["tags"])
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(date(article))}</pubDate>{authors}{tags}<description>{html}</description></item>\n"
    ).encode()


def atom_entry(article, title, link, html):
    """An article in Atom."""
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in article["authors"])
    tags = "".join(f'<category term="{escape(tag)}"/>' for tag in article["tags"])
    return (
        f'<entry><title>{title}</title><id>{link}</id><link href="{link}"/><updated>{article["published"]}</updated>'
        f'{authors}{tags}<content type="html">{html}</content></entry>\n'
    ).encode()


def rss(name, address, items):
    """The RSS feed of a term."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(name)}</title><link>{address}</link><description>{escape(name)}</description>\n"
    )
    return b"".join([head.encode(), *items, b"</channel></rss>\n"])


def atom(name, address, updated, entries):
    """The Atom feed of a term."""
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(name)}</title>'
        f'<id>{address}</id><link href="{address}atom.xml" rel="self"/><updated>{updated}</updated>\n'
    )
    return b"".join([head.encode(), *entries, b"</feed>\n"])


def write(path, document):
    """Writes a file."""
    with open(path, "wb", buffering=0) as out:
        out.write(document)


def main(path, output):
    """Publishes all feeds."""
    # Nothing becomes free before the end, so looking for it is a waste.
    gc.disable()
    articles = read(path)
    for article in articles:
        html = escape(paragraphs(article["content_text"]), quote=False)
        title, link = escape(article["title"]), escape(article["url"])
        article["rss"] = rss_item(article, title, link, html)
        article["atom"] = atom_entry(article, title, link, html)
    for (kind, name), shown in group(articles).items():
        place, address = folder(output, kind, name)
        write(place + "/rss.xml", rss(name, address, [article["rss"] for article in shown]))
        write(place + "/atom.xml", atom(name, address, shown[0]["published"], [article["atom"] for article in shown]))


if __name__ == "__main__":
    main(*sys.argv[1:])
