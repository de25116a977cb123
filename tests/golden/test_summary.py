"""The summary after the May 2015 refresh is the printed one, but for five figures."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import openpyxl
from may_2015 import REPORT, Filled

from lacxl.app.figures.figures import figures
from lacxl.demo import MONTH
from lacxl.domain.numbers import half_up
from lacxl.domain.rating import Dot

ARROWS = {
    "better": "up", "number_up": "up", "level": "level", "none": "",
    "worse": "down", "worse_within": "down", "worse_off": "down", "number_down": "down",
}  # fmt: skip

FIVE = {
    ("7.6", "ytd_2015_16"): ("92.5%", "93.1%"),  # 122 of 131, not 10 of 134 missed
    ("10.3", "ytd_2015_16"): ("184.8", "184.6"),  # (148.4 + 590.0) / 4
    ("7.7", "dot"): ("down", "none"),  # May is unavailable: there is no direction
    ("7.12", "dot"): ("up", "worse"),  # 98.6% to 95.2%, high is good
    ("10.1", "dot"): ("level", "worse"),  # 100.0% to 50.0%, high is good
}


def printed() -> dict[str, dict[str, str]]:
    with (REPORT / "summary.csv").open(encoding="utf-8", newline="") as file:
        return {row["no"]: row for row in csv.DictReader(file)}


def shown(filled: Filled) -> dict[str, dict[str, str]]:
    table = figures(filled.settings, MONTH)
    return {row["no"]: row for row in csv.DictReader(io.StringIO(table.as_csv()))}


def test_the_columns_are_those_of_the_report(filled: Filled) -> None:
    with (REPORT / "summary.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    said = ["variation", "assurance", "needed"]  # what the report does not print
    assert list(figures(filled.settings, MONTH).columns) == header + said
    assert list(shown(filled)) == list(printed())


def test_just_five_figures_differ_from_the_printed_summary(filled: Filled) -> None:
    ours, differences = shown(filled), {}
    for number, row in printed().items():
        for column, text in row.items():
            if not agrees(number, column, text, ours[number][column]):
                differences[number, column] = (text, ours[number][column])
    assert differences == FIVE


def test_the_cells_of_the_workbook_are_those_figures(filled: Filled) -> None:
    """Read with another library: every cell of the summary shows what `figures` prints."""
    sheet = openpyxl.load_workbook(filled.settings.workbook_path)["Performance Summary"]
    words = {dot.text: dot.value for dot in Dot}
    for row, (number, figures_of) in enumerate(shown(filled).items(), start=6):
        for letter, name in COLUMNS.items():
            cell = sheet[f"{letter}{row}"]
            value = words[cell.value] if name == "dot" else as_shown(cell.value, cell.number_format)
            assert value == figures_of[name], (number, name)


def test_indicator_7_5_shows_one_format_in_its_row(filled: Filled) -> None:
    row = shown(filled)["7.5 (percentage)"]
    texts = [row[c] for c in ("Mar-15", "Apr-15", "May-15", "ytd_2015_16", "2013/14", "2014/15")]
    assert texts == ["36.4%", "36.8%", "35.3%", "36.1%", "40.4%", "37.5%"]


def test_half_up_at_the_precision_shown(filled: Filled) -> None:
    assert shown(filled)["10.2"]["ytd_2015_16"] == "463.3"  # (721 + 1132) / 4 = 463.25


def test_april_stays_as_printed_where_its_reading_disagrees(filled: Filled) -> None:
    assert shown(filled)["7.6"]["Apr-15"] == "94.8%"
    (finding,) = [
        f
        for f in filled.result.findings
        if f.code == "K101" and "7.6" in f.what and "Summary" in f.where
    ]
    assert "94.8%" in finding.what
    assert "68 of 71, which is 95.8%" in finding.what


def test_a_light_stands_just_where_the_report_has_one(filled: Filled) -> None:
    ours = shown(filled)
    for number, row in printed().items():
        if row["rag"] == "(icon)":
            assert ours[number]["rag"] in {"R", "G"}, number  # no tolerance: never amber
        else:
            assert ours[number]["rag"] == "n/a", number


def test_lights_and_arrows_of_the_month(filled: Filled) -> None:
    ours = shown(filled)
    greens = {number for number, row in ours.items() if row["rag"] == "G"}
    assert greens == {"7.11", "8.3", "8.4", "9.1", "10.2"}  # A1 is judged on its year to date
    assert {number: row["dot"] for number, row in ours.items()} == {
        "7.1": "number_down", "7.2": "number_down", "7.3": "number_up", "7.4": "number_down",
        "7.5 (number)": "worse", "7.5 (percentage)": "worse", "7.6": "worse_off", "7.7": "none",
        "7.8": "worse_off", "7.9": "worse_off", "7.10": "worse_off", "7.11": "better",
        "7.12": "worse", "7.13": "better", "8.1": "number_up", "8.2": "better", "8.3": "better",
        "8.4": "better", "9.1": "worse_within", "9.2": "level", "10.1": "worse",
        "10.2": "worse_within", "10.3": "worse_off",
    }  # fmt: skip


def agrees(number: str, column: str, printed_text: str, our_text: str) -> bool:
    """Compare as printed. Only 7.5 printed several formats in its row: there, at the coarser."""
    if column == "dot":
        return ARROWS[our_text] == printed_text
    if column == "rag":
        return (our_text == "n/a") == (printed_text == "n/a")
    if number != "7.5 (percentage)" or not printed_text.endswith("%"):
        return printed_text == our_text
    one, other = as_number(printed_text), as_number(our_text)
    return our_text.endswith("%") and half_up(one, 1) == other


COLUMNS = {
    "F": "Mar-15", "G": "Apr-15", "H": "May-15", "I": "ytd_2015_16", "K": "dot", "L": "rag",
    "M": "2013/14", "N": "2014/15", "O": "stat_neigh_ave", "P": "best_stat_neigh", "Q": "nat_ave",
    "R": "nat_top_qtile_threshold",
}  # fmt: skip


def as_shown(value: object, number_format: str) -> str:
    """Show a cell as Excel does, written apart from the product's own way of showing."""
    if value is None or isinstance(value, str):
        return value or ""
    exact = Decimal(repr(value))
    if number_format == "General":
        return f"{exact.normalize():f}"
    places = number_format.partition(".")[2].count("0")
    if number_format.endswith("%"):
        return f"{half_up(exact * 100, places)}%"
    return str(half_up(exact, places))


def as_number(text: str) -> Decimal:
    return Decimal(text.removesuffix("%"))


def test_the_comparison_itself_can_fail() -> None:
    assert agrees("7.5 (percentage)", "Mar-15", "36.36%", "36.4%")
    assert not agrees("7.5 (percentage)", "Mar-15", "36.36%", "36.3%")
    assert not agrees("7.6", "May-15", "90.0%", "90%")
    assert not agrees("7.6", "ytd_2015_16", "92.5%", "93.1%")
    assert not agrees("7.7", "May-15", "TBC (Unavailable)", "")
    assert not agrees("10.1", "dot", "level", "worse")
