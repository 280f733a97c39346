"""Compares feedmill with other programs that publish the same feeds: `python3 compare.py --help`"""

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from collection import Collection, generate
from contestants import ALL, FLOOR, Feedmill, Flushing, Reading
from tools import HERE, Tools, build
from verify import Outcome, verify


@dataclass
class Result:
    """What the runs of a contestant took."""

    seconds: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    memory: list = field(default_factory=list)
    outcome: Outcome | None = None
    failure: str = ""


def arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Compares feedmill with other programs that publish the same feeds.")
    keys = [one.key for one in ALL]
    parser.add_argument("--articles", type=int, default=10_000, metavar="N", help="how many articles [default: 10000]")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how many runs of each [default: 5]")
    parser.add_argument(
        "--only", metavar="LIST", type=lambda text: text.split(","), default=keys,
        help=f"which contestants, separated by commas [default: all that are installed]: {', '.join(keys)}",
    )  # fmt: skip
    parser.add_argument("--feedmill", metavar="PATH", help="a built feedmill [default: one is built]")
    parser.add_argument("--generate", metavar="PATH", help="the built example `generate` [default: it is built]")
    parser.add_argument("--work", metavar="DIR", help="a folder for everything, which stays [default: a temporary one]")
    parser.add_argument("--install", action="store_true", help="first install the others into that folder")
    given = parser.parse_args()
    if unknown := set(given.only) - set(keys):
        parser.error(f"no such contestant: {', '.join(sorted(unknown))}")
    return given


def programs(given: argparse.Namespace) -> tuple:
    """The paths of feedmill and of the generator, which are built if no path is given."""
    targets = [] if given.feedmill else ["--bin", "feedmill"]
    targets += [] if given.generate else ["--example", "generate"]
    built = build(*targets) if targets else {}
    paths = given.feedmill or built["feedmill"], given.generate or built["generate"]
    return tuple(str(Path(path).resolve()) for path in paths)


def measure(command: list, folder: Path, log: Path) -> tuple:
    """Runs a command by way of a small program that measures it: seconds, seconds of processors, bytes, exit code."""
    measured = [sys.executable, "-I", "-S", HERE / "measure.py", log]
    done = subprocess.run([*measured, *command], cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    seconds, cpu, memory, code = done.stdout.split()
    return float(seconds), float(cpu), int(memory), int(code)


def put_away(contestant, number: int):
    """Moves what a run has published out of the way, and empties it.

    It is not deleted: ext4 without a journal does not use the place of a deleted file again for a minute or more, and
    runs that come after a deletion would pay for its search.
    """
    if contestant.output.exists():
        aside = contestant.output.rename(contestant.folder / f"run-{number}")
        for path in filter(Path.is_file, aside.rglob("*")):
            os.truncate(path, 0)


def run(contestant, result: Result, expected: dict):
    """Runs a contestant once, from nothing. What it publishes is looked at the first time."""
    if not isinstance(contestant, Flushing):
        # What others have left in memory is not to be written on its account.
        os.sync()
    log = contestant.folder / "log.txt"
    seconds, cpu, memory, code = measure(contestant.command(), contestant.folder, log)
    if code:
        tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        result.failure = f"failed with {code}: {' '.join(tail)}"
        return
    result.seconds.append(seconds)
    result.cpu.append(cpu)
    result.memory.append(memory)
    if contestant.publishes and result.outcome is None:
        result.outcome = verify(contestant.output, expected)


def rounds(contestants: list, runs: int, expected: dict) -> dict:
    """Runs all contestants in turn, as often as asked for."""
    results = {contestant.key: Result() for contestant in contestants}
    for number in range(runs):
        for contestant in contestants:
            put_away(contestant, number)
        for contestant in contestants:
            result = results[contestant.key]
            if not result.failure:
                print(f"run {number + 1} of {runs}: {contestant.label}", file=sys.stderr)
                run(contestant, result, expected)
    return results


def span(values: list, digits: int) -> str:
    """The median, with the least and the most where they differ."""
    shown = f"{statistics.median(values):,.{digits}f}"
    low, high = f"{min(values):,.{digits}f}", f"{max(values):,.{digits}f}"
    return shown if low == high else f"{shown} ({low}–{high})"


def row(label: str, result: Result, least: int) -> str:
    """A line of the table; less memory than `least` cannot be measured."""
    if result.failure:
        return f"| {label} | | | | | | | | | {result.failure.replace('|', '/')} |"
    memory = statistics.median(result.memory)
    peak = f"{memory / 1e6:,.0f}" if memory > least * 1.1 else f"< {least * 1.1 / 1e6:,.0f}"
    cells = [label, span(result.seconds, 2), span(result.cpu, 2), peak]
    if outcome := result.outcome:
        cells += [f"{outcome.feeds[kind]:,}" if outcome.feeds[kind] else "none" for kind in ("RSS", "Atom")]
        cells += [f"{sum(outcome.entries.values()):,}", f"{outcome.files:,}", f"{outcome.size / 1e6:,.1f}"]
        cells += [outcome.verdict()]
    else:
        cells += [""] * 6
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    """What the comparison runs on."""
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores, {platform.system()}"


def load() -> str:
    """How busy the machine is."""
    return f"{os.getloadavg()[0]:.2f}"


def about(collection: Collection, versions: list, runs: int, before: str) -> str:
    """The line above the table."""
    counts = f"{collection.articles:,} articles, {collection.tags:,} tags, {collection.sources:,} sources"
    return (
        f"{datetime.date.today()}; {'; '.join(dict.fromkeys(versions))}; {machine()}; "
        f"load average {before} at the start, {load()} at the end; {counts}; runs: {runs}"
    )


def table(contestants: list, results: dict, least: int) -> str:
    """The whole table in Markdown."""
    head = ["program", "seconds", "CPU seconds", "peak MB", "RSS feeds", "Atom feeds", "entries of both"]
    head += ["files", "MB in all", "the same feeds"]
    lines = [f"| {' | '.join(head)} |", "| --- " + "| ---: " * 8 + "| --- |"]
    return "\n".join(lines + [row(one.label, results[one.key], least) for one in contestants])


def choose(kinds: list, *setting) -> tuple:
    """The contestants that are installed, and their versions."""
    chosen, versions = [], []
    for kind in kinds:
        contestant = kind(*setting)
        version = contestant.version()
        if version is None:
            print(f"not installed: {contestant.label}", file=sys.stderr)
        else:
            chosen.append(contestant)
            versions.append(version)
    return chosen, versions


def compare(given: argparse.Namespace, work: Path) -> int:
    """Sets everything up, runs it, and prints the table."""
    feedmill, generator = programs(given)
    tools = Tools(work)
    if given.install:
        tools.install()
    collection = generate([generator], given.articles, work / "articles.jsonl")
    kinds = [kind for kind in ALL if kind.key in given.only]
    kinds += [kind for kind in FLOOR if kind is Reading or Feedmill in kinds]
    sites = Path(tempfile.mkdtemp(prefix="sites-", dir=work))
    contestants, versions = choose(kinds, tools, feedmill, collection, sites)
    for contestant in contestants:
        contestant.prepare()
    least = measure(["true"], work, work / "log.txt")[2]
    before = load()
    results = rounds(contestants, given.runs, collection.feeds())
    print(about(collection, [version for version in versions if version], given.runs, before), end="\n\n")
    print(table(contestants, results, least))
    bad = [one for one in results.values() if one.failure or one.outcome and one.outcome.problems]
    return 1 if bad else 0


def main() -> int:
    """Compares in the folder that is given, or in a temporary one."""
    given = arguments()
    if given.work:
        Path(given.work).mkdir(parents=True, exist_ok=True)
        return compare(given, Path(given.work).resolve())
    with tempfile.TemporaryDirectory(prefix="feedmill-compare-") as work:
        return compare(given, Path(work).resolve())


if __name__ == "__main__":
    sys.exit(main())
