"""Whatever fails in quiet mode, every setting that can be given back is; Excel is simulated."""

from __future__ import annotations

import pytest
from made_faults import Settings

from lacxl.domain.errors import Refused, Unfinished, refuse
from lacxl.engines.excel.patience import Patience
from lacxl.engines.excel.quiet import quiet

AS_FOUND = (True, True, True, "automatic")
QUIET = (False, False, False, "manual")


def test_it_is_quiet_within_and_as_found_afterwards() -> None:
    app = Settings()
    with quiet(app, Patience()):
        assert app.state() == QUIET
    assert app.state() == AS_FOUND


def test_settings_that_a_person_had_off_stay_off() -> None:
    app = Settings()
    app.calculation, app.enable_events = "manual", False
    with quiet(app, Patience()):
        pass
    assert app.state() == (True, True, False, "manual")


@pytest.mark.parametrize("fault", [ValueError("x"), KeyboardInterrupt(), refuse("E108", "x")])
def test_a_failure_within_gives_everything_back(fault: BaseException) -> None:
    app = Settings()
    with pytest.raises(type(fault)), quiet(app, Patience()):
        raise fault
    assert app.state() == AS_FOUND


@pytest.mark.parametrize("stubborn", ["screen_updating", "enable_events", "calculation"])
def test_one_setting_that_cannot_be_given_back_does_not_keep_the_others(stubborn: str) -> None:
    app = Settings(stubborn)
    with pytest.raises(Unfinished) as told, quiet(app, Patience()):
        pass
    assert told.value.codes == ("E114",)
    left = [now for now, found in zip(app.state(), AS_FOUND, strict=True) if now != found]
    assert len(left) == 1


def test_a_refusal_under_way_tells_of_it_too() -> None:
    app = Settings("calculation")
    with pytest.raises(Refused) as told, quiet(app, Patience()):
        raise refuse("E104", "Excel is busy.")
    assert told.value.codes == ("E104", "E114")
