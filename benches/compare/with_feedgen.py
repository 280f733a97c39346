"""The same feeds by the library feedgen: `python3 with_feedgen.py ARTICLES OUTPUT`

An entry is made once and put into the feeds of all its terms.
"""

import sys

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from script import date, folder, group, paragraphs, read


def entry(article):
    """An article as feedgen has it."""
    made = FeedEntry()
    made.title(article["title"])
    made.id(article["url"])
    made.guid(article["url"], permalink=True)
    made.link(href=article["url"])
    made.published(date(article))
    made.updated(date(article))
    made.author([{"name": name} for name in article["authors"]])
    made.category([{"term": tag} for tag in dict.fromkeys(article["tags"])])
    made.content(paragraphs(article["content_text"]), type="html")
    return made


def feed(name, address, articles):
    """The feed of a term."""
    made = FeedGenerator()
    made.title(name)
    made.description(name)
    made.id(address)
    made.link(href=address + "atom.xml", rel="self")
    made.link(href=address, rel="alternate")
    made.updated(date(articles[0]))
    made.entry([article["entry"] for article in articles])
    return made


def main(path, output):
    """Publishes all feeds."""
    articles = read(path)
    for article in articles:
        article["entry"] = entry(article)
    for (kind, name), shown in group(articles).items():
        place, address = folder(output, kind, name)
        made = feed(name, address, shown)
        made.rss_file(place + "/rss.xml")
        made.atom_file(place + "/atom.xml")


if __name__ == "__main__":
    main(*sys.argv[1:])
