"""No text that the page may show names a command, an option of one or Excel's ribbon."""

from __future__ import annotations

import ast
import fnmatch
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from release.page_modules import _LEFT_OUT_OF_LACXL

import lacxl
from lacxl.cli.entry import NAMES
from lacxl.demo import write_demo
from lacxl.page.buttons import _BUTTONS, COMMANDS, worded
from lacxl.page.door import answer
from needs import ROOT

PACKAGE = Path(lacxl.__file__).parent
MONTH = "2015-05"
STANDS_FOR = {"again": " --reissue", "by_office": f"lacxl issue {MONTH} --calculate"}
NAMED = re.compile(rf"\blacxl (?:{'|'.join(COMMANDS)})\b|\bribbon\b")
OPTION = re.compile(r"(?<![\w-])--[a-z]")
ONLY_COMMANDS = (
    "app/check/verify.py",
    "app/benchmarks/choosing.py",
    "published/councils.py",
    "settings/",
)
"""Where options are named: in what the page does not do, and in descriptions of settings."""


def texts() -> Iterator[tuple[str, str]]:
    """Give each text in the code that the page has, and where it is; not what documents the code.

    What is filled into a text is the month.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if any(fnmatch.fnmatchcase(f"lacxl/{name}", pattern) for pattern, _ in _LEFT_OUT_OF_LACXL):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        nodes = list(ast.walk(tree))
        passed = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.JoinedStr):
                passed |= {id(part) for part in ast.walk(node)} - {id(node)}
        for node in nodes:
            if id(node) not in passed and (text := text_of(node)) and "{" not in text:
                yield f"{name}:{getattr(node, 'lineno', 0)}", text


def text_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return STANDS_FOR.get(ast.unparse(node.value), MONTH)
    return ""


def test_no_text_names_a_command() -> None:
    own = "page/buttons.py"
    all_texts = [(where, text) for where, text in texts() if not where.startswith(own)]
    named = [text for _, text in all_texts if NAMED.search(text)]
    assert len(named) > 50, "the texts are found"
    left = [(where, worded(text)) for where, text in all_texts if NAMED.search(worded(text))]
    left += [
        (where, worded(text))
        for where, text in all_texts
        if " " in text.strip()
        and OPTION.search(worded(text))
        and not where.startswith(ONLY_COMMANDS)
    ]
    assert left == []


def test_every_command_is_known() -> None:
    assert sorted(COMMANDS) == sorted(NAMES)


def test_the_buttons_are_in_the_page() -> None:
    script = (ROOT / "page" / "src" / "main.ts").read_text("utf-8")
    assert [
        b for b in _BUTTONS.values() if f'button("{b}"' not in script and f"`{b} $" not in script
    ] == []


EXAMPLES = {
    'It stays. If not: lacxl restate 2015-04 --reason "WHY".': (
        "It stays. If not: choose Apr-15 and press “Correct an issued figure”."
    ),
    'Then: lacxl restate 2015-05 --reason "WHY", with --issue for a corrected copy. Or not.': (
        "Then: choose May-15 and press “Correct an issued figure”. Or not."
    ),
    "Run: lacxl refresh 2015-05 --reissue, look at it, then issue it.": (
        "Choose May-15 and press “Fill”, look at it, then issue it."
    ),
    "Fill the first: lacxl refresh MONTH": "Fill the first: choose the month and press “Fill”",
    "Head it in Excel, then: lacxl refresh 2015-06": (
        "Head it in Excel, then give the workbook here again and choose Jun-15 and press “Fill”"
    ),
    "There is none. lacxl next-month makes it.": (
        "There is none. The button “Make the place for the next month” makes it."
    ),
    "Run lacxl next-month until there is one.": (
        "Press “Make the place for the next month” until there is one."
    ),
    "See it: lacxl verify --repair": "See it: that takes lacxl on a computer",
    "The next run does it, and so does lacxl verify --repair": (
        "The next run does it, and so does lacxl on a computer"
    ),
    "Close it, and issue the month again; or have LibreOffice work them out: lacxl issue ...": (
        "Close it, give it here again, and issue it."
    ),
    "Correct taken_on in lacxl.toml, or --taken-on.": "Correct taken_on in lacxl.toml.",
    "'run: lacxl refresh 2015-13' was typed": "'press “Fill” 2015-13' was typed",
    "lacxl cannot tell if lacxl issued it.": "lacxl cannot tell if lacxl issued it.",
}


@pytest.mark.parametrize(("said", "shown"), EXAMPLES.items())
def test_it_reads_as_a_person_would_say_it(said: str, shown: str) -> None:
    assert worded(said) == shown


def test_the_door_shows_findings_so(tmp_path: Path) -> None:
    write_demo(tmp_path)
    asked = {"folder": str(tmp_path), "inputs": {"month": MONTH}}
    filled = json.loads(answer(json.dumps({**asked, "do": "refresh"})))
    todos = [each["todo"] for each in filled["words"]["findings"] if each["code"] == "K101"]
    assert all("choose Apr-15 and press" in todo or "choose Feb-15" in todo for todo in todos)
    assert len(todos) == 4
    asked["inputs"] = {"month": "2015-04"}
    refused = json.loads(answer(json.dumps({**asked, "do": "refresh"})))["refused"]
    assert refused[0]["code"] == "I103"
    assert "choose Apr-15 and press “Correct an issued figure”." in refused[0]["todo"]
