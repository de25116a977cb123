"""Errors carry every fault; of an exception that nobody reckoned with only its kind is said."""

from __future__ import annotations

from lacxl.domain.errors import Failed, LacxlError, Refused, failed, refuse
from lacxl.domain.finding import Finding, Severity, error, warning


def test_an_error_carries_all_its_findings_in_order() -> None:
    found = [error("P101", "one", "S!A1", "Mend it."), warning("K101", "two")]
    fault = LacxlError(iter(found))
    assert fault.findings == tuple(found)
    assert fault.codes == ("P101", "K101")
    assert str(fault) == "P101 S!A1: one Mend it.\nK101 two"
    assert LacxlError(found[0]).findings == (found[0],)


def test_a_refusal_is_one_error() -> None:
    fault = refuse("W101", "what", "where", "todo")
    assert type(fault) is Refused
    assert fault.findings == (Finding("W101", "what", "where", "todo", Severity.ERROR),)
    assert refuse("W101", "what").findings == (Finding("W101", "what", severity=Severity.ERROR),)


def test_an_exception_s_own_words_are_not_repeated() -> None:
    fault = failed(ValueError("Zebediah Quill"))
    assert type(fault) is Failed
    assert fault.findings == (
        error(
            "U107",
            "lacxl failed: ValueError.",
            todo="Please report it; LACXL_DEBUG=1 shows where it happened.",
        ),
    )


def test_memory_that_is_used_up_is_no_fault_to_report() -> None:
    fault = failed(MemoryError("Zebediah Quill"))
    assert type(fault) is Failed
    assert fault.findings == (
        error(
            "U109",
            "lacxl failed: the memory of this computer is used up.",
            todo="Close other programs, check that no extract is far larger than it should be, "
            "and run again.",
        ),
    )
