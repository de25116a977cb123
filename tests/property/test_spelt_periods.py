"""A label gives the one period that it names however it is spelt, and other texts give none."""

from __future__ import annotations

import calendar
import string

from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.month import MONTH_NAMES, FinancialYear, Month, Quarter
from lacxl.workbook.layout import YearToDate
from lacxl.workbook.layout.period_labels import Bare, NoPeriod, as_label, read_label, years_in

STARTS = st.integers(2020, 2038)
MONTHS = st.builds(Month, st.integers(2023, 2036), st.integers(1, 12))
QUARTERS = st.builds(Quarter, st.builds(FinancialYear, STARTS), st.integers(1, 4))
DASHES = st.sampled_from(["-", "–", " - ", " – ", " to ", "—"])
GAPS = st.sampled_from([" ", "\u00a0", "\n", "  ", ", ", ": ", " - "])


@st.composite
def month_names(draw: st.DrawFn, number: int) -> str:
    name = MONTH_NAMES[number - 1]
    short = [name[:3], *(["Sept"] if number == 9 else [])]
    said: str = draw(st.sampled_from([name, *short]))
    return draw(st.sampled_from([said, said.upper(), said.lower()]))


@st.composite
def years(draw: st.DrawFn, start: int) -> str:
    slash = draw(st.sampled_from(["/", "-", "–", " / "]))
    first = draw(st.sampled_from([f"{start}", f"{start % 100:02}"]))
    second = f"{(start + 1) % 100:02}"
    if len(first) == 4:
        second = draw(st.sampled_from([second, f"{start + 1}"]))
    return f"{draw(st.sampled_from(['', 'FY ', 'FY']))}{first}{slash}{second}"


@st.composite
def dated(draw: st.DrawFn, month: Month) -> str:
    year = draw(
        st.sampled_from([f"{month.year}", f"{month.year % 100:02}", f"'{month.year % 100}"])
    )
    between = draw(st.sampled_from([" ", "-", "–", "\u00a0", ". ", "\n"]))
    return f"{draw(month_names(month.number))}{between}{year}"


@st.composite
def spans(draw: st.DrawFn, first: Month, last: Month) -> str:
    dash = draw(DASHES)
    begins = draw(st.sampled_from(["name", "dated"]))
    start = draw(dated(first)) if begins == "dated" else draw(month_names(first.number))
    return f"{start}{dash}{draw(dated(last))}"


@st.composite
def spelt_quarters(draw: st.DrawFn) -> tuple[str, Quarter]:
    """A quarter by its number, by its months or by both, its year said at least once."""
    quarter = draw(QUARTERS)
    word = draw(st.sampled_from(["Q", "q", "Qtr ", "Qtr", "Quarter ", "Q."]))
    number = f"{word}{quarter.number}"
    year = draw(years(quarter.year.start))
    bare = DASHES.map(lambda dash: dash.join(
        MONTH_NAMES[each.number - 1][:3] for each in (quarter.first, quarter.last)
    ))  # fmt: skip
    span = draw(spans(quarter.first, quarter.last))
    parts = draw(
        st.sampled_from(
            [
                [number, year], [span], [number, span], [number, f"({span})"],
                [number, f"({draw(bare)})", year], [draw(bare), year], [number, f"({span})", year],
            ]
        )
    )  # fmt: skip
    if len(parts) > 1:
        parts = draw(st.permutations(parts))
    gap = " " if any(part.startswith("(") for part in parts) else draw(GAPS)
    return gap.join(parts), quarter


@st.composite
def spelt_months(draw: st.DrawFn) -> tuple[str, Month]:
    month = draw(MONTHS)
    day = calendar.monthrange(month.year, month.number)[1]
    text = draw(
        st.sampled_from(
            [
                draw(dated(month)),
                f"As at {day} {draw(dated(month))}",
                f"{day:02}/{month.number:02}/{month.year}",
                f"Month ending {day}.{month.number}.{month.year % 100:02}",
                f"{draw(month_names(month.number))} {draw(years(month.financial_year.start))}",
                f"{month}",
            ]
        )
    )
    return text, month


@given(spelt_months())
def test_a_month_in_any_of_its_spellings_is_the_one_month(spelt: tuple[str, Month]) -> None:
    text, month = spelt
    assert as_label(text) == month


@given(spelt_quarters())
def test_a_quarter_in_any_of_its_spellings_is_the_one_quarter(spelt: tuple[str, Quarter]) -> None:
    text, quarter = spelt
    assert as_label(text) == quarter


@given(st.data(), STARTS)
def test_a_year_and_its_year_to_date_in_any_spelling(data: st.DataObject, start: int) -> None:
    said, year = data.draw(years(start)), FinancialYear(start)
    assert as_label(said) == year
    assert as_label(f"Full year {said}") == year
    word = data.draw(st.sampled_from(["YTD", "Y.T.D.", "Year to date", "Cumulative", "(YTD)"]))
    assert as_label(f"{word} ({said})") == as_label(f"{said} {word}") == YearToDate(year)


@given(st.data(), MONTHS)
def test_a_year_to_date_that_names_its_months_is_up_to_the_last(
    data: st.DataObject, until: Month
) -> None:
    year = until.financial_year
    span = data.draw(spans(year.first, until))
    texts = [f"YTD {span}", f"Year to date ({span})", f"{data.draw(dated(until))} YTD"]
    assert {as_label(text) for text in texts} == {YearToDate(year, until)}


@given(st.data(), QUARTERS, st.integers(1, 3))
def test_a_quarter_with_the_months_of_another_is_never_read(
    data: st.DataObject, quarter: Quarter, off: int
) -> None:
    other = quarter + off if quarter.number + off <= 4 else quarter - (quarter.number - 1)
    if other == quarter:
        other = quarter + 1
    span = data.draw(spans(other.first, other.last))
    for text in (f"Q{quarter.number} ({span})", f"{span} {quarter}"):
        assert read_label(text) is NoPeriod.CONTRADICTION


@given(st.data(), MONTHS, st.sampled_from([-2, -1, 1, 2]))
def test_a_month_beside_another_year_than_its_own_is_never_read(
    data: st.DataObject, month: Month, off: int
) -> None:
    year = data.draw(years(month.financial_year.start + off))
    assert read_label(f"{data.draw(dated(month))} {year}") is NoPeriod.CONTRADICTION


@given(st.data(), MONTHS, st.integers(0, 23))
def test_no_span_is_a_quarter_or_a_year_unless_it_is_one(
    data: st.DataObject, first: Month, more: int
) -> None:
    """Half a year is never a quarter and never a year to date."""
    last = first + more
    text = data.draw(dated(first)) + data.draw(DASHES) + data.draw(dated(last))
    found = as_label(text)
    year = first.financial_year
    if more == 2 and first == first.quarter.first:
        assert found == first.quarter
    elif more == 11 and first == year.first:
        assert found == year
    else:
        assert found is None


WORDS = st.text(string.ascii_letters + string.digits + " -/().%,'", max_size=30)


@given(
    WORDS, WORDS, st.sampled_from(["target", "children", "England", "over", "aged", "%", "miles"])
)
def test_a_text_with_a_word_of_something_else_names_no_period(
    before: str, after: str, word: str
) -> None:
    text = f"{before} {word} {after}"
    assert read_label(text) is None


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_fault_and_the_same_twice(text: str) -> None:
    found = read_label(text)
    assert found == read_label(f" {text}\n")
    years_in(text)
    if isinstance(found, Bare):
        assert any(name[:3].lower() in text.casefold() for name in MONTH_NAMES) or any(
            sign.isdigit() for sign in text
        )
