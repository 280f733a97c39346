"""The articles of the comparison: made by the generator, written as Markdown, and which of them each feed must show."""

import json
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

LIMIT = 50


@dataclass(frozen=True)
class Feed:
    """A feed as it must be, or as it was found: titles and texts of its entries, in their order."""

    titles: tuple
    texts: tuple


class Collection:
    """A file of JSON Lines."""

    def __init__(self, path: Path):
        self.path = path
        counts = defaultdict(set)
        self.articles = 0
        for article in self.read():
            self.articles += 1
            counts["tags"].update(article["tags"])
            counts["sources"].add(article["source"])
        self.tags, self.sources = len(counts["tags"]), len(counts["sources"])

    def read(self):
        """Gives one article after another."""
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def feeds(self) -> dict:
        """The feed that each tag and each source must have."""
        shown = defaultdict(list)
        for article in sorted(self.read(), key=lambda article: article["published"], reverse=True):
            text = " ".join(article["content_text"].split())
            for term in {*article["tags"], article["source"]}:
                if len(shown[term]) < LIMIT:
                    shown[term].append((article["title"], text))
        return {term: Feed(*zip(*entries, strict=True)) for term, entries in shown.items()}


def generate(generator: list, count: int, path: Path) -> Collection:
    """Has the example `generate` make a collection."""
    with path.open("wb") as out:
        subprocess.run([*generator, str(count)], stdout=out, check=True)
    return Collection(path)


def write_markdown(collection: Collection, folder: Path, head):
    """Writes each article as a Markdown file; `head` makes the lines of its front matter."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, article in enumerate(collection.read()):
        lines = ["---", *head(article), "---", "", article["content_text"], ""]
        (folder / f"{number:06}.md").write_text("\n".join(lines), encoding="utf-8")


def yaml_head(article: dict) -> list:
    """Front matter in YAML, of which JSON is a part: for feedmill, Hugo and Eleventy."""
    fields = {name: article[name] for name in ("title", "source", "tags", "authors")}
    fields |= {"date": article["published"], "link": article["url"]}
    # A date is only a date without quotation marks.
    return [f"{name}: {value if name == 'date' else json.dumps(value)}" for name, value in fields.items()]


def header_lines(article: dict) -> list:
    """Front matter as Pelican reads it."""
    return [
        f"Title: {article['title']}",
        f"Date: {article['published']}",
        f"Category: {article['source']}",
        f"Tags: {', '.join(dict.fromkeys(article['tags']))}",
        f"Authors: {'; '.join(article['authors'])}",
        f"URL: {article['url']}",
        f"Slug: {article['url'].rpartition('/')[2]}",
    ]
