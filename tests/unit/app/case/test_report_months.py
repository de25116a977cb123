"""Which month is meant, and what each button may do: rules that the add-in does not have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lacxl.app.case.report_months import MonthState, ReportMonth, choose
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.files.key_values import to_values
from lacxl.ribbon.state import Facts, refused_text, state_text, why_not
from lacxl.ribbon.verbs import VERBS

MARCH, APRIL, MAY, JUNE = (Month(2015, number) for number in (3, 4, 5, 6))
OPEN, FILLED, ISSUED = MonthState.OPEN, MonthState.FILLED, MonthState.ISSUED


def months(**states: MonthState) -> tuple[ReportMonth, ...]:
    named = {"march": MARCH, "april": APRIL, "may": MAY, "june": JUNE}
    return tuple(ReportMonth(named[name], state) for name, state in states.items())


@pytest.mark.parametrize(
    ("there", "wanted", "chosen", "month"),
    [
        (months(april=ISSUED, may=OPEN), "", None, MAY),
        (months(april=ISSUED, may=FILLED, june=OPEN), "", None, MAY),
        (months(april=FILLED, may=FILLED, june=OPEN), "", None, MAY),
        (months(april=ISSUED, may=ISSUED), "", None, JUNE),
        (months(april=FILLED, may=ISSUED, june=OPEN), "", None, JUNE),
        (months(april=OPEN, may=OPEN), "", None, APRIL),
        (months(april=ISSUED, may=FILLED), "", APRIL, APRIL),
        (months(april=ISSUED, may=FILLED), "", MARCH, MAY),
        (months(april=ISSUED, may=FILLED), "2015-04", MAY, APRIL),
        (months(april=ISSUED, may=FILLED), "Apr-15", None, APRIL),
    ],
)
def test_the_month_asked_for_else_chosen_else_waiting_else_next(
    there: tuple[ReportMonth, ...], wanted: str, chosen: Month | None, month: Month
) -> None:
    assert choose(there, wanted, chosen) == month


def test_after_a_quarter_the_next_one_is_meant() -> None:
    quarter = ReportMonth(JUNE, ISSUED, quarterly=True)
    assert choose((quarter,), "", None) == JUNE + 3
    assert quarter.label == "2015/16 Q1 to June 2015 (issued)"


@pytest.mark.parametrize("wanted", ["2015-13", "soon", "2016-01", "May"])
def test_a_month_that_the_workbook_lacks_is_refused(wanted: str) -> None:
    with pytest.raises(Refused) as caught:
        choose(months(april=ISSUED, may=OPEN), wanted, None)
    assert caught.value.codes == ("B103",)
    assert caught.value.findings[0].todo


def test_a_workbook_without_months_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        choose((), "", None)
    assert caught.value.codes == ("B104",)


WAITING = Facts(
    month=MAY,
    months=months(april=ISSUED, may=FILLED, june=OPEN),
    undoable=MAY,
    problems=3,
    locks=60,
    copy="Report - May 2015 - I1.xlsx",
)


def test_all_may_be_pressed_where_the_month_waits_to_be_issued() -> None:
    assert set(why_not(WAITING)) == {"next", "restate"}  # June has its place
    assert set(why_not(replace(WAITING, months=months(april=ISSUED, may=FILLED)))) == {"restate"}


@pytest.mark.parametrize(
    ("facts", "closed"),
    [
        (replace(WAITING, month=APRIL), {"next", "fill", "preview", "issue"}),
        (replace(WAITING, month=JUNE), {"next", "issue", "restate"}),
        (replace(WAITING, month=JUNE + 1), {"next", "fill", "preview", "issue", "restate"}),
        (replace(WAITING, months=months(may=FILLED, june=FILLED)), {"issue", "restate", "publish"}),
        (
            replace(WAITING, months=months(may=OPEN)),
            {"next", "accept", "charts", "issue", "restate", "publish"},
        ),
        (replace(WAITING, undoable=None), {"next", "undo", "restate"}),
        (replace(WAITING, problems=None), {"next", "problems", "restate"}),
        (replace(WAITING, problems=0), {"next", "problems", "restate"}),
    ],
)
def test_what_may_not_be_pressed_has_a_reason(facts: Facts, closed: set[str]) -> None:
    reasons = why_not(facts)
    assert set(reasons) == closed
    assert all(why.endswith(".") for why in reasons.values())
    values = to_values(state_text(facts))
    assert set(values["allowed"].split(",")) == set(VERBS) - closed
    assert {key.removeprefix("why_") for key in values if key.startswith("why_")} == closed


def test_the_state_file_has_every_key_that_the_add_in_reads() -> None:
    values = to_values(state_text(WAITING))
    assert values["format"] == "1"
    assert values["month"] == "2015-05"
    assert values["month_label"] == "May 2015 (filled)"
    assert values["months"] == (
        "2015-04|April 2015 (issued);2015-05|May 2015 (filled);2015-06|June 2015 (open)"
    )
    assert values["problems_label"] == "Problems (3)"
    assert "60 cells" in values["confirm_issue"]
    assert "Report - May 2015 - I1.xlsx" in values["confirm_issue"]
    assert "3 problems" in values["confirm_issue"]
    assert values["confirm_restate"].startswith("Restate May 2015,")
    assert "child's name" in values["ask_reason"]
    closed = (
        *("fill", "preview", "undo", "problems", "explain", "accept", "charts", "issue"),
        "publish",
    )
    assert set(to_values(refused_text("no"))) - set(values) == {f"why_{verb}" for verb in closed}


def test_one_problem_is_not_two() -> None:
    values = to_values(state_text(replace(WAITING, problems=1)))
    assert "1 problem of" in values["confirm_issue"]
    assert to_values(state_text(replace(WAITING, problems=0)))["problems_label"] == "Problems"
