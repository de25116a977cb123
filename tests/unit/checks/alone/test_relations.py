"""Relations between figures: whether they hold, what a figure may be, which one is at fault."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lacxl.checks.alone.blame import causes
from lacxl.checks.alone.figures_on_page import Key
from lacxl.checks.alone.printed_number import PrintedNumber, Range, in_words, printed
from lacxl.checks.alone.relations import Between, Possible, Quotient, Sum, Weighed
from lacxl.domain.month import Month
from lacxl.workbook.address import Cell, CellRef

N, D, P = (Key("7.6", part, Month(2015, 5)) for part in ("cases", "of", "value"))
HERE = CellRef("Sheet", Cell(1, 1))
wholes = st.integers(min_value=1, max_value=600)


def exactly(number: int | Fraction) -> Range:
    return Range(Fraction(number), Fraction(number))


def percentage(number: Fraction, decimals: int = 3) -> Range:
    step = Fraction(1, 10**decimals)
    rounded = (number / step + Fraction(1, 2)) // 1 * step
    return Range(rounded - step / 2, rounded + step / 2)


def shows(value: float, number_format: str) -> PrintedNumber:
    found = printed(HERE, value, number_format)
    assert found is not None
    return found


@given(wholes, wholes)
def test_what_is_rounded_half_up_holds(n: int, d: int) -> None:
    values = {N: exactly(min(n, d)), D: exactly(d), P: percentage(Fraction(min(n, d), d))}
    assert Quotient("Q101", P, (N,), (D,)).holds(values)
    assert Possible("Q102", P, D).holds(values)


@given(wholes, wholes)
def test_failures_are_the_rest(n: int, d: int) -> None:
    n = min(n, d)
    values = {N: exactly(d - n), D: exactly(d), P: percentage(Fraction(n, d))}
    relation = Quotient("Q101", P, (N,), (D,), failures=True)
    assert relation.holds(values)
    allowed = relation.allowed(N, values)
    assert allowed is not None
    assert allowed.meets(exactly(d - n))


@given(wholes, wholes, wholes)
def test_what_a_figure_may_be_lets_the_relation_hold(n: int, d: int, wrong: int) -> None:
    n = min(n, d)
    relation = Quotient("Q101", P, (N,), (D,))
    values = {N: exactly(wrong), D: exactly(d), P: percentage(Fraction(n, d))}
    allowed = relation.allowed(N, values)
    assert allowed is not None
    assert allowed.meets(exactly(n))
    assert relation.holds({**values, N: exactly(n)})


def test_a_percentage_that_no_whole_number_gives() -> None:
    values = {D: exactly(19), P: percentage(Fraction(429, 1000))}
    assert not Possible("Q102", P, D).holds(values)
    assert Possible("Q102", P, D).holds({**values, D: exactly(7)})


def test_a_mean_is_weighed_by_whole_numbers_of_children() -> None:
    one, other, year = (Key("10.3", "value", when) for when in ("a", "b", "year"))
    tenth = Fraction(1, 20)
    values = {
        one: Range(Fraction(742, 10) - tenth, Fraction(742, 10) + tenth),
        other: Range(Fraction(295) - tenth, Fraction(295) + tenth),
        year: Range(Fraction(1848, 10) - tenth, Fraction(1848, 10) + tenth),
    }
    relation = Weighed("Q103", year, (one, other), (19, 17))
    assert not relation.holds(values)
    right = Range(Fraction(1846, 10) - tenth, Fraction(1846, 10) + tenth)
    assert relation.holds({**values, year: right})
    assert Between("Q103", year, (one, other)).holds(values)


def test_one_wrong_figure_is_one_cause_with_its_number() -> None:
    keys = {name: Key(name, "value", "now") for name in "abcdef"}
    relations = (
        Sum("Q103", ((keys["c"], 1), (keys["a"], -1), (keys["b"], -1))),
        Sum("Q105", ((keys["e"], 1), (keys["a"], -1), (keys["d"], 1))),
        Sum("Q106", ((keys["f"], 1), (keys["d"], -1))),
    )
    values = {
        keys[n]: exactly(v) for n, v in {"a": 9, "b": 3, "c": 8, "d": 1, "e": 4, "f": 1}.items()
    }
    (cause,) = causes(relations, values, values)
    assert cause.key == keys["a"]
    assert cause.should == exactly(5)
    assert cause.relations == relations[:2]


def test_what_would_break_something_else_is_no_cause() -> None:
    a, b, c, d = (Key(name, "value", "now") for name in "abcd")
    relations = (
        Sum("Q103", ((b, 1), (a, -1))),
        Sum("Q104", ((c, 1), (a, -1))),
        Sum("Q105", ((d, 1), (a, -1))),
    )
    values = {a: exactly(5), b: exactly(7), c: exactly(7), d: exactly(5)}
    assert [each.key for each in causes(relations, values, values)] == [None, None]


def test_a_cell_is_what_it_prints() -> None:
    assert shows(0.94799, "0.0%").range == Range(Fraction(9475, 10000), Fraction(9485, 10000))
    assert shows(72.5436, "0.0").text == "72.5"
    assert shows(1234, "#,##0").value == 1234
    assert printed(HERE, "94.8 %", "@") is not None
    assert printed(HERE, "TBC", "General") is None
    assert in_words(Fraction(70945, 100000), shows(0.71, "0.0%")) == "70.9%"
    assert in_words(Fraction(-5, 100), shows(0.5, "0.0")) == "-0.1"
