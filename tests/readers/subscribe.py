#!/usr/bin/env python3
"""Subscribes newsboat, sfeed and rss2email to feeds of a published folder, and compares what they show with what was published.

    subscribe.py FOLDER FEED FEED...        for example: subscribe.py feeds tags/rust tags/linux

Each FEED is a folder with rss.xml, atom.xml and feed.json; feed.json is what is expected. The folder is served on the
loopback interface, each reader runs once in a home of its own, and mails go into a folder: nothing leaves the machine.
Exit code 0: all that are there agree (those that are not are named: "skipped: …"); 1: something differs, one line each.
Needs no more than Python's own library and the readers.
"""

import datetime
import email
import email.policy
import functools
import html
import html.parser
import http.server
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

FORMATS = ["rss.xml", "atom.xml"]


class Text(html.parser.HTMLParser):
    """The words of HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def words(markup):
    """What is left of HTML without tags, white space and signs: readers lay texts out in their own ways."""
    parser = Text()
    parser.feed(markup or "")
    parser.close()
    return re.sub(r"[\W_]+", "", "".join(parser.parts))


def bare(title):
    """A title without the marks that keep it from being markup: feeds in XML have them, JSON Feed does not."""
    return title.replace("\u2060", "")


def seconds(date):
    return int(datetime.datetime.fromisoformat(date.replace("Z", "+00:00")).timestamp())


def expected(folder, feed):
    """The items of a feed by id."""
    items = {}
    for item in json.loads((folder / feed / "feed.json").read_text("utf-8"))["items"]:
        published = seconds(item["date_published"])
        items[item["id"]] = {
            "title": item["title"],
            "url": item["url"],
            "published": published,
            "updated": seconds(item["date_modified"]) if "date_modified" in item else published,
            "text": words(item.get("content_html")) or words(html.escape(item.get("content_text", ""))),
        }
    return items


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def run(command, home):
    """Runs a reader in a home of its own, without proxies."""
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    env = clean | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home), "TERM": "dumb", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(command, env=env, cwd=home, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")


def newsboat(home, urls):
    """newsboat has one item of each id, whatever feeds it is in: it lists it where it saw it last."""
    (home / "urls").write_text("".join(url + "\n" for url in urls))
    (home / "config").write_text("auto-reload no\nreload-threads 1\n")
    run(["newsboat", "-x", "reload", "-u", "urls", "-C", "config", "-c", "cache.db"], home)
    with sqlite3.connect(home / "cache.db") as cache:
        rows = cache.execute("SELECT feedurl, guid, title, url, pubDate, content FROM rss_item").fetchall()
    shown = {url: {} for url in urls}
    for url, guid, title, link, published, content in rows:
        shown[url][guid] = {"title": title, "url": link, "published": published, "text": words(content)}
    return shown


def sfeed(home, urls):
    feeds = "".join(f'\tfeed "f{n}" "{url}"\n' for n, url in enumerate(urls))
    fetch = "import sys, urllib.request as r; sys.stdout.buffer.write(r.urlopen(sys.argv[1], timeout=30).read())"
    (home / "sfeedrc").write_text(f'sfeedpath="{home}/feeds"\nfetch() {{\n\tpython3 -c \'{fetch}\' "$2"\n}}\nfeeds() {{\n{feeds}}}\n')
    run(["sfeed_update", str(home / "sfeedrc")], home)
    plain = functools.partial(re.sub, r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]))
    shown = {}
    for n, url in enumerate(urls):
        shown[url] = {}
        # A line has no line end but its own; other programs' ideas of line ends do not count.
        for line in (home / "feeds" / f"f{n}").read_text("utf-8").split("\n"):
            fields = line.split("\t")
            if len(fields) > 5:
                shown[url][fields[5]] = {"title": fields[1], "url": fields[2], "published": int(fields[0]), "text": words(plain(fields[3]))}
    return shown


def rss2email(home, urls):
    mails = home / "mails"
    for name in ("cur", "new", "tmp"):
        (mails / "box" / name).mkdir(parents=True)
    settings = {"from": "feeds@localhost", "to": "reader@localhost", "email-protocol": "maildir", "maildir-path": mails, "maildir-mailbox": "box", "html-mail": True, "date-header": True, "force-from": True}
    sections = [f"[feed.f{n}]\nurl = {url}\n" for n, url in enumerate(urls)]
    config = "[DEFAULT]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items()) + "\n".join(["", *sections])
    (home / "r2e.cfg").write_text(config)
    run(["r2e", "-c", "r2e.cfg", "-d", "r2e.json", "run"], home)
    shown = {url: {} for url in urls}
    for path in [path for path in mails.rglob("*") if path.is_file()]:
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = mail.get_body(("html", "plain")).get_content()
        sent = {"title": str(mail["Subject"]), "url": mail["X-RSS-URL"], "updated": int(mail["Date"].datetime.timestamp()), "text": words(body)}
        shown[mail["X-RSS-Feed"]][mail["X-RSS-ID"]] = sent
    return shown


def differences(reader, url, want, shown):
    for id_, item in want.items():
        got = shown.get(id_)
        if got is None:
            yield f"{reader}: {url}: {item['title']} is not there"
            continue
        for field, value in got.items():
            # A mail has its address around the text.
            same = item[field] in value if (reader, field) == ("rss2email", "text") else item[field] == value
            same = same or (field == "title" and item[field] == bare(value))
            # An entry without a text has its title for one where a validator asks for it.
            same = same or (field == "text" and not item[field] and value == words(html.escape(item["title"])))
            if not same:
                yield f"{reader}: {url}: {item['title']}: {field} is {value!r}, not {item[field]!r}"
    for id_ in shown.keys() - want.keys():
        yield f"{reader}: {url}: {shown[id_]['title']} should not be there"


READERS = {"newsboat": ("newsboat", newsboat), "sfeed": ("sfeed_update", sfeed), "rss2email": ("r2e", rss2email)}


def main(folder, feeds):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    want = {f"{base}/{feed}/{name}": expected(folder, feed) for feed in feeds for name in FORMATS}
    found = []
    for reader, (program, subscribe) in READERS.items():
        if not shutil.which(program):
            print(f"skipped: there is no {program}")
            continue
        with tempfile.TemporaryDirectory() as home:
            shown = subscribe(pathlib.Path(home), list(want))
        if reader == "newsboat":
            # What is in several feeds is in one of them.
            everywhere = {id_: item for items in shown.values() for id_, item in items.items()}
            shown = {url: {id_: everywhere[id_] for id_ in want[url] if id_ in everywhere} | shown[url] for url in want}
        found += [line for url in want for line in differences(reader, url, want[url], shown.get(url, {}))]
        print(f"{reader}: {sum(map(len, shown.values()))} items of {len(want)} feeds looked at")
    server.shutdown()
    print("\n".join(found) or "no difference")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]))
