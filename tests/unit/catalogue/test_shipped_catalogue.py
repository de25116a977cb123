"""The catalogue and the layout that ship, against the report."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lacxl.catalogue import indicators, layouts
from lacxl.catalogue.indicators import suggestion, with_settings
from lacxl.domain.indicator import Basis, Indicator, Kind, Polarity, Target, Unit
from lacxl.workbook.layout import FigurePart
from lacxl.workbook.layout.heading_words import plain
from unit.domain.report import number, summary

KNOWN = indicators.shipped()
D = Decimal
ROWS = {row["no"]: row for row in summary()}


def labels(indicator: Indicator) -> list[str]:
    return [indicator.label(figure) for figure in indicator.figures]


def test_the_22_indicators_in_the_report_s_order() -> None:
    assert len(KNOWN) == 22
    assert [label for each in KNOWN.values() for label in labels(each)] == list(ROWS)
    assert [each.number for each in KNOWN.values()] == list(KNOWN)
    assert sorted(KNOWN, key=lambda n: KNOWN[n].sort_key) == list(KNOWN)


@pytest.mark.parametrize("number_", list(KNOWN))
def test_an_indicator_is_as_printed(number_: str) -> None:
    indicator = KNOWN[number_]
    for label in labels(indicator):
        row = ROWS[label]
        assert indicator.title == row["indicator"]
        printed = row["target"]
        green = None if printed in ("", "n/a") else number(printed)
        assert (indicator.target.green if indicator.target else None) == green
        polarity = {
            "High": Polarity.HIGH,
            "Low": Polarity.LOW,
            "Info": Polarity.NONE,
            "": Polarity.NONE,
        }
        assert indicator.polarity is polarity[row["good_perf_is"]]


@pytest.mark.parametrize("number_", list(KNOWN))
def test_an_indicator_is_explained(number_: str) -> None:
    indicator = KNOWN[number_]
    assert indicator.definition.endswith(".")
    assert indicator.numerator_words
    divided = any(figure.unit is not Unit.COUNT for figure in indicator.figures)
    assert bool(indicator.denominator_words) == divided


def test_no_tolerance_is_invented() -> None:
    assert all(each.target is None or each.target.amber is None for each in KNOWN.values())
    assert all(each.dead_band == 0 for each in KNOWN.values())


def test_units_kinds_and_bases() -> None:
    unit = {
        "Count": {Unit.COUNT}, "Rate per 10,000": {Unit.RATE}, "Average count": {Unit.MEAN},
        "Percentage": {Unit.PERCENTAGE},
    }  # fmt: skip
    for number_, indicator in KNOWN.items():
        if number_ != "7.5":
            row = ROWS[number_]
            assert {f.unit for f in indicator.figures} == unit[row["data_note_monthly"]]
            assert (indicator.per == 10_000) == (number_ == "7.2")
        printed = any(ROWS[label]["ytd_2015_16"] for label in labels(indicator))
        assert (indicator.kind is Kind.FLOW) == (printed or number_ == "7.7")
    assert [n for n, i in KNOWN.items() if i.kind is Kind.ROLLING] == ["9.2"]
    assert [n for n, i in KNOWN.items() if i.basis is Basis.YTD] == ["10.1", "10.2", "10.3"]
    assert [(f.name, f.unit) for f in KNOWN["7.5"].figures] == [
        ("number", Unit.COUNT), ("percentage", Unit.PERCENTAGE),
    ]  # fmt: skip


def test_a_misspelt_number_gets_a_hint() -> None:
    assert suggestion("7.1O", KNOWN) == "Did you mean 7.1?"
    assert suggestion("17.10", KNOWN) == "Did you mean 7.10?"
    assert suggestion("x", KNOWN).startswith("Known are 7.1, 7.2,")


def test_a_council_s_own_settings() -> None:
    changed = with_settings(
        KNOWN,
        target={"7.8": D("0.85")},
        polarity={"7.7": Polarity.HIGH},
        basis={"10.2": Basis.MONTH},
        dead_band={"7.6": D("0.005")},
    )
    assert changed["10.2"].basis is Basis.MONTH
    assert changed["7.6"].dead_band == D("0.005")
    assert changed["7.7"].polarity is Polarity.HIGH
    assert changed["7.8"].target == Target(D("0.85"))
    assert {n for n in KNOWN if changed[n] != KNOWN[n]} == {"10.2", "7.6", "7.7", "7.8"}
    assert list(changed) == list(KNOWN)


def test_the_layout_shows_known_indicators_and_figures() -> None:
    words = layouts.shipped()
    assert [page.name for page in words.pages] == [
        "Plans - In Date", "Looked After Children", "Placements", "Reviews & Visits", "Health",
        "Personal Education Plans", "Adoptions",
    ]  # fmt: skip
    headings = []
    for page in words.pages:
        for column in page.lines:
            indicator = KNOWN[column.indicator]
            names = {figure.name for figure in indicator.figures}
            assert column.part is not FigurePart.VALUE or column.figure in names, column
            headings += [plain(text) for text in column.header]
    assert len(set(headings)) == len(headings)


def test_no_spelling_of_the_summary_means_two_things() -> None:
    words = layouts.shipped().summary.headings
    said = [
        text
        for key, each in words.items()
        if not key.startswith("note")
        for text in {plain(spelling) for spelling in each}
    ]
    assert len(set(said)) == len(said)
