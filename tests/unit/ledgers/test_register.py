"""The register: a chain of seals over lines of ledgers and sums of files."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.ledgers.register import (
    GONE,
    Fact,
    Register,
    add_to,
    anchor_now,
    head_of,
    load_register,
    name_of,
    rewrite,
)
from lacxl.ledgers.turned_by_excel import same_in_excel

NOW = dt.datetime(2015, 6, 4, 9, 30, tzinfo=dt.UTC)
FACTS: tuple[Fact, ...] = (
    ("", None, "begun"),
    ("a.csv", 1, "month,name"),
    ("a.csv", 2, '2015-05,"Smith, J"'),
    ("a.csv", 3, "2015-06,=1"),
    ("=odd.json", None, "sha256 ab"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register of five entries."""
    path = tmp_path / "register.csv"
    add_to(path, FACTS[:2], NOW, None)
    add_to(path, FACTS[2:], NOW, None)
    return path


def test_what_was_added_comes_back_in_its_order(path: Path) -> None:
    found = load_register(path)
    assert [(each.file, each.row, each.line) for each in found.entries] == list(FACTS)
    assert [each.number for each in found.entries] == [1, 2, 3, 4, 5]
    assert {each.when for each in found.entries} == {"2015-06-04T09:30:00Z"}
    assert found.entries[0].moment == "04/06/2015 09:30 UTC"
    assert head_of(path) == (5, found.head)
    assert anchor_now(path) == f"5 {found.head[:32]}"
    assert [each.line for each in found.rows["a.csv"]] == [line for _, _, line in FACTS[1:4]]
    assert found.sums["=odd.json"].line == "sha256 ab"


def test_a_seal_is_what_the_docs_say(path: Path) -> None:
    before = ""
    for line in path.read_text("utf-8").splitlines()[1:]:
        body, _, seal = line.rpartition(",")
        assert seal == hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()
        before = seal


def test_no_file_is_a_register_without_entries(tmp_path: Path) -> None:
    assert load_register(tmp_path / "none.csv") == Register()
    assert head_of(tmp_path / "none.csv") == (0, "")
    assert anchor_now(tmp_path / "none.csv") == ""


def test_nothing_in_it_is_a_formula_to_excel(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@given(data=st.data())
def test_any_byte_that_is_changed_is_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("register") / "register.csv"
    add_to(path, FACTS, NOW, None)
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    assert codes_of(path) in {("H113",), ("H114",)}


def codes_of(path: Path) -> tuple[str, ...]:
    """Return what is said of a register, refused or not."""
    try:
        return tuple(each.code for each in load_register(path).findings)
    except Refused as refused:
        return refused.codes


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:2] + lines[3:],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: lines[1:],
        lambda lines: [*lines[:-1], lines[-1].replace("5,", "6,", 1)],
        lambda lines: [*lines[:-1], lines[-1][:20]],
    ],
    ids=["deleted", "moved", "doubled", "no heading", "edited", "torn"],
)
def test_a_chain_that_is_broken_is_told(
    path: Path, change: Callable[[list[str]], list[str]]
) -> None:
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(change(lines)) + "\n", "utf-8")
    with pytest.raises(Refused) as refused:
        load_register(path)
    assert refused.value.codes == ("H113",)


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_one_that_another_program_saved_says_the_same_and_goes_on(
    path: Path, quoting: Literal[0, 1, 2], mark: str
) -> None:
    before = load_register(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        csv.writer(file, quoting=quoting, lineterminator="\r\n").writerows([*rows, [""] * 6])
    found = load_register(path)
    assert found == before
    assert [each.code for each in found.findings] == ["H114"]
    assert head_of(path) == (5, before.head)
    rewrite(path, found)
    assert load_register(path).findings == ()


def test_a_register_that_ends_in_no_entry_takes_no_more(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "a note of mine\n", "utf-8")
    with pytest.raises(Refused):
        add_to(path, FACTS, NOW, None)


def test_lines_that_are_taken_back(path: Path) -> None:
    add_to(path, [("a.csv", 3, GONE)], NOW, None)
    found = load_register(path)
    assert [each.row for each in found.rows["a.csv"]] == [1, 2]
    assert [each.row for each in found.taken_back["a.csv"]] == [3]
    add_to(path, [("a.csv", 3, "2015-07,x")], NOW, None)
    found = load_register(path)
    assert [each.line for each in found.rows["a.csv"]][-1] == "2015-07,x"
    assert found.taken_back["a.csv"] == []


def test_the_last_is_made_of_the_head_with_the_others(path: Path) -> None:
    seen: list[tuple[int, str]] = []

    def last(anchor: tuple[int, str]) -> Fact:
        seen.append(anchor)
        return "r.json", None, "sha256 cd"

    add_to(path, [("b.csv", 1, "x")], NOW, last)
    found = load_register(path)
    assert seen == [(6, found.seals[5])]
    assert found.entries[-1].file == "r.json"
    assert found.is_after(*seen[0])
    assert not found.is_after(7, found.head)


def test_an_entry_is_known_by_half_of_its_seal(path: Path) -> None:
    found = load_register(path)
    assert found.has(5, found.head)
    assert found.has(5, found.head[:32])
    for number, seal in ((5, found.head[:31]), (4, found.head), (6, found.head), (0, ""), (-1, "")):
        assert not found.has(number, seal)


def test_a_file_is_named_as_seen_from_the_register(tmp_path: Path) -> None:
    register = tmp_path / "reports" / "register.csv"
    assert name_of(register, tmp_path / "reports" / "a" / "b.json") == "a/b.json"
    assert name_of(register, tmp_path / "shared" / "c.csv") == "../shared/c.csv"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("2015-05", "May-15"),
        ("2015-05", "01/05/2015"),
        ("2015-06-08", "08/06/2015"),
        ("7.10", "7.1"),
        ("0.950", "0.95"),
        ("123456789012", "1.23457E+11"),
        ("text", "text"),
        ("", ""),
    ],
)
def test_what_excel_makes_of_a_cell(ours: str, theirs: str) -> None:
    assert same_in_excel(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("2015-05", "Jun-15"),
        ("2015-05", "Mei-15"),
        ("2015-05", "01/06/2015"),
        ("2015-06-08", "09/06/2015"),
        ("7.10", "7.11"),
        ("54", "57"),
        ("123456789012", "1.23467E+11"),
        ("0", "1E+5"),
        ("", "0"),
        ("text", "texts"),
    ],
)
def test_what_it_does_not(ours: str, theirs: str) -> None:
    assert not same_in_excel(ours, theirs)
