"""The README's terminal sessions are run, and what README and docs name is there.

A session is a block fenced as console. Its commands run one after another in one folder; a line
`...` stands for any number of lines. Dates, times, and the folder (/home/you in the README) may
differ, nothing else.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
_FENCE = re.compile(r"^( *)```(\w*)\s*\n(.*?)^ *```\s*$", re.MULTILINE | re.DOTALL)
HOME = "/home/you"
LACXL = "import sys; sys.argv[0] = 'lacxl'; from lacxl.cli import main; main()"
ANY_DAY = (
    (r"\b\d{4}-\d{2}-\d{2} \d{6}\b", "<moment>"),
    (r"\b\d{4}-\d{2}-\d{2}\b", "<day>"),
    (r"\b\d{2}/\d{2}/\d{4}\b", "<day>"),
    (r"\b\d+ [0-9a-f]{32}\b", "N SEAL"),
)
FOLDERS = "docs|src|tests|xlsx_templates|benchmarks|vba_shim"
MODULES = r"[a-z]+(?:/\w+)*(?:/|\.py|\.toml)"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line of the page that it begins in."""

    page: Path
    language: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def pages() -> list[Path]:
    """Return every page that a reader may open."""
    at_the_top = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
    return [page for page in at_the_top if page.exists()] + sorted(DOCS.rglob("*.md"))


def blocks(page: Path, *languages: str) -> list[Block]:
    """Return the page's fenced blocks, those in the languages if any are named."""
    text = page.read_text("utf-8")
    return [
        Block(page, found[2], found[3], text.count("\n", 0, found.start()) + 2)
        for found in _FENCE.finditer(text)
        if not languages or found[2] in languages
    ]


def prose(page: Path) -> str:
    """Return the page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def section(page: Path, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    _, _, below = page.read_text("utf-8").partition(f"\n## {heading}\n")
    assert below, f"{page.name} has no section '{heading}'"
    return below.partition("\n## ")[0]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#{1,6} +(.+?)\s*$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def links(page: Path) -> Iterator[tuple[str, str]]:
    """Yield path and anchor of every link and picture that stays in the repository."""
    for target in re.findall(r"\]\(<?([^)\s>]+)>?\)", prose(page)):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield path, anchor


def codes(page: Path) -> set[str]:
    """Return the texts in inline code, line breaks as blanks."""
    return {" ".join(text.split()) for text in re.findall(r"`([^`]+)`", prose(page))}


class Terminal:
    """A shell as the README shows it: cd, echo $?, and lacxl."""

    def __init__(self, folder: Path) -> None:
        self.root = self.folder = folder
        self.code = 0

    def run(self, command: str) -> str:
        words = re.findall(r'"([^"]*)"|(\S+)', command)
        name, *arguments = [quoted or plain for quoted, plain in words]
        if name == "cd":
            self.folder = (self.folder / arguments[0]).resolve(strict=True)
            return ""
        if command == "echo $?":
            return f"{self.code}\n"
        assert name == "lacxl", f"the test cannot run: {command}"
        done = subprocess.run(
            [sys.executable, "-c", LACXL, *arguments],
            cwd=self.folder,
            env=os.environ | {"COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=120,
        )
        self.code = done.returncode
        output = done.stdout.replace(str(self.root), HOME)
        return output.replace("\\", "/") if os.name == "nt" else output


def commands(session: str) -> list[tuple[str, str]]:
    """Return each command of a session with the output below it."""
    _, *parts = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)
    return list(zip(parts[::2], parts[1::2], strict=True))


def whenever(text: str) -> str:
    for pattern, mark in ANY_DAY:
        text = re.sub(pattern, mark, text)
    return "\n".join(line.rstrip() for line in text.rstrip("\n").split("\n"))


def agrees(shown: str, real: str) -> bool:
    """Say whether the output is as shown, whatever stands where `...` does."""
    lines = (
        r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n"
        for line in whenever(shown).split("\n")
    )
    return re.fullmatch("".join(lines), whenever(real) + "\n") is not None


def test_every_session_prints_what_the_readme_shows(tmp_path: Path) -> None:
    terminal, ran = Terminal(tmp_path.resolve()), []
    for block in blocks(README, "console"):
        for command, shown in commands(block.text):
            real = terminal.run(command)
            assert agrees(shown, real), f"{block}: $ {command}\n--- now prints ---\n{real}"
            ran.append(command)
    assert ran[0] == "lacxl demo"
    assert {"demo", "explain", "issue"} <= {c.split()[1] for c in ran if c.startswith("lacxl")}


def test_the_comparison_itself_can_fail() -> None:
    assert agrees("one\n...\nfour on 04/06/2015\n", "one\ntwo\n\nfour on 23/11/2026\n")
    assert agrees("one\n...\n", "one\n")
    assert agrees("2015-05 2015-06-04 093000.json", "2015-05 2026-11-23 153106.json")
    assert not agrees("one\n...\nfour\n", "one\ntwo\nfive\n")
    assert not agrees("one\n", "one\ntwo\n")
    assert not agrees("7.6 in 2015-05\n", "7.6 in 2015-06\n")
    assert not agrees("a.c\n", "abc\n")


def test_the_readme_has_the_exit_codes_of_the_command_line() -> None:
    from lacxl.cli import cli

    table = re.findall(r"^\| (\d) \| (.+?) \|$", README.read_text("utf-8"), re.MULTILINE)
    stated = re.findall(r"^ +(\d)  (.+)$", cli.epilog or "", re.MULTILINE)
    assert [code for code, _ in table] == [code for code, _ in stated] == list("012345")
    for (_, ours), (_, theirs) in zip(table, stated, strict=True):
        assert ours.split()[0].strip(":,") == theirs.split()[0].strip(":,")


def test_the_test_line_stands_between_its_markers() -> None:
    found = re.search(
        r"^<!-- test-line -->\n```sh\n(.+)\n```\n<!-- /test-line -->$",
        README.read_text("utf-8"),
        re.MULTILINE,
    )
    assert found
    assert found[1] == 'pip install ".[test]" && python -m pytest'


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    astray = []
    for path, anchor in links(page):
        target = (page.parent / path).resolve() if path else page
        wrong_anchor = anchor and target.suffix == ".md" and anchor not in anchors(target)
        if not target.exists() or wrong_anchor:
            astray.append(f"{path}#{anchor}")
    assert astray == []


def own_pages() -> list[Path]:
    return [README, *(page for page in sorted(DOCS.glob("*.md")) if page.name != "findings.md")]


@pytest.mark.parametrize("page", own_pages(), ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = {code for code in codes(page) if re.fullmatch(rf"(?:{FOLDERS})/[\w./-]*", code)}
    rooms = {
        code for code in codes(page) if re.fullmatch(r"[a-z]+(?:/\w+)*(?:/|\.py|\.toml)", code)
    }
    roots = (ROOT, ROOT / "src" / "lacxl")
    beside_a_workbook = {"lacxl.toml", "receipts/", "layout.toml", "catalogue.toml"}
    assert {
        name
        for name in named | rooms - beside_a_workbook
        if not any((root / name).exists() for root in roots)
    } == set()


def test_the_rooms_of_the_architecture_are_those_of_the_package() -> None:
    package = ROOT / "src" / "lacxl"
    rooms = {p.parent.name for p in package.glob("*/__init__.py")}
    rooms |= {p.name for p in package.glob("*.py") if not p.name.startswith("__")}
    page = DOCS / "architecture.md"
    named = {code.split("/")[2] for code in codes(page) if code.startswith("src/lacxl/")}
    assert named == rooms


def test_the_first_screen_of_the_readme_has_a_picture_the_install_line_and_the_demo() -> None:
    lines = README.read_text("utf-8").splitlines()[:40]
    assert sum(line.startswith("![") for line in lines) >= 1
    assert "pip install . && lacxl demo" in lines


def test_every_page_is_in_the_index() -> None:
    index = {(DOCS / path).resolve() for path, _ in links(DOCS / "README.md")}
    left_out = {page.name for page in DOCS.rglob("*.md") if page not in index}
    assert left_out == {"README.md"}


def test_pages_that_messages_name_are_there() -> None:
    named = {
        name
        for source in (ROOT / "src").rglob("*")
        if source.suffix in {".py", ".toml"}
        for name in re.findall(r"docs/\w[\w/-]*\.md", source.read_text("utf-8"))
    }
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_pictures_are_named_and_small() -> None:
    pictures = sorted((DOCS / "pictures").iterdir())
    named = {(page.parent / path).resolve() for page in pages() for path, _ in links(page)}
    assert {p for p in pictures if p not in named} == set()
    assert all(p.stat().st_size < 250_000 for p in pictures)
