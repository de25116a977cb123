"""A file without one of its columns: every figure is right, or it is refused with the reason.

What is blank because a file has no such column says nothing of a child. With PLACE left out, each
stay in hospital was a placement more in 9.2, and a warning was all that told.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from children_folders import council, rows_of, settings_for, write_layouts, write_rows

from lacxl.app.children.counting import count_children
from lacxl.catalogue.indicators import shipped
from lacxl.domain.month import Month
from lacxl.records import ReadOptions, profile
from lacxl.settings.settings import Settings

MONTH, CHILDREN = "2015-03", 150
TODAY = dt.date(2015, 6, 10)
SAYS_THAT_IT_TOOK_PLACE = {
    "clah_health_check_status", "clar_cla_review_cancelled", "clav_cla_visit_seen",
}  # fmt: skip
"""Not every version of the SSD has these: an event took place where nothing says that it did not
(docs/definitions.md)."""
MADE_UP = council(6, CHILDREN, MONTH)
Figures = dict[str, tuple[object, object]]
Sheets = dict[str, list[tuple[object, ...]]]
AS_IT_WAS = {
    "constant_memory": True,
    "default_date_format": "dd/mm/yyyy",
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
"""How a workbook is written again: every text a text, every date a date."""


def figures(folder: Path) -> tuple[Figures, dict[str, str]]:
    """What is counted, by indicator, and why what is not is not."""
    settings, month = Settings.load(folder / "lacxl.toml"), Month.parse(MONTH)
    found = count_children(settings, [month], shipped(), today=TODAY)
    counted = found.counted.values()
    figures = {
        each.indicator: (each.numerator, each.denominator) for each in counted if not each.reason
    }
    return figures, {each.indicator: each.reason for each in counted if each.reason}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    write_layouts(MADE_UP, folder / "extracts", MONTH, "ssda903", "ssd", "annex_a")
    return folder / "extracts"


def _headings(extracts: Path, layout: str) -> Iterator[tuple[Path, str, str]]:
    for path in sorted((extracts / layout).iterdir()):
        if path.suffix == ".csv":
            yield from ((path, "", heading) for heading in rows_of(path)[0])
            continue
        for sheet in openpyxl.load_workbook(path, read_only=True):
            first = next(sheet.iter_rows(values_only=True))
            yield from ((path, sheet.title, str(heading)) for heading in first if heading)


def _without(path: Path, sheets: Sheets, sheet: str, heading: str) -> None:
    if not sheet:
        rows = rows_of(path)
        at = rows[0].index(heading)
        write_rows(path, [[cell for n, cell in enumerate(row) if n != at] for row in rows])
        return
    with xlsxwriter.Workbook(path, AS_IT_WAS) as book:
        for title, rows in sheets.items():
            written = book.add_worksheet(title)
            at = rows[0].index(heading) if title == sheet else len(rows[0])
            for number, row in enumerate(rows):
                written.write_row(number, 0, [*row[:at], *row[at + 1 :]])


def _sheets(path: Path) -> Sheets:
    """Return what each sheet of a workbook holds, nothing for a file of another kind."""
    if path.suffix != ".xlsx":
        return {}
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.mark.parametrize("layout", ["ssda903", "ssd", "annex_a"])
def test_every_figure_is_right_or_refused(whole: Path, tmp_path: Path, layout: str) -> None:
    shutil.copytree(whole / layout, tmp_path / "extracts" / layout)
    settings_for(tmp_path, MADE_UP)
    right, _ = figures(tmp_path)
    assert len(right) > 8
    lost: set[str] = set()
    sheets_of = {path: _sheets(path) for path in (whole / layout).iterdir()}
    for path, sheet, heading in _headings(whole, layout):
        copy = tmp_path / "extracts" / layout / path.name
        _without(copy, sheets_of[path], sheet, heading)
        found, why = figures(tmp_path)
        if heading not in SAYS_THAT_IT_TOOK_PLACE:
            wrong = {n: found[n] for n in found if found[n] != right[n]}
            assert not wrong, (path.name, sheet, heading)
        assert all(why.get(n, "the source has no") for n in right.keys() - found.keys())
        fed = profile([tmp_path / "extracts"], options=ReadOptions(today=TODAY)).feeds.keys()
        assert found.keys() == fed, (path.name, sheet, heading)
        lost |= right.keys() - found.keys()
        shutil.copyfile(path, copy)
    assert lost == right.keys(), "each rests on some column"


@pytest.mark.parametrize(
    ("layout", "name", "heading"),
    [
        ("ssda903", "episodes.csv", "LS"),
        ("ssda903", "episodes.csv", "PLACE"),
        ("ssda903", "episodes.csv", "RNE"),
        ("ssda903", "episodes.csv", "REC"),
        ("ssd", "ssd_legal_status.csv", "lega_legal_status"),
        ("ssd", "ssd_legal_status.csv", "lega_person_id"),
        ("ssd", "ssd_cla_placement.csv", "clap_cla_placement_type"),
        ("ssd", "ssd_cla_care_plan.csv", "lacp_person_id"),
        ("ssd", "ssd_care_leavers.csv", "clea_care_leaver_eligibility"),
        ("ssd", "ssd_care_leavers.csv", "clea_care_leaver_in_touch"),
        ("annex_a", "List 8", "Child's Legal Status"),
        ("annex_a", "List 8", "Placement Type"),
        ("annex_a", "List 9", "Date of Birth"),
        ("annex_a", "List 9", "Eligibility Category"),
        ("annex_a", "List 9", "LA in Touch"),
    ],
)
@pytest.mark.parametrize("written", ["", "#N/A"])
def test_a_column_that_says_nothing_is_as_good_as_none(
    whole: Path, tmp_path: Path, layout: str, name: str, heading: str, written: str
) -> None:
    """Export programs write the heading of what they do not have."""
    shutil.copytree(whole / layout, tmp_path / "extracts" / layout)
    settings_for(tmp_path, MADE_UP)
    right, _ = figures(tmp_path)
    if layout == "annex_a":
        (path,) = (tmp_path / "extracts" / layout).glob("*.xlsx")
        book = openpyxl.load_workbook(path)
        column = [cell.value for cell in book[name][1]].index(heading) + 1
        for (cell,) in book[name].iter_rows(min_row=2, min_col=column, max_col=column):
            cell.value = written or None
        book.save(path)
    else:
        path = tmp_path / "extracts" / layout / name
        rows = rows_of(path)
        at = rows[0].index(heading)
        write_rows(path, [rows[0], *([*row[:at], written, *row[at + 1 :]] for row in rows[1:])])
    found, _ = figures(tmp_path)
    assert len(found) < len(right)
    assert all(found[number] == right[number] for number in found)


@pytest.mark.parametrize("kept", [1, 0])
@pytest.mark.parametrize(
    "name", ["ssd_legal_status.csv", "ssd_cla_placement.csv", "ssd_cla_care_plan.csv"]
)
def test_a_table_without_rows_is_as_good_as_none(
    whole: Path, tmp_path: Path, name: str, kept: int
) -> None:
    shutil.copytree(whole / "ssd", tmp_path / "extracts" / "ssd")
    settings_for(tmp_path, MADE_UP)
    right, _ = figures(tmp_path)
    path = tmp_path / "extracts" / "ssd" / name
    write_rows(path, rows_of(path)[:kept])
    found, _ = figures(tmp_path)
    assert len(found) < len(right)
    assert all(found[number] == right[number] for number in found)


@pytest.mark.parametrize(
    ("heading", "words", "refused"),
    [
        ("PLACE", "the source gives no 'place' in episodes", {"9.1", "9.2", "10.2"}),
        ("LS", "the source gives no 'legal_status' in episodes", {"7.1", "7.3", "7.4", "9.2"}),
        ("RNE", "the source gives no 'rne' in episodes", {"7.1", "7.3", "9.1"}),
    ],
)
def test_one_return_of_several_lacks_it(
    tmp_path: Path, heading: str, words: str, refused: set[str]
) -> None:
    """The children of that return are counted with the others."""
    write_layouts(MADE_UP, tmp_path / "extracts", MONTH, "ssda903")
    one = tmp_path / "extracts" / "ssda903" / "episodes.csv"
    rows = rows_of(one)
    at = rows[0].index("DECOM")
    is_old = {tuple(row): row[at][-4:] < "2013" for row in rows[1:]}
    assert 10 < sum(is_old.values()) < len(is_old) - 10
    for name, old in (("2013", True), ("2015", False)):
        part = one.with_name(f"episodes_{name}.csv")
        write_rows(part, [rows[0], *(row for row in rows[1:] if is_old[tuple(row)] is old)])
    one.unlink()
    settings_for(tmp_path, MADE_UP)
    right, _ = figures(tmp_path)
    assert refused <= right.keys()
    _without(one.with_name("episodes_2013.csv"), {}, "", heading)
    found, why = figures(tmp_path)
    assert not refused & found.keys()
    assert {why[number] for number in refused} == {words}
    assert all(found[number] == right[number] for number in found)


def test_lists_of_care_plans_are_not_taken_from_pathway_plans(whole: Path, tmp_path: Path) -> None:
    """The SSD has the reviews of pathway plans in another table: few have one of those alone."""
    shutil.copytree(whole / "ssd", tmp_path / "extracts" / "ssd")
    settings_for(tmp_path, MADE_UP)
    right, _ = figures(tmp_path)
    (tmp_path / "extracts" / "ssd" / "ssd_cla_care_plan.csv").unlink()
    found, why = figures(tmp_path)
    assert "7.11" in right
    assert "7.11" not in found
    assert why["7.11"] == "the source has no plans"
    assert found == {number: figure for number, figure in right.items() if number != "7.11"}


def test_without_legal_statuses_nothing_is_counted_of_episodes(whole: Path, tmp_path: Path) -> None:
    """Of 480 children in care 13 were on short breaks."""
    shutil.copytree(whole / "ssd", tmp_path / "extracts" / "ssd")
    settings_for(tmp_path, MADE_UP)
    right, _ = figures(tmp_path)
    (tmp_path / "extracts" / "ssd" / "ssd_legal_status.csv").unlink()
    found, why = figures(tmp_path)
    assert found == {number: right[number] for number in right if number.startswith("8.")}
    assert why["7.1"] == "the source gives no 'legal_status' in episodes"


def test_dates_of_birth_that_nobody_has(whole: Path, tmp_path: Path) -> None:
    """8.1 was 0 care leavers."""
    shutil.copytree(whole / "ssd", tmp_path / "extracts" / "ssd")
    settings_for(tmp_path, MADE_UP)
    person = tmp_path / "extracts" / "ssd" / "ssd_person.csv"
    rows = rows_of(person)
    at = rows[0].index("pers_dob")
    write_rows(person, [rows[0], *([*row[:at], "", *row[at + 1 :]] for row in rows[1:])])
    found, why = figures(tmp_path)
    assert not {"7.8", "8.1", "8.2", "8.3", "8.4", "9.1"} & found.keys()
    assert why["8.1"] == "the source gives no 'dob' in care_leavers"
