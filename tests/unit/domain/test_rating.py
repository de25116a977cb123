"""RAG against the target, and DOT: the direction of performance, at the precision shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lacxl.catalogue.indicators import shipped
from lacxl.domain.figures import FigureRow, figure_row
from lacxl.domain.indicator import Basis, Figure, Polarity, Target, Unit
from lacxl.domain.month import Month
from lacxl.domain.numbers import ratio
from lacxl.domain.rating import Dot, Rag, direction, rag
from lacxl.domain.reading import Measured, Missing, Reading
from unit.domain.report import readings, summary

D = Decimal
HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE
PERCENT, MEAN = Figure("", Unit.PERCENTAGE), Figure("", Unit.MEAN)
MAY = Month(2015, 5)


def light(value: str, target: str, polarity: Polarity = HIGH, amber: str | None = None) -> str:
    limit = Target(D(target), None if amber is None else D(amber))
    return rag(Measured(D(value)), PERCENT, polarity, limit).value


@pytest.mark.parametrize(
    ("value", "expected"), [("0.98", "G"), ("0.99", "G"), ("0.9796", "G"), ("0.9794", "R")]
)
def test_high_is_good_with_a_target_alone(value: str, expected: str) -> None:
    assert light(value, "0.98") == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("0.10", "G"), ("0.05", "G"), ("0.1004", "G"), ("0.1005", "R")]
)
def test_low_is_good_with_a_target_alone(value: str, expected: str) -> None:
    assert light(value, "0.10", LOW) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.98", "G"), ("0.979", "A"), ("0.95", "A"), ("0.9495", "A"), ("0.9494", "R")],
)
def test_amber_between_target_and_limit(value: str, expected: str) -> None:
    assert light(value, "0.98", HIGH, "0.95") == expected


@pytest.mark.parametrize(("value", "expected"), [("0.1", "G"), ("0.11", "A"), ("0.13", "R")])
def test_amber_where_low_is_good(value: str, expected: str) -> None:
    assert light(value, "0.10", LOW, "0.12") == expected


def test_no_amber_is_invented() -> None:
    assert {light(f"0.{n:03}", "0.5") for n in range(1000)} == {"R", "G"}


def test_not_rated_without_target_polarity_or_figure() -> None:
    figure, target = Measured(D("0.5")), Target(D("0.4"))
    assert rag(figure, PERCENT, HIGH, None) is Rag.NOT_RATED
    assert rag(figure, PERCENT, NONE, target) is Rag.NOT_RATED
    assert rag(Missing("TBC"), PERCENT, HIGH, target) is Rag.NOT_RATED
    assert rag(figure, PERCENT, HIGH, target) is Rag.GREEN


def dot(now: str, before: str, polarity: Polarity, light: Rag, band: str = "0") -> Dot:
    return direction(
        Measured(D(now)), Measured(D(before)),
        figure=MEAN, polarity=polarity, light=light, dead_band=D(band),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "polarity", "light", "expected"),
    [
        ("11", "10", NONE, Rag.NOT_RATED, Dot.NUMBER_UP),
        ("10", "11", NONE, Rag.NOT_RATED, Dot.NUMBER_DOWN),
        ("11", "10", HIGH, Rag.RED, Dot.BETTER),
        ("10", "11", LOW, Rag.RED, Dot.BETTER),
        ("10", "11", HIGH, Rag.NOT_RATED, Dot.WORSE),
        ("11", "10", LOW, Rag.NOT_RATED, Dot.WORSE),
        ("10", "11", HIGH, Rag.GREEN, Dot.WORSE_WITHIN),
        ("10", "11", HIGH, Rag.AMBER, Dot.WORSE_WITHIN),
        ("11", "10", LOW, Rag.RED, Dot.WORSE_OFF),
        ("10.49", "10.53", HIGH, Rag.RED, Dot.LEVEL),
        ("10.53", "10.49", NONE, Rag.NOT_RATED, Dot.LEVEL),
        ("10.44", "10.45", HIGH, Rag.NOT_RATED, Dot.WORSE),
    ],
)
def test_direction(now: str, before: str, polarity: Polarity, light: Rag, expected: Dot) -> None:
    assert dot(now, before, polarity, light) is expected


def test_a_dead_band_is_level_up_to_and_with_its_width() -> None:
    assert dot("10.5", "10.0", HIGH, Rag.RED, "0.5") is Dot.LEVEL
    assert dot("9.5", "10.0", HIGH, Rag.RED, "0.5") is Dot.LEVEL
    assert dot("10.54", "10.0", HIGH, Rag.RED, "0.5") is Dot.LEVEL
    assert dot("10.55", "10.0", HIGH, Rag.RED, "0.5") is Dot.BETTER


def test_no_direction_from_or_to_a_missing_month() -> None:
    there, gone = Measured(D(1)), Missing("TBC (Unavailable)")
    for now, before in ((there, gone), (gone, there), (gone, gone)):
        got = direction(now, before, figure=MEAN, polarity=HIGH, light=Rag.GREEN)
        assert got is Dot.NONE


def test_every_state_has_words_of_its_own() -> None:
    words = [each.text for each in Dot]
    assert len(set(words)) == len(Dot) == 12
    assert all(any(sign.isalpha() for sign in text) for text in words)
    assert len({each.value for each in Rag}) == 4


def test_the_report_s_arrows_but_three() -> None:
    """7.7 has no May figure; 7.12 and 10.1 fell with High good."""
    before_polarity = {"up": +1, "down": -1, "level": 0}
    differs = []
    for row in summary():
        indicator = shipped()[row["no"].split(" ")[0]]
        figure = next(f for f in indicator.figures if indicator.label(f) == row["no"])
        got = figure_row(indicator, figure, readings()[indicator.number], MAY, page={}).dot
        ups = {Dot.BETTER, Dot.NUMBER_UP}
        sign = 0 if got is Dot.LEVEL else 1 if got in ups else -1
        if got is Dot.NONE or sign != before_polarity[row["dot"]]:
            differs.append((row["no"], got))
    assert differs == [("7.7", Dot.NONE), ("7.12", Dot.WORSE), ("10.1", Dot.WORSE)]


def test_a_light_stands_just_where_the_report_has_one() -> None:
    for row in summary():
        indicator = shipped()[row["no"].split(" ")[0]]
        figure = next(f for f in indicator.figures if indicator.label(f) == row["no"])
        got = figure_row(indicator, figure, readings()[indicator.number], MAY, page={})
        assert (got.rag is Rag.NOT_RATED) == (row["rag"] == "n/a"), row["no"]


def test_the_basis_decides_10_2() -> None:
    """May's 566.0 misses 487, the year's 463.3 meets it."""
    row = figure_row(shipped()["10.2"], MEAN, readings()["10.2"], MAY, page={})
    assert (row.rag, row.judged, row.dot) == (Rag.GREEN, row.ytd, Dot.WORSE_WITHIN)
    assert rag(row.month, MEAN, LOW, shipped()["10.2"].target) is Rag.RED


NUMBER, PERCENTAGE = shipped()["7.5"].figures


def pair(target: str | None, **more: object) -> tuple[FigureRow, FigureRow]:
    """Return the two rows of 7.5 in May: 7 of 19 in April, 6 of 17 in May."""
    limit = None if target is None else Target(D(target), D("0.3"))
    known = replace(shipped()["7.5"], target=limit, **more)  # type: ignore[arg-type]
    number, percentage = (
        figure_row(known, each, readings()["7.5"], MAY, page={}) for each in known.figures
    )
    return number, percentage


def test_a_target_of_a_percentage_does_not_rate_the_number() -> None:
    """6 of 17 is 35.3%; 6 is not "over 40%", and 0.4 shown as a count is not 0."""
    number, percentage = pair("0.4")
    assert (number.rag, percentage.rag) == (Rag.NOT_RATED, Rag.AMBER)
    assert (number.dot, percentage.dot) == (Dot.WORSE, Dot.WORSE_WITHIN)
    assert [row.rag for row in pair("0.353")] == [Rag.NOT_RATED, Rag.GREEN]
    assert [row.rag for row in pair("0.36", basis=Basis.YTD)] == [Rag.NOT_RATED, Rag.GREEN]


def test_a_dead_band_of_a_percentage_does_not_hold_the_number() -> None:
    number, percentage = pair(None, dead_band=D(1))
    assert (number.dot, percentage.dot) == (Dot.WORSE, Dot.LEVEL)


def test_a_count_of_its_own_is_rated_by_its_own_target() -> None:
    known = replace(shipped()["7.1"], target=Target(D(410)), polarity=LOW)
    row = figure_row(known, known.figures[0], readings()["7.1"], MAY, page={})
    assert row.rag is Rag.GREEN


def test_what_stands_on_the_page_is_compared_whatever_the_reading_says() -> None:
    """89.0% to 90.0% with high good is better, also where April's reading says 95.8%."""
    seven_six = shipped()["7.6"]
    typed = {MAY - 1: Measured(D("0.89"))}
    row = figure_row(seven_six, PERCENT, readings()["7.6"], MAY, page=typed)
    assert (row.before, row.dot) == (Measured(D("0.89")), Dot.BETTER)
    noted = {MAY - 1: Missing("its cell holds a text", "TBC")}
    row = figure_row(seven_six, PERCENT, readings()["7.6"], MAY, page=noted)
    assert (row.before, row.dot) == (noted[MAY - 1], Dot.NONE)


def test_a_year_to_date_follows_from_the_readings_whatever_was_printed() -> None:
    page = {MAY - 1: Measured(D("0.89")), MAY: Measured(D("0.5"))}
    row = figure_row(shipped()["7.6"], PERCENT, readings()["7.6"], MAY, page=page)
    assert row.ytd == Measured(ratio(D(122), D(131)), D(122), D(131))
    assert row.month == Measured(D("0.5"))


def test_an_issued_month_is_compared_as_it_was_printed() -> None:
    seven_six = shipped()["7.6"]
    april = readings()["7.6"][MAY - 1]
    assert april.numerator == 68
    printed = figure_row(
        seven_six, PERCENT, readings()["7.6"], MAY, page={MAY - 1: Measured(D("0.948"))}
    )
    assert printed.before == Measured(D("0.948"))
    assert printed.label == "7.6"


def test_what_somebody_typed_counts_where_there_is_no_reading() -> None:
    one = shipped()["7.1"]
    figure = one.figures[0]
    now = {MAY: Reading("7.1", MAY, D(406))}
    row = figure_row(one, figure, now, MAY, page={MAY - 1: Measured(D(409))})
    assert (row.before, row.month) == (Measured(D(409)), Measured(D(406), D(406)))
    assert row.dot is Dot.NUMBER_DOWN


def test_the_outturn_is_known_in_march() -> None:
    one = shipped()["7.1"]
    march = Month(2015, 3)
    row = figure_row(one, one.figures[0], readings()["7.1"], march, page={})
    assert row.outturn == Measured(D(407), D(407))
    row = figure_row(one, one.figures[0], readings()["7.1"], MAY, page={})
    assert row.outturn is None
