"""Amounts of a month, year to date and outturn, on the readings of the May 2015 report."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.indicator import Figure, Kind, Unit
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import half_up
from lacxl.domain.reading import Amount, Measured, Missing, Reading, amount
from lacxl.domain.year import outturn, so_far, year_to_date
from unit.domain.report import number, readings, summary

D = Decimal
KNOWN = shipped()
MAR, APR, MAY = Month(2015, 3), Month(2015, 4), Month(2015, 5)
PERCENT, MEAN, COUNT, RATE = (
    Figure("", u) for u in (Unit.PERCENTAGE, Unit.MEAN, Unit.COUNT, Unit.RATE)
)


def shown(what: Amount, figure: Figure) -> Decimal:
    assert isinstance(what, Measured), what
    return half_up(what.value, figure.decimals)


def parts(indicator: str, *pairs: tuple[str, str]) -> dict[Month, Reading]:
    return {APR + i: Reading(indicator, APR + i, D(n), D(d)) for i, (n, d) in enumerate(pairs)}


# -- a month ------------------------------------------------------------------------------------


def test_every_month_of_the_report_is_as_printed_but_7_6_in_april() -> None:
    differs = []
    for row in summary():
        indicator = KNOWN[row["no"].split(" ")[0]]
        figure = next(f for f in indicator.figures if indicator.label(f) == row["no"])
        for heading, month in (("Mar-15", MAR), ("Apr-15", APR), ("May-15", MAY)):
            got = amount(indicator, figure, readings()[indicator.number][month])
            if row[heading].startswith("TBC"):
                assert got == Missing("there is a note instead", "TBC (Unavailable)")
            elif shown(got, figure) != half_up(number(row[heading]) or D(0), figure.decimals):
                differs.append((row["no"], heading))
    assert differs == [("7.6", "Apr-15")]


def test_without_a_reading_there_is_no_figure() -> None:
    assert amount(KNOWN["7.1"], COUNT, None) == Missing("no reading")
    assert amount(KNOWN["7.1"], COUNT, Reading("7.1", MAY)) == Missing("the reading is empty")
    noted = Reading("7.12", MAY, note="not reported")
    assert amount(KNOWN["7.12"], PERCENT, noted) == Missing(
        "there is a note instead", "not reported"
    )


def test_nought_is_a_figure_and_nought_of_nought_is_not() -> None:
    assert amount(KNOWN["7.3"], COUNT, Reading("7.3", MAY, D(0))) == Measured(D(0), D(0))
    nothing = amount(KNOWN["7.6"], PERCENT, Reading("7.6", MAY, D(0), D(0)))
    assert isinstance(nothing, Missing)
    assert "denominator is 0" in nothing.reason
    assert nothing.text == ""
    noted = Reading("7.6", MAY, D(0), D(0), note="no reviews were due")
    assert amount(KNOWN["7.6"], PERCENT, noted) == Missing(nothing.reason, "no reviews were due")
    count = amount(KNOWN["7.3"], COUNT, Reading("7.3", MAY, D(0), note="quiet"))
    assert count == Measured(D(0), D(0)), "a figure goes before its note"


def test_no_reason_repeats_a_note() -> None:
    """The reason goes into messages, and a name may be in the note."""
    for numbers in ((None, None), (D(0), D(0)), (D(3), None)):
        found = amount(KNOWN["7.6"], PERCENT, Reading("7.6", MAY, *numbers, note="Z. Quill"))
        assert isinstance(found, Missing)
        assert found.text == "Z. Quill"
        assert "Quill" not in found.reason


def test_parts_come_before_the_value_given() -> None:
    both = Reading("7.6", APR, D(68), D(71), D("0.948"))
    assert shown(amount(KNOWN["7.6"], PERCENT, both), PERCENT) == D("0.958")
    half = Reading("7.6", APR, D(68), None, D("0.948"))
    assert amount(KNOWN["7.6"], PERCENT, half) == Measured(D("0.948"))
    alone = amount(KNOWN["7.6"], PERCENT, Reading("7.6", APR, D(68)))
    assert alone == Missing("the denominator is not known")


def test_7_5_shows_number_and_percentage_of_one_reading() -> None:
    count, percent = KNOWN["7.5"].figures
    reading = readings()["7.5"][MAR]
    assert amount(KNOWN["7.5"], count, reading) == Measured(D(4), D(4))
    assert shown(amount(KNOWN["7.5"], percent, reading), percent) == D("0.364")
    assert [KNOWN["7.5"].label(f) for f in KNOWN["7.5"].figures] == [
        "7.5 (number)", "7.5 (percentage)",
    ]  # fmt: skip


def test_a_rate_is_for_every_ten_thousand() -> None:
    reading = Reading("7.2", MAY, D(406), D(56_100))
    assert shown(amount(KNOWN["7.2"], RATE, reading), RATE) == D("72.4")


def test_a_mean_is_days_over_children() -> None:
    assert shown(amount(KNOWN["10.2"], MEAN, readings()["10.2"][MAY]), MEAN) == D("566.0")


# -- year to date -------------------------------------------------------------------------------


def ytd(number_: str, figure: Figure, until: Month = MAY) -> Amount:
    return year_to_date(KNOWN[number_], figure, readings()[number_], until)


def test_counts_add() -> None:
    assert ytd("7.3", COUNT) == Measured(D(39), D(39))
    assert ytd("7.4", COUNT) == Measured(D(36), D(36))
    assert ytd("7.5", KNOWN["7.5"].figures[0]) == Measured(D(13), D(13))


def test_a_percentage_is_all_numerators_over_all_denominators() -> None:
    assert shown(ytd("7.6", PERCENT), PERCENT) == D("0.931")
    assert shown(ytd("7.5", KNOWN["7.5"].figures[1]), PERCENT) == D("0.361")
    assert shown(ytd("10.1", PERCENT), PERCENT) == D("0.750")


def test_it_is_not_the_mean_of_the_months() -> None:
    uneven = parts("7.6", ("1", "1"), ("0", "9"))
    assert shown(year_to_date(KNOWN["7.6"], PERCENT, uneven, MAY), PERCENT) == D("0.100")


def test_means_weigh_by_their_children() -> None:
    assert shown(ytd("10.2", MEAN), MEAN) == D("463.3")
    assert ytd("10.2", MEAN) == Measured(D("463.25"), D("1853.0"), D(4))
    assert shown(ytd("10.3", MEAN), MEAN) == D("184.6")  # printed: 184.8
    uneven = parts("10.2", ("100", "1"), ("900", "3"))
    assert year_to_date(KNOWN["10.2"], MEAN, uneven, MAY) == Measured(D(250), D(1000), D(4))


def test_the_year_begins_in_april() -> None:
    assert ytd("7.3", COUNT, APR) == Measured(D(17), D(17))
    assert shown(ytd("7.6", PERCENT, APR), PERCENT) == D("0.958")


def test_a_month_that_is_missing_is_named() -> None:
    assert ytd("7.7", PERCENT) == Missing("no figures for May-15")
    assert ytd("7.7", PERCENT, APR) == Missing("numerator and denominator are not known for Apr-15")
    without_april = {MAY: readings()["7.3"][MAY]}
    assert year_to_date(KNOWN["7.3"], COUNT, without_april, MAY + 1) == Missing(
        "no figures for Apr-15, Jun-15"
    )


def test_no_cases_in_one_month_are_no_hindrance() -> None:
    some = parts("10.1", ("0", "0"), ("1", "2"))
    assert year_to_date(KNOWN["10.1"], PERCENT, some, MAY) == Measured(D("0.5"), D(1), D(2))
    none = parts("10.1", ("0", "0"), ("0", "0"))
    assert isinstance(year_to_date(KNOWN["10.1"], PERCENT, none, MAY), Missing)


@pytest.mark.parametrize("number_", [n for n, i in KNOWN.items() if i.kind is not Kind.FLOW])
def test_a_snapshot_has_no_year_to_date_but_its_latest_month_stands_so_far(number_: str) -> None:
    indicator = KNOWN[number_]
    figure = indicator.figures[0]
    assert ytd(number_, figure) == Missing("a snapshot has no year to date")
    latest = so_far(indicator, figure, readings()[number_], MAY)
    assert latest == amount(indicator, figure, readings()[number_][MAY])


def test_a_flow_so_far_is_its_year_to_date() -> None:
    for number_ in ("7.3", "7.6", "10.2"):
        figure = KNOWN[number_].figures[0]
        assert so_far(KNOWN[number_], figure, readings()[number_], MAY) == ytd(number_, figure)


def test_the_ytd_column_as_printed_but_for_two() -> None:
    differs = []
    for row in summary():
        indicator = KNOWN[row["no"].split(" ")[0]]
        figure = next(f for f in indicator.figures if indicator.label(f) == row["no"])
        got, printed = ytd(indicator.number, figure), number(row["ytd_2015_16"])
        if printed is None:
            assert isinstance(got, Missing)
        elif shown(got, figure) != printed:
            differs.append((row["no"], shown(got, figure)))
    assert differs == [("7.6", D("0.931")), ("10.3", D("184.6"))]


# -- outturn ------------------------------------------------------------------------------------


def test_a_snapshot_s_outturn_is_march_s() -> None:
    year = FinancialYear(2014)
    kept, printed = {}, {}
    for row in summary():
        indicator = KNOWN[row["no"].split(" ")[0]]
        if indicator.kind is Kind.FLOW:
            continue
        figure = indicator.figures[0]
        got = outturn(indicator, figure, readings()[indicator.number], year)
        kept[row["no"]], printed[row["no"]] = shown(got, figure), number(row["2014/15"])
    assert {n for n in kept if kept[n] != printed[n]} == {"7.2"}  # 70 printed, March had 72.5
    assert kept["7.2"] == D("72.5")


def test_a_flow_s_outturn_is_the_whole_year() -> None:
    year = FinancialYear(2015)
    whole = {m: Reading("7.3", m, D(10)) for m in year.months()}
    assert outturn(KNOWN["7.3"], COUNT, whole, year) == Measured(D(120), D(120))
    del whole[Month(2015, 9)]
    assert outturn(KNOWN["7.3"], COUNT, whole, year) == Missing("no figures for Sep-15")
