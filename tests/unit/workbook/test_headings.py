"""Headings as people and scans write them: what is understood, and what is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lacxl.domain.errors import Refused
from lacxl.workbook.layout import JudgedCells, Layout, TableHeadings, YearToDate, locate
from lacxl.workbook.snapshot import CellValue, SheetSnapshot, Snapshot
from unit.workbook.snapshots import DEMO, read, sheet
from unit.workbook.tables import (
    APR,
    HEAD,
    HEALTH,
    KNOWN,
    LABELS,
    MAR,
    SUMMARY,
    WORDS,
    Y14,
    columns,
    found,
    refusal,
    rows_of,
    table,
)

HEADED = {
    "TARGET": "C", "GOOD PERF IS": "D", "Mar-15": "E", "Apr-15": "F", "YTD": "G", "DOT": "H",
    "RAG": "I",
}  # fmt: skip


def summary(heads: list[CellValue]) -> SheetSnapshot:
    width = len(heads) - len(HEAD)
    return sheet("S", [heads, *([*row, *[None] * width] for row in rows_of())])


def headed(**instead: str) -> Layout:
    """Locate a summary with other headings; `GOOD_PERF_IS` is GOOD PERF IS, `Apr_15` Apr-15."""
    known = {name.replace(" ", "_").replace("-", "_"): name for name in HEADED}
    words = {known[name]: text for name, text in instead.items()}
    return found(summary([words.get(str(text), text) for text in HEAD]))


def at(places: Layout) -> dict[str, str]:
    """Return the letter of the column of everything that was found."""
    row = places.summary[0]
    cells = {
        "TARGET": row.judged.get(JudgedCells.TARGET),
        "GOOD PERF IS": row.judged.get(JudgedCells.POLARITY),
        "Mar-15": row.months.get(MAR),
        "Apr-15": row.months.get(APR),
        "YTD": row.ytd,
        "DOT": row.judged[JudgedCells.ARROW],
        "RAG": row.judged[JudgedCells.LIGHT],
    }
    return {name: str(place.cell)[0] for name, place in cells.items() if place}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("TARGET", "TARGE T"), ("TARGET", "TAR GET"), ("TARGET", "T A R G E T"),
        ("TARGET", "Target (2015/16)"), ("TARGET", "TARGET (local)"),
        ("GOOD_PERF_IS", "GOOD PERF. IS"), ("GOOD_PERF_IS", "GOO D PERF IS"),
        ("YTD", "Y T D"), ("YTD", "Y.T.D."), ("YTD", "YTD (Apr to May)"),
        ("RAG", "R.A.G"), ("RAG", "R A G"), ("RAG", "RAG (Month)"),
        ("DOT", "DOT (Month on Month)"), ("DOT", "D.O.T\n(month on month)"),
        ("Apr_15", "A pr-15"), ("Apr_15", "CURR ENT Apr-15"),
    ],
)  # fmt: skip
def test_a_heading_is_its_letters_and_brackets_behind_it_do_not_matter(
    name: str, written: str
) -> None:
    places = headed(**{name: written})
    assert at(places) == HEADED
    assert places.tables[0].unread == ()


def test_the_headings_of_the_report_s_own_scan() -> None:
    """'TARGE T' and a note parted over two lines, as they stand in the scanned report."""
    book = read(DEMO).sheet("Performance Summary")
    scanned = {"TARGET": "TARGE T", "RAG": "R AG", "DATA NOTE (Monthly)": "DATA\nNOTE (Monthly)"}
    values = {cell: scanned.get(str(value), value) for cell, value in book.values.items()}
    assert found(replace(book, values=values)).summary == found(SUMMARY).summary


def test_brackets_that_speak_of_another_figure_make_another_heading() -> None:
    assert refusal(summary([*HEAD[:6], "YTD (last year)", "DOT", "RAG"])) == {"L104": "S!A1"}
    assert refusal(summary([*HEAD[:7], "DOT (Year on Year)", "RAG"])) == {"L104": "S!A1"}
    assert refusal(summary([*HEAD[:8], "RAG (Target)"])) == {"L104": "S!A1"}
    assert refusal(summary([*HEAD[:8], "RAG (YTD)"])) == {"L104": "S!A1"}, "it may judge the YTD"


def test_a_heading_without_brackets_goes_before_one_with() -> None:
    places = found(summary(["NO.", "INDICATOR", "TARGET (2014/15)", *HEAD[2:]]))
    row = places.summary[0]
    assert str(row.judged[JudgedCells.TARGET]) == "S!D2"
    assert [str(place) for place, _ in places.tables[0].unread] == ["S!C1"]
    places = found(summary([*HEAD, "DOT (since April)"]))
    assert at(places) == HEADED


def test_two_headings_that_differ_in_their_brackets_are_not_told_apart() -> None:
    heads = ["NO.", "INDICATOR", "TARGET (2014/15)", "TARGET (2015/16)", *HEAD[3:]]
    assert refusal(summary(heads)) == {"L103": "S!C1 and S!D1"}


def test_a_column_that_is_needed_and_not_found_says_what_was_not_understood() -> None:
    with pytest.raises(Refused) as refused:
        found(summary([*HEAD[:8], "Traffic light"]))
    (finding,) = refused.value.findings
    assert finding.code == "L104"
    assert "Headings not recognised: I1." in finding.what
    assert "Traffic" not in finding.what


def lacking(table: TableHeadings) -> list[str]:
    return [words[0] for words in table.lacks.values()]


def test_what_the_summary_lacks_and_what_was_not_understood_is_kept() -> None:
    heads = ["NO.", "INDICATOR", "Goal", "Polarity", *HEAD[4:], "Comments", None, "Checked by"]
    (table,) = found(summary(heads)).tables
    assert lacking(table) == [
        "TARGET", "GOOD PERF IS", "DATA NOTE (Monthly)", "DATA NOTE (YTD)", "STAT NEIGH AVE",
        "BEST STAT NEIGH", "NAT AVE", "NAT TOP QTILE THRESHOLD",
    ]  # fmt: skip
    assert (table.name, str(table.at)) == ("", "S!A1")
    assert table.periods == {MAR, APR, YearToDate()}
    # a heading behind a blank column is another table's
    assert [(str(place), text) for place, text in table.unread] == [
        ("S!C1", "Goal"), ("S!D1", "Polarity"), ("S!J1", "Comments"),
    ]  # fmt: skip


def test_the_template_lacks_nothing_and_is_understood_wholly() -> None:
    for each in locate(read(DEMO), WORDS, KNOWN).tables:
        assert (lacking(each), each.unread) == ([], ()), each.name
        assert Y14 in each.periods
        assert len(each.months) >= 3


@pytest.mark.parametrize(
    ("at", "amid"), [(2, False), (4, True), (5, True), (6, True), (7, False), (9, False)]
)
def test_a_heading_amid_the_months_or_beside_them_may_be_a_month_s(at: int, amid: bool) -> None:
    (of_summary,) = found(summary([*HEAD[:at], "Aprl-15", *HEAD[at:]])).tables
    assert of_summary.amid_months is amid
    labels: list[CellValue] = [*LABELS[:at], "Aprl-15", *LABELS[at:]]
    (_, page) = health(labels).tables
    assert page.amid_months is (at in (2, 3)), "the months are the first three rows"


def test_the_data_notes_are_told_by_the_ytd_column_wherever_it_stands() -> None:
    heads = [*HEAD[:6], "DATA NOTE", "YTD (so far)", "DATA NOTE", *HEAD[7:]]
    row = found(summary(heads)).summary[0]
    assert (
        str(row.judged[JudgedCells.NOTE_MONTHLY]),
        str(row.ytd),
        str(row.judged[JudgedCells.NOTE_YTD]),
    ) == ("S!G2", "S!H2", "S!I2")


# -- the rows of a theme page -------------------------------------------------------------------


def health(labels: list[CellValue]) -> Layout:
    return found(sheet("H", table(HEALTH, labels)), only=["Health"])


@pytest.mark.parametrize(
    "label", ["SN AVE", "S N AVE", "SN A.V.E.", "SN AVE (2013/14)", "Stat Neigh Ave (mean of ten)"]
)
def test_a_label_is_its_letters_and_brackets_behind_it_do_not_matter(label: str) -> None:
    assert columns(health([*LABELS[:5], label]), "7.8") == columns(health(LABELS), "7.8")


def test_a_label_without_brackets_goes_before_one_with() -> None:
    places = health([*LABELS[:5], "SN AVE (2012/13)", "SN AVE"])
    assert columns(places, "7.8") == [("B2", "B3", "B4", "B5", "B6", "B8")]
    twice = [*LABELS[:5], "SN AVE (2012/13)", "SN AVE (2013/14)"]
    assert refusal(sheet("H", table(HEALTH, twice)), only=["Health"]) == {"L112": "H!A8"}


def test_what_a_page_lacks_and_what_was_not_understood_is_kept() -> None:
    summary_of, page = health([*LABELS[:5], "SN AVG", "England average", "note below"]).tables
    assert summary_of.name == ""
    assert (page.name, str(page.at), str(sorted(page.months)[0])) == ("Health", "H!A2", "2015-03")
    assert lacking(page) == ["SN AVE", "BEST SN", "NAT AVE", "NAT TOP QTILE"]
    assert [(str(place), text) for place, text in page.unread] == [
        ("H!A7", "SN AVG"), ("H!A8", "England average"), ("H!A9", "note below"),
    ]  # fmt: skip


def test_a_text_apart_from_a_page_s_rows_is_none_of_its_labels() -> None:
    rows = [*table(HEALTH, LABELS), [], ["A note on the figures"]]
    (_, page) = found(sheet("H", rows), only=["Health"]).tables
    assert page.unread == ()


def test_a_layout_that_shows_a_figure_that_is_not_there_is_refused() -> None:
    page = WORDS.pages[1]
    wrong = [replace(c, figure="percent") if c.figure else c for c in page.lines]
    words = replace(WORDS, tables=(WORDS.summary, replace(page, lines=tuple(wrong))))
    with pytest.raises(Refused) as refused:
        locate(Snapshot(read(DEMO).sheets), words, KNOWN)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("L120", "Looked After Children")
    assert "number, percentage" in finding.todo
