"""Findings and errors: what, where, what to do; every fault at once."""

from __future__ import annotations

from lacxl.domain.errors import LacxlError, Refused, UsageFault, refuse
from lacxl.domain.finding import Severity, error, errors_of, first_of, note, warning


def test_a_finding_says_what_where_and_what_to_do() -> None:
    one = error("L106", "No row for 7.10.", "Summary!A5", "Put it back.")
    assert str(one) == "L106 Summary!A5: No row for 7.10. Put it back."
    assert str(note("K107", "No figure.")) == "K107 No figure."
    assert one.as_dict() == {
        "code": "L106", "severity": "error", "where": "Summary!A5",
        "what": "No row for 7.10.", "todo": "Put it back.",
    }  # fmt: skip


def test_only_errors_stop() -> None:
    every = [error("A1", "a"), warning("B1", "b"), note("C1", "c")]
    assert [f.severity for f in every] == [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    assert errors_of(every) == (every[0],)


def test_an_error_carries_every_fault() -> None:
    fault = Refused(error(code, "x") for code in ("L101", "L110"))
    assert fault.codes == ("L101", "L110")
    assert str(fault) == "L101 x\nL110 x"
    assert refuse("L101", "x", "y", "z").findings == (error("L101", "x", "y", "z"),)
    assert issubclass(Refused, LacxlError)
    assert issubclass(UsageFault, LacxlError)


def test_of_many_names_the_first_are_told() -> None:
    assert first_of(["A1", "B2"], 2) == "A1, B2"
    assert first_of([1, 2, 3, 4], 2) == "1, 2 and 2 more"
    assert first_of([], 2) == ""
