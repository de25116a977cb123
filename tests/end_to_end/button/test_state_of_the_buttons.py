"""What a button may do, and its words, are what Python left in a file."""

from __future__ import annotations

import pytest
from lxml import etree

from macros.button import SAFE, VERBS, Button, door

pytestmark = pytest.mark.libreoffice


STATE = {
    "allowed": "months,preview,undo,log",
    "why_fill": "May 2015 is issued: choose another month.",
    "month": "2015-05",
    "month_label": "May 2015",
    "months": "2015-04|April 2015 (issued);2015-05|May 2015 (open)",
    "problems_label": "Problems (3)",
}


class TestState:
    def test_before_python_has_written_any_what_hangs_on_it_is_off(self, button: Button) -> None:
        button.set_up()
        off = [verb for verb in VERBS if not button.ask("GetEnabled", f"lacxl_{verb}")]
        assert off == ["undo", "accept", "charts", "issue", "restate", "publish"]
        assert button.ask("GetMonthLabel", "lacxl_months") == "Choose month"
        assert button.ask("GetProblemsLabel", "lacxl_problems") == "Problems"

    def test_a_button_that_is_off_says_why_and_one_that_is_on_what_it_does(
        self, button: Button
    ) -> None:
        button.set_up(state=STATE)
        assert button.ask("GetEnabled", "lacxl_fill") is False
        assert button.ask("GetSupertip", "lacxl_fill", "Fills.") == STATE["why_fill"]
        assert button.ask("GetEnabled", "lacxl_undo") is True
        assert button.ask("GetSupertip", "lacxl_undo", "Takes back.") == "Takes back."
        assert "where the month stands" in button.ask("GetSupertip", "lacxl_issue", "Locks.")

    def test_explain_leaves_a_cells_menu_where_it_is_not_allowed(self, button: Button) -> None:
        button.set_up(state=STATE)
        assert button.ask("GetVisible", "lacxl_explain_cell") is False
        button.set_up(state=STATE | {"allowed": "explain"})
        assert button.ask("GetVisible", "lacxl_explain_cell") is True

    def test_explain_is_not_on_a_cells_menu_of_workbooks_that_lacxl_does_not_know(
        self, button: Button
    ) -> None:
        button.set_up()
        assert button.ask("GetVisible", "lacxl_explain_cell") is False
        assert button.ask("GetEnabled", "lacxl_explain") is True

    def test_a_verb_is_allowed_by_its_whole_name(self, button: Button) -> None:
        button.set_up(state={"allowed": "refill, preview"})
        assert button.ask("GetEnabled", "lacxl_fill") is False
        assert button.ask("GetEnabled", "lacxl_preview") is True

    def test_labels_and_months_are_pythons(self, button: Button) -> None:
        button.set_up(state=STATE)
        assert button.ask("GetMonthLabel", "lacxl_months") == "May 2015"
        assert button.ask("GetProblemsLabel", "lacxl_problems") == "Problems (3)"
        menu = etree.fromstring(button.ask("GetMonthMenu", "lacxl_months"))
        assert [item.get("tag") for item in menu] == ["2015-04", "2015-05"]

    def test_without_a_workbook_only_what_needs_none_is_on(self, button: Button) -> None:
        button.set_up(book="", state=STATE)
        assert button.ask("GetEnabled", "lacxl_preview") is False
        assert button.ask("GetSupertip", "lacxl_preview", "x").startswith("Open the corporate")
        assert button.ask("GetEnabled", "lacxl_log") is True

    def test_another_workbook_has_its_own(self, button: Button) -> None:
        button.set_up(state=STATE)
        assert button.ask("GetEnabled", "lacxl_fill") is False
        button.host("SetUp", "Other.xlsx", True, False, False)
        assert button.ask("GetEnabled", "lacxl_fill") is True

    def test_the_files_are_read_once_and_again_when_they_change(self, button: Button) -> None:
        button.set_up(state=STATE)
        for _ in range(5):
            button.ask("GetEnabled", "lacxl_fill")
            button.ask("GetSupertip", "lacxl_fill", "x")
        assert button.host("Reads") == 2  # addin.cfg and the state
        button.write(f"state/{SAFE}.state", {"allowed": "fill"})
        assert button.ask("GetEnabled", "lacxl_fill") is True
        assert button.host("Reads") == 3

    def test_a_change_within_the_same_second_is_seen_after_a_run(self, button: Button) -> None:
        button.set_up(command=door("ok"), state={"allowed": "fill"})
        assert button.ask("GetEnabled", "lacxl_fill") is True
        button.press("lacxl_fill")
        button.write(f"state/{SAFE}.state", {"allowed": "undo"})
        assert button.ask("GetEnabled", "lacxl_undo") is True
