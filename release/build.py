"""Build a release into dist/: `python release/build.py`. Page, wheel, sdist, Windows, hashes.

The version is that of src/lacxl/__init__.py, and the changelog must say what is in it, and when.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from release import downloads
from release.build_folder import build_folder
from release.build_page import build_page

SUMS = "SHA256SUMS"


def build(out: Path, cache: Path) -> Sequence[Path]:
    """Write everything that a release consists of into a folder, the hashes last."""
    cache.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    page, _ = build_page(out, cache)
    made = [
        page,
        downloads.built(cache, out, "wheel", page),
        downloads.built(cache, out, "sdist"),
    ]
    made.append(build_folder(out, cache)[0])
    lines = (f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in made)
    (out / SUMS).write_text("".join(lines), "utf-8", newline="\n")
    return (*made, out / SUMS)


def version() -> str:
    """Return the version of this checkout."""
    text = (downloads.ROOT / "src" / "lacxl" / "__init__.py").read_text("utf-8")
    return re.findall(r'^__version__ = "(.+)"$', text, re.M)[0]


def dated(changelog: str, version: str) -> str:
    """Return the day that the changelog gives a version, "" where there is no such entry."""
    head = rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d{{2}}-\d{{2}})$"
    found = re.search(head, changelog, re.M)
    return found[1] if found else ""


def day_of(changelog: str, version: str) -> str:
    """Return the day of a version, or "no day yet" where it is one under way, such as 0.4.0.dev0;
    raises ValueError with what does not fit.
    """
    if version.endswith(".dev0"):
        return "no day yet"
    if not (day := dated(changelog, version)):
        raise ValueError(f"CHANGELOG.md has no dated entry for {version}: write it first.")
    if changelog.partition("## [Unreleased]")[2].partition("\n## ")[0].strip():
        raise ValueError(
            f"CHANGELOG.md has entries that {version} was released without: set the next version "
            "with .dev0 behind it, or release them."
        )
    return day


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, and say what was built with its hashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=downloads.ROOT / "dist", help="where to")
    parser.add_argument("--cache", type=Path, help="keep downloads here, not in the system's own")
    chosen = parser.parse_args(arguments)
    try:
        day = day_of((downloads.ROOT / "CHANGELOG.md").read_text("utf-8"), version())
    except ValueError as why:
        raise SystemExit(str(why)) from None
    if chosen.out.is_dir() and any(chosen.out.iterdir()):
        raise SystemExit(f"{chosen.out} is not empty: empty it, or name another folder with --out.")
    build(chosen.out, chosen.cache or downloads.default_cache())
    sys.stdout.write(f"lacxl {version()} of {day}, in {chosen.out}\n")
    sys.stdout.write((chosen.out / SUMS).read_text("utf-8"))


if __name__ == "__main__":
    main()
