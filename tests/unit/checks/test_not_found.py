"""Headings that were not found: said once a table, and how much it matters."""

from __future__ import annotations

import pytest

from lacxl.checks.headings import not_found
from lacxl.domain.finding import Finding, Severity, note, warning
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.layout import TableHeadings, YearToDate

MAR, APR, MAY = (Month(2015, n) for n in (3, 4, 5))
YEARS = frozenset({FinancialYear(2013), FinancialYear(2014)})
AT = CellRef("S", Cell(5, 1))
NAT_AVE = {"nat_ave": ("NAT AVE", "England")}


def summary(
    months: tuple[Month, ...] = (MAR, APR, MAY),
    years: frozenset[FinancialYear] = YEARS,
    lacks: dict[str, tuple[str, ...]] | None = None,
    unread: tuple[str, ...] = (),
    name: str = "",
    so_far: tuple[int, ...] = (),
    amid: bool = False,
) -> TableHeadings:
    cells = tuple((CellRef("S", Cell(5, 10 + at)), text) for at, text in enumerate(unread))
    return TableHeadings(
        name,
        AT,
        frozenset({*months, *years, *(YearToDate(FinancialYear(year)) for year in so_far)}),
        lacks or {},
        cells,
        amid,
    )


def found(
    table: TableHeadings,
    *,
    month: Month = MAY,
    to_write: tuple[str, ...] = (),
    closed: tuple[int, ...] = (),
) -> Finding | None:
    first = () if not table.name else (summary(),)
    years = [FinancialYear(year) for year in closed]
    findings = list(not_found((*first, table), month, to_write, years))
    assert len(findings) <= 1
    assert all(f.code == "K112" and f.where == "S!A5" for f in findings)
    return findings[0] if findings else None


def test_nothing_is_said_where_all_is_found() -> None:
    assert found(summary(unread=("Comments",))) is None
    assert found(summary(name="Health", so_far=(2015,))) is None


def test_a_benchmark_that_is_not_there_is_a_note_unless_a_figure_waits_for_it() -> None:
    table = summary(lacks=NAT_AVE)
    assert (finding := found(table))
    assert finding.severity is Severity.NOTE
    assert finding.what == "The summary does not have a column for NAT AVE."
    assert (waits := found(table, to_write=("nat_ave",)))
    assert waits.severity is Severity.WARNING


def test_what_is_said_of_headings_that_were_not_found() -> None:
    todo = (
        "Correct the heading, or add its wording to a layout of your own. Headings that the "
        "workbook does without can be named in lacxl.toml under leave_out."
    )
    table = summary(months=(MAR, MAY), years=frozenset(), lacks=NAT_AVE, unread=("x",), amid=True)
    what = "The summary does not have a column for NAT AVE, 2013/14, 2014/15, Apr-15."
    assert found(table) == warning("K112", f"{what} Not understood: J5.", "S!A5", todo)
    table = summary(name="Health", lacks=NAT_AVE, years=frozenset({FinancialYear(2013)}))
    what = "The page Health does not have a row for NAT AVE, 2014/15, 2015/16 YTD."
    assert found(table, to_write=("nat_ave",), closed=(2014,)) == note("K112", what, "S!A5", todo)


@pytest.mark.parametrize("closed", [(), (2015,)])
def test_in_march_the_year_that_ends_has_no_place_for_its_outturn(closed: tuple[int, ...]) -> None:
    march = Month(2016, 3)
    months = tuple(march - back for back in (2, 1, 0))
    without = summary(months=months, years=frozenset({FinancialYear(2014), FinancialYear(2013)}))
    assert (finding := found(without, month=march, closed=closed))
    assert finding.severity is (Severity.WARNING if closed else Severity.NOTE)
    assert finding.what == "The summary does not have a column for 2015/16."
    assert "lacxl next-month makes it with April's" in finding.todo
    years = frozenset(FinancialYear(year) for year in (2013, 2014, 2015))
    assert found(summary(months=months, years=years), month=march, closed=closed) is None
    page = summary(
        months=months, name="Health", so_far=(2015,), years=years - {march.financial_year}
    )
    (finding,) = not_found([summary(months=months, years=years), page], march, (), ())
    assert finding.what == "The page Health does not have a row for 2015/16."
    assert found(without, month=march - 1) is None


def test_headings_told_already_are_not_told_again() -> None:
    table, year = summary(years=frozenset({FinancialYear(2013)})), FinancialYear(2014)
    assert len(list(not_found([table], MAY, (), ()))) == 1
    assert list(not_found([table], MAY, (), (), {(AT, year)})) == []


def test_a_heading_is_quoted_on_one_line_and_is_like_any_of_the_spellings() -> None:
    table = summary(lacks=NAT_AVE, unread=("Engl\nand", "Other"))
    assert (finding := found(table))
    assert finding.what.endswith(" Not understood: J5 ('Engl and'), K5.")


def test_months_are_missing_between_those_known_and_before_the_filled_one_alone() -> None:
    def lacking(*months: Month, name: str = "") -> str:
        so_far = (2015,) if name else ()
        table = summary(months=months, unread=("x",), amid=True, name=name, so_far=so_far)
        finding = found(table)
        return finding.what.partition(" for ")[2].partition(".")[0] if finding else ""

    assert lacking(Month(2014, 11), MAY) == "Dec-14, Jan-15, Feb-15, Mar-15, Apr-15"
    assert lacking(MAR, APR, MAY) == ""
    assert lacking(MAR, APR) == "", "the filled month is another finding's matter"
    assert lacking(MAY) == "Apr-15"
    assert lacking(MAY, name="Health") == "", "no arrow compares there"
    assert lacking() == ""


def test_a_year_that_is_not_there_is_named() -> None:
    table = summary(years=frozenset({FinancialYear(2014)}))
    assert (finding := found(table))
    assert (finding.severity, "2013/14" in finding.what) == (Severity.NOTE, True)
    assert (waits := found(table, closed=(2013,)))
    assert waits.severity is Severity.WARNING


def test_in_march_the_year_that_ends_needs_a_place() -> None:
    before = frozenset({FinancialYear(2012), FinancialYear(2013)})
    assert (finding := found(summary(years=before), month=MAR))
    assert finding.what == "The summary does not have a column for 2014/15."
    assert found(summary(years=before | YEARS), month=MAR) is None


def test_a_heading_like_the_missing_one_is_a_warning() -> None:
    table = summary(lacks=NAT_AVE, unread=("NAT AVG", "Zebediah Quill"))
    assert (finding := found(table))
    assert finding.severity is Severity.WARNING
    assert finding.what.endswith("Not understood: J5 ('NAT AVG'), K5.")
    assert (other := found(summary(lacks=NAT_AVE, unread=("Comments",))))
    assert other.severity is Severity.NOTE
    assert other.what.endswith("Not understood: J5.")


def test_a_month_is_missing_only_where_a_heading_amid_the_months_was_not_understood() -> None:
    assert found(summary(months=(MAR, MAY))) is None, "no heading could be April's"
    assert found(summary(months=(MAR, MAY), unread=("Comments",))) is None
    assert (gap := found(summary(months=(MAR, MAY), unread=("Aprl-15",), amid=True)))
    assert gap.severity is Severity.WARNING
    assert "a column for Apr-15. Not understood: J5 ('Aprl-15')." in gap.what
    assert (before := found(summary(months=(MAY,), unread=("last month",), amid=True)))
    assert "Apr-15" in before.what


def test_the_target_is_another_finding_s_matter() -> None:
    assert found(summary(lacks={"target": ("TARGET",)})) is None


def test_a_page_lacks_rows() -> None:
    table = summary(name="Health", lacks=NAT_AVE, unread=("NAT AVG",))
    assert (finding := found(table))
    assert finding.what == (
        "The page Health does not have a row for NAT AVE, 2015/16 YTD. "
        "Not understood: J5 ('NAT AVG')."
    )
    assert finding.severity is Severity.WARNING
    assert (note := found(summary(name="Health", lacks=NAT_AVE, so_far=(2015,))))
    assert note.severity is Severity.NOTE
