"""Planted dirt is found, all of it and where it was planted, and nothing else is reported."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from children_folders import (
    LOCAL_LISTS,
    REPAIRS,
    Found,
    council,
    findings_of,
    measured,
    rows_found,
    rows_of,
    settings_for,
    squeezed,
    without,
    write_layouts,
)
from folders import assert_plain, run

from lacxl.domain.month import FinancialYear
from lacxl.synth import DirtKind, Planted, plant_dirt, write_ssda903_years

MONTH = "2015-03"
CHILDREN = 150
SEEDS = (1, 2, 3)
LAYOUTS = ("ssda903", "ssd", "annex_a", "local")
CODES: Mapping[DirtKind, frozenset[str]] = {
    DirtKind.UNKNOWN_CODE: frozenset({"X120"}),
    DirtKind.END_BEFORE_START: frozenset({"X134"}),
    DirtKind.BEFORE_BIRTH: frozenset({"X135"}),
    DirtKind.FUTURE: frozenset({"X136"}),
    DirtKind.UNPARSABLE_DATE: frozenset({"X122"}),
    DirtKind.DUPLICATE: frozenset({"X132"}),
    DirtKind.OVERLAP: frozenset({"X141"}),
    DirtKind.DOUBLE_OPEN: frozenset({"X142"}),
    DirtKind.ORPHAN: frozenset({"X150"}),
    DirtKind.NOT_AVAILABLE: frozenset({"X127"}),
    DirtKind.OPEN_WITH_REASON: frozenset({"X143"}),
}
FOLLOWS: Mapping[DirtKind, frozenset[str]] = {
    # a row without the date it needs says nothing, which is a guess where it says who is in care
    DirtKind.UNPARSABLE_DATE: frozenset({"X133", "X172"}),
    DirtKind.NOT_AVAILABLE: frozenset({"X172"}),
    DirtKind.ORPHAN: frozenset({"X151", "X153"}),  # nor is there an episode or a birth
    DirtKind.FUTURE: frozenset({"X171"}),  # who leaves decades later is in care as an adult
}
"""What is reported of the same row because of what was planted."""
LOWERED = 'severities = { X172 = "warning" }'


def clean_and_dirty(tmp_path: Path, layout: str, seed: int, keys: str = "") -> tuple[Path, Path]:
    of = council(seed, CHILDREN, MONTH)
    folders = []
    for name in ("clean", "dirty"):
        extracts = tmp_path / name / "extracts"
        if name == "clean" and layout == "years":
            write_ssda903_years(of, extracts / "ssda903", FinancialYear(2012))
        elif name == "clean":
            layouts = ("ssda903", "local") if layout == "local" else (layout,)
            write_layouts(of, extracts, MONTH, *layouts)
        else:
            shutil.copytree(tmp_path / "clean" / "extracts", extracts)
        more = LOCAL_LISTS if layout == "local" else ""
        folders.append(settings_for(tmp_path / name, of, keys=keys, more=more))
    return folders[0], folders[1]


def plant(folder: Path, layout: str, seed: int, kinds: tuple[DirtKind, ...]) -> tuple[Planted, ...]:
    where = folder / "extracts" / ("ssda903" if layout == "years" else layout)
    planted = plant_dirt(where, seed, kinds)
    assert planted
    return planted


def named(path: str) -> str:
    """Return a file by its name, and by its year where there are folders of years."""
    whole = path.partition(" [")[0].split("/")
    return "/".join(part for part in whole if part not in ("ssda903", "ssd", "annex_a", "local"))


def reported(folder: Path) -> set[Found]:
    """Return what a measure reports of rows, cancelled reviews and the like left out."""
    _, ran = measured(folder, MONTH)
    found = [each for each in findings_of(ran) if each["code"] not in ("X159", "X158")]
    children = [each for each in found if each["code"].startswith("X")]
    return {each._replace(file=named(each.file)) for each in rows_found(children)}


def places(one: Planted) -> set[tuple[str, int]]:
    file = named(one.file)
    return {(file, one.row), *({(file, one.also)} if one.also else set())}


def same_column(told: str, planted: str) -> bool:
    """Say whether a finding names the column; the SSD calls one of them by two names."""
    return told in (squeezed(planted), f"{squeezed(planted)}date")


def of_the_same_child(folder: Path, one: Planted, found: Found) -> bool:
    """Say whether a row of another file has no episode because of what was planted in it."""
    if found.code not in ("X130", "X151") or not found.row:
        return False
    episode, other = (
        next(path for path in folder.rglob("*.csv") if path.as_posix().endswith(f"/{name}"))
        for name in (named(one.file), found.file)
    )
    identifiers = {cell for cell in rows_of(episode)[one.row - 1] if len(cell) >= 8}
    identifiers -= {cell for cell in identifiers if cell.count("-") == 2}  # days
    return bool(identifiers & set(rows_of(other)[found.row - 1]))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_that_was_planted_is_found_and_nothing_else(
    tmp_path: Path, layout: str, seed: int
) -> None:
    clean, dirty = clean_and_dirty(tmp_path, layout, seed, LOWERED)
    planted = plant(dirty, layout, seed, tuple(CODES))
    found = reported(dirty) - reported(clean)
    explained: set[Found] = set()
    missed = []
    for one in planted:
        at = places(one)
        mine = {
            each for each in found if each.code in CODES[one.kind] and (each.file, each.row) in at
        }
        if one.kind not in (
            DirtKind.OVERLAP,
            DirtKind.ORPHAN,
        ):  # at the later one's start; of the row
            mine = {each for each in mine if same_column(each.column, one.column)}
        if not mine:
            missed.append(one)
        follows = FOLLOWS.get(one.kind, frozenset())
        explained |= mine
        explained |= {e for e in found if e.code in follows and (e.file, e.row) in at}
        if one.kind is DirtKind.UNPARSABLE_DATE and "episodes" in one.file:
            explained |= {e for e in found - explained if of_the_same_child(dirty, one, e)}
    assert missed == []
    assert sorted(found - explained) == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", ["years", "annex_a"])
def test_a_row_of_another_period_is_found(tmp_path: Path, layout: str, seed: int) -> None:
    clean, dirty = clean_and_dirty(tmp_path, layout, seed)
    planted = plant(dirty, layout, seed, (DirtKind.WRONG_PERIOD,))
    before, found = reported(clean), reported(dirty)
    assert not {each for each in before if each.code == "X137"}
    told = {(each.file, each.row) for each in found if each.code == "X137"}
    assert told == {place for one in planted for place in places(one)}
    assert {each.column for each in found if each.code == "X137"} <= {
        squeezed(one.column) for one in planted
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_harmless_dirt_is_not_reported(tmp_path: Path, layout: str) -> None:
    clean, dirty = clean_and_dirty(tmp_path, layout, 1)
    kinds = (DirtKind.HEADER_MARKS, DirtKind.HARD_BLANKS, DirtKind.LETTER_PREFIX)
    planted = plant(dirty, layout, 1, kinds)
    assert all(one.harmless for one in planted)
    assert reported(dirty) == reported(clean)
    assert measured(dirty, MONTH)[0] == measured(clean, MONTH)[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_clean_extracts_have_no_warnings(tmp_path: Path, layout: str, seed: int) -> None:
    clean, _ = clean_and_dirty(tmp_path, layout, seed)
    _, ran = measured(clean, MONTH)
    warned = [e for e in findings_of(ran) if e["severity"] != "note" and e["code"][0] == "X"]
    assert warned == []


@pytest.mark.parametrize("layout", ["ssda903", "ssd", "annex_a"])
def test_a_column_that_was_taken_out_is_named(tmp_path: Path, layout: str) -> None:
    _, dirty = clean_and_dirty(tmp_path, layout, 1)
    planted = plant(dirty, layout, 1, (DirtKind.MISSING_COLUMN,))
    ran = run(dirty, "measure", MONTH)
    assert_plain(ran)
    said = squeezed(ran.out + ran.err)
    for one in planted:
        assert squeezed(one.column) in said, one
    assert "x104" in said or "x103" in said


def test_repairs_are_listed_and_counted(tmp_path: Path) -> None:
    clean, dirty = clean_and_dirty(tmp_path, "ssda903", 1)
    kinds = (DirtKind.DUPLICATE, DirtKind.DOUBLE_OPEN)
    planted = plant(dirty, "ssda903", 1, kinds)
    before, _ = measured(clean, MONTH)
    after, ran = measured(dirty, MONTH)
    assert after == before, "what was planted here is mended"
    counts = Counter(one.kind for one in planted)
    assert counts[DirtKind.DUPLICATE] == 2
    assert counts[DirtKind.DOUBLE_OPEN] == 1
    said = [(each["code"], each["what"]) for each in findings_of(ran)]
    duplicates = [what for code, what in said if code == "X132"]
    assert len(duplicates) == 2  # a file each
    assert all(what.startswith("1 row") and "read once" in what for what in duplicates)
    opened = [what for code, what in said if code == "X142"]
    assert len(opened) == 1
    assert opened[0].startswith("1 episode")
    assert "was closed at the next start" in opened[0]


def test_repairs_that_are_turned_off_are_not_made(tmp_path: Path) -> None:
    keys = without(*REPAIRS)
    clean, dirty = clean_and_dirty(tmp_path, "ssda903", 1, keys)
    plant(dirty, "ssda903", 1, (DirtKind.DUPLICATE, DirtKind.DOUBLE_OPEN))
    _, ran = measured(dirty, MONTH)
    said = [each["what"] for each in findings_of(ran) if each["code"] in ("X132", "X142", "X140")]
    assert said
    assert all("the repair is turned off" in what for what in said)
    assert measured(clean, MONTH)[0]


@pytest.mark.parametrize("name", ["drop_duplicates", "close_open_episodes"])
def test_each_repair_is_turned_off_by_its_own_name(tmp_path: Path, name: str) -> None:
    _, dirty = clean_and_dirty(tmp_path, "ssda903", 1, without(name))
    plant(dirty, "ssda903", 1, (DirtKind.DUPLICATE, DirtKind.DOUBLE_OPEN))
    _, ran = measured(dirty, MONTH)
    off = {each["code"] for each in findings_of(ran) if "the repair is turned off" in each["what"]}
    assert off == ({"X132"} if name == "drop_duplicates" else {"X142"})
