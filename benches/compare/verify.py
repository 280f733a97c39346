"""Checks that a contestant has published the feeds that it had to."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from collection import Feed

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# The generator's tags and sources, in the title of a feed.
TERM = re.compile(r"\b(?:Tag|Source) \d+\b")


@dataclass
class Outcome:
    """What a contestant has published, and what is wrong with it."""

    feeds: Counter = field(default_factory=Counter)
    entries: Counter = field(default_factory=Counter)
    files: int = 0
    size: int = 0
    problems: Counter = field(default_factory=Counter)
    examples: dict = field(default_factory=dict)

    def fault(self, kind: str, where: str):
        """Counts a problem, and keeps the first place of its kind."""
        self.problems[kind] += 1
        self.examples.setdefault(kind, where)

    def verdict(self) -> str:
        """All problems in one line, or `yes`."""
        if not self.problems:
            return "yes"
        return "no: " + "; ".join(f"{kind} ({n}, first {self.examples[kind]})" for kind, n in self.problems.items())


def plain(html: str) -> str:
    """The words of a text in HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def text_of(element, *names) -> str:
    """The text of the first of these children that is there."""
    found = next((child for child in map(element.find, names) if child is not None), None)
    return "" if found is None else "".join(found.itertext())


def parse(path: Path):
    """The format of a feed, its title and its entries; nothing if it is another document."""
    root = ElementTree.parse(path).getroot()
    if root.tag == "rss":
        channel = root.find("channel")
        found = [(text_of(item, "title"), text_of(item, CONTENT, "description")) for item in channel.iter("item")]
        kind, title = "RSS", text_of(channel, "title")
    elif root.tag == f"{ATOM}feed":
        found = [(text_of(e, f"{ATOM}title"), text_of(e, f"{ATOM}content")) for e in root.iter(f"{ATOM}entry")]
        kind, title = "Atom", text_of(root, f"{ATOM}title")
    else:
        return None
    titles = tuple(title for title, _ in found)
    return kind, title, Feed(titles, tuple(plain(text) for _, text in found))


def compare(found: Feed, expected: Feed) -> str | None:
    """What is wrong with a feed."""
    if len(found.titles) != len(expected.titles):
        return "another number of entries"
    if sorted(found.titles) != sorted(expected.titles):
        return "other articles"
    if found.titles != expected.titles:
        return "another order"
    return "other texts" if found.texts != expected.texts else None


def look_at(path: Path, name: str, expected: dict, seen: set, outcome: Outcome):
    """Looks at one file."""
    try:
        parsed = parse(path)
    except ElementTree.ParseError:
        outcome.fault("not well-formed", name)
        return
    term = parsed and TERM.search(parsed[1])
    if not term:
        return
    kind, _, feed = parsed
    outcome.feeds[kind] += 1
    outcome.entries[kind] += len(feed.titles)
    key = (kind, term.group())
    if key in seen:
        outcome.fault("two feeds of one term", name)
    elif key[1] not in expected:
        outcome.fault("feed of no term", name)
    elif problem := compare(feed, expected[key[1]]):
        outcome.fault(problem, name)
    seen.add(key)


def verify(output: Path, expected: dict) -> Outcome:
    """Looks at all that was published: a feed is found by the term in its title, wherever it lies."""
    outcome, seen = Outcome(), set()
    for path in sorted(output.rglob("*")):
        if not path.is_file():
            continue
        outcome.files += 1
        outcome.size += path.stat().st_size
        if path.suffix in (".xml", ".rss", ".atom"):
            look_at(path, str(path.relative_to(output)), expected, seen, outcome)
    for kind in ("RSS", "Atom"):
        missing = [term for term in sorted(expected) if (kind, term) not in seen]
        if len(missing) == len(expected):
            outcome.fault(f"no {kind} at all", "everywhere")
        else:
            for term in missing:
                outcome.fault(f"no {kind} feed", term)
    return outcome
