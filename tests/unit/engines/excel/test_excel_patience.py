"""A busy Excel is waited for, a little and never for ever; time is simulated."""

from __future__ import annotations

import pytest
from made_faults import EXCEPTION, REJECTED, com_error

from lacxl.domain.errors import Refused
from lacxl.engines.excel.patience import LIMIT, Patience


class Time:
    """A clock that goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


def run(fault: Exception, times: int) -> tuple[str, Time, int]:
    time = Time()
    calls = 0

    def call() -> str:
        nonlocal calls
        calls += 1
        if calls <= times:
            raise fault
        return "done"

    return Patience(clock=time.clock, sleep=time.sleep)(call, "writing cells"), time, calls


@pytest.mark.parametrize("times", [0, 1, 9])
def test_a_call_is_tried_again_until_excel_is_free(times: int) -> None:
    assert run(com_error(REJECTED), times)[0] == "done"


def test_after_a_quarter_of_a_minute_it_is_given_up_with_what_to_do() -> None:
    time = Time()

    def call() -> None:
        raise com_error(REJECTED)

    with pytest.raises(Refused) as refusal:
        Patience(clock=time.clock, sleep=time.sleep)(call)
    assert refusal.value.codes == ("E104",)
    assert "Press Esc" in str(refusal.value)
    assert LIMIT - 2 < time.now <= LIMIT


def test_a_no_is_a_no_at_once_and_is_told_in_excels_words() -> None:
    said = "The cell or chart you're trying to change is on a protected sheet."
    with pytest.raises(Refused) as refusal:
        run(com_error(EXCEPTION, said), 1)
    assert refusal.value.codes == ("E105",)
    assert said in str(refusal.value)
    assert "writing cells" in str(refusal.value)


def test_pywin32_taking_a_busy_excels_member_for_absent_is_seen_through() -> None:
    assert run(AttributeError("Value"), 3)[0] == "done"


def test_a_member_that_is_really_absent_is_not_waited_for_long() -> None:
    with pytest.raises(Refused) as refusal:
        run(AttributeError("Valu"), 1000)
    assert refusal.value.codes == ("E105",)


def test_a_fault_of_ours_is_no_word_of_excels() -> None:
    with pytest.raises(ZeroDivisionError):
        run(ZeroDivisionError(), 1)
