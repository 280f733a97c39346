"""The programs that are compared: how each is found, set up and started, and what a disk and its cache take alone."""

import platform
import shutil
from pathlib import Path

from collection import Collection, header_lines, write_markdown, yaml_head
from tools import HERE, Tools, output_of


class Contestant:
    """A program with a folder of its own, in which it makes `out`."""

    key = label = ""
    # What is copied from beside this file into its folder.
    files = ()
    # Whether it publishes feeds.
    publishes = True

    def __init__(self, tools: Tools, feedmill: str, collection: Collection, sites: Path):
        self.tools, self.feedmill, self.collection, self.sites = tools, feedmill, collection, sites
        self.folder = sites / self.key
        self.output = self.folder / "out"

    def version(self) -> str | None:
        """Which version of what is installed; nothing if it is not there."""
        raise NotImplementedError

    def prepare(self):
        """Lays out its folder. This takes no time of its own."""
        self.folder.mkdir()
        for name in self.files:
            source = HERE / name
            if source.is_dir():
                shutil.copytree(source, self.folder, dirs_exist_ok=True)
            else:
                shutil.copy(source, self.folder)

    def command(self) -> list:
        """What is started in its folder."""
        raise NotImplementedError


class Feedmill(Contestant):
    """This program, from JSON Lines."""

    key, label, files = "feedmill", "feedmill, JSON Lines", ("feedmill",)

    def version(self):
        return output_of(self.feedmill, "--version")

    def command(self):
        return [self.feedmill, "build", "--config", "feedmill.toml", self.collection.path]


class FeedmillMarkdown(Feedmill):
    """This program, from Markdown files."""

    key, label = "feedmill-markdown", "feedmill, Markdown"

    def prepare(self):
        super().prepare()
        write_markdown(self.collection, self.folder / "posts", yaml_head)

    def command(self):
        return [self.feedmill, "build", "--config", "feedmill.toml", "posts"]


class Script(Contestant):
    """A script of an afternoon."""

    key, label, files = "script", "plain Python, `script.py`", ("script.py",)

    def version(self):
        return f"Python {platform.python_version()}"

    def command(self):
        return [self.tools.python, "script.py", self.collection.path, "out"]


class Feedgen(Contestant):
    """The Python library feedgen."""

    key, label, files = "feedgen", "feedgen (Python)", ("script.py", "with_feedgen.py")

    def version(self):
        version = self.tools.python_package("feedgen")
        return version and f"feedgen {version}"

    def command(self):
        return [self.tools.python, "with_feedgen.py", self.collection.path, "out"]


class NodeFeed(Contestant):
    """The npm package `feed`."""

    key, label, files = "feed", "feed (Node)", ("with_feed.mjs",)

    def version(self):
        version = self.tools.node_package("feed")
        return version and f"feed {version} with Node {output_of('node', '--version').lstrip('v')}"

    def command(self):
        return ["node", "with_feed.mjs", self.collection.path, "out"]


class Hugo(Contestant):
    """The site generator Hugo."""

    key, label, files = "hugo", "Hugo, Markdown", ("hugo",)

    def version(self):
        hugo = self.tools.hugo()
        version = hugo and output_of(hugo, "version")
        return version and "Hugo " + version.split()[1].split("-")[0].lstrip("v")

    def prepare(self):
        super().prepare()
        write_markdown(self.collection, self.folder / "content" / "posts", yaml_head)

    def command(self):
        return [self.tools.hugo(), "--cacheDir", self.folder / "cache"]


class Pelican(Contestant):
    """The site generator Pelican."""

    key, label, files = "pelican", "Pelican, Markdown", ("pelican",)

    def version(self):
        version = self.tools.python_package("pelican")
        return version and f"Pelican {version}"

    def prepare(self):
        super().prepare()
        write_markdown(self.collection, self.folder / "content", header_lines)

    def command(self):
        return [self.tools.python, "-m", "pelican", "--settings", "pelicanconf.py"]


class Eleventy(Contestant):
    """The site generator Eleventy."""

    key, label, files = "eleventy", "Eleventy, Markdown", ("eleventy",)

    def version(self):
        versions = [self.tools.node_package(name) for name in ("@11ty/eleventy", "@11ty/eleventy-plugin-rss")]
        return all(versions) and f"Eleventy {versions[0]} with plugin-rss {versions[1]}" or None

    def prepare(self):
        super().prepare()
        write_markdown(self.collection, self.folder / "posts", yaml_head)

    def command(self):
        return ["node", self.tools.work / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"]


class Reading(Contestant):
    """The floor of reading."""

    key, label, publishes = "read", "floor: reading the input once, `cat`", False

    def version(self):
        return ""

    def command(self):
        return ["cat", self.collection.path]


class Copying(Reading):
    """The floor of writing."""

    key, label = "copy", "floor: `cp -r` of what feedmill published"

    def command(self):
        return ["cp", "-r", self.sites / Feedmill.key / "out", "out"]


class Flushing(Reading):
    """The floor of flushing, after the copy."""

    key, label = "sync", "floor: `sync` after that"

    def command(self):
        return ["sync"]


FLOOR = [Reading, Copying, Flushing]
ALL = [Feedmill, FeedmillMarkdown, Script, Feedgen, NodeFeed, Hugo, Pelican, Eleventy]
