"""From a press of a button to the message: every answer, and every way to get none."""

from __future__ import annotations

import pytest

from macros.button import BOOK, Button, door
from macros.helper import read_request

pytestmark = pytest.mark.libreoffice


class TestClick:
    @pytest.mark.parametrize(
        ("kind", "icon"),
        [
            ("ok", "INFORMATION"),
            ("findings", "INFORMATION"),
            ("refused", "PROBLEM"),
            ("failed", "PROBLEM"),
        ],
    )
    def test_from_the_press_to_the_message(self, button: Button, kind: str, icon: str) -> None:
        button.set_up(command=door(kind))
        button.press("lacxl_fill")
        message = f"fill of {BOOK} [4242] \nnext line: £ \\ end"
        assert button.said == f"{icon}|lacxl: a title|{message}\n"

    def test_afterwards_the_result_is_gone_and_the_ribbon_is_drawn_anew(
        self, button: Button
    ) -> None:
        button.set_up(command=door("ok"))
        button.press("lacxl_fill")
        assert button.files("lacxl-*") == []
        assert button.host("Status") == ""
        assert button.host("Refreshes") == 1

    def test_the_workbook_is_named_and_never_its_path(self, button: Button) -> None:
        button.set_up(command=door("ok"))
        button.press("lacxl_preview")
        assert button.host("Command").startswith(
            f'{door("ok")} ribbon preview --hwnd "4242" --book "{BOOK}" --result "'
        )

    def test_a_month_that_is_chosen_goes_to_python(self, button: Button) -> None:
        button.set_up(command=door("ok"))
        button.ask("OnMonthChosen", "lacxl_months_2015_05", "2015-05")
        assert f"months of {BOOK} [4242] 2015-05" in button.said

    @pytest.mark.parametrize(
        "control", ["lacxl_explain", "lacxl_explain_cell", "lacxl_explain_table"]
    )
    def test_explain_from_the_ribbon_and_from_a_cells_menu(
        self, button: Button, control: str
    ) -> None:
        button.set_up(command=door("ok"))
        button.press(control)
        assert "explain of" in button.said

    def test_a_press_while_a_process_is_at_work_starts_no_second_one(self, button: Button) -> None:
        button.set_up(command=door("ok"))
        button.host("Presses", "preview")
        button.press("lacxl_fill")
        first, second = button.said.split("\nINFORMATION|")
        assert first == (
            'PROBLEM|lacxl|lacxl is still at work on "fill". Its message will come by itself.'
        )
        assert second.startswith("lacxl: a title|fill of")
        button.host("Presses", "")
        button.press("lacxl_preview")
        assert "preview of" in button.said

    def test_a_failed_start_does_not_block_the_next_one(self, button: Button) -> None:
        button.set_up(command=door("ok"), blocked=True)
        button.press("lacxl_fill")
        button.set_up(command=door("ok"))
        button.press("lacxl_fill")
        assert "fill of" in button.said


class TestFailures:
    @pytest.mark.parametrize("kind", ["crash", "silent"])
    def test_a_process_that_ends_without_an_answer(self, button: Button, kind: str) -> None:
        button.set_up(command=door(kind))
        button.press("lacxl_fill")
        assert button.said.startswith("PROBLEM|lacxl|lacxl stopped before it could answer (code ")
        assert "Press Help > Open log" in button.said
        assert "code 0" not in button.said

    def test_a_pc_that_blocks_the_start(self, button: Button) -> None:
        button.set_up(command=door("ok"), blocked=True)
        button.press("lacxl_fill")
        assert "error 70" in button.said
        assert "Block all Office applications from creating child processes" in button.said
        assert """Run "lacxl helper" (or "Start helper" in lacxl's folder)""" in button.said
        assert button.host("Status") == ""

    def test_a_pc_without_settings(self, button: Button) -> None:
        button.set_up()
        button.press("lacxl_fill")
        assert "no lacxl settings" in button.said
        assert "lacxl addin install" in button.said

    def test_no_workbook_is_open(self, button: Button) -> None:
        button.set_up(command=door("ok"), book="")
        button.press("lacxl_fill")
        assert button.said.startswith("PROBLEM|lacxl|Open the corporate parenting workbook first.")
        assert "Enable Editing" in button.said, "one in Protected View is none to Excel"
        assert button.host("Command") == ""

    def test_help_needs_no_workbook(self, button: Button) -> None:
        button.set_up(command=door("ok"), book="")
        button.press("lacxl_help")
        assert "help of  [4242]" in button.said


class TestIssue:
    def test_it_asks_with_the_words_that_python_left(self, button: Button) -> None:
        words = "Issue May 2015?\n3 problems are left."
        state = {"allowed": "issue", "month": "2015-05", "confirm_issue": words}
        button.set_up(command=door("ok"), state=state)
        button.press("lacxl_issue")
        assert button.host("Asked") == f"Issue and lock|{words}\n"
        assert "issue of" in button.said

    def test_the_month_that_was_asked_about_is_the_one_that_is_issued(self, button: Button) -> None:
        """Another may be the next one by now: a colleague filled it, and the state is older."""
        state = {"allowed": "issue,fill", "month": "2015-05", "confirm_issue": "Issue May 2015?"}
        button.set_up(command=door("ok"), state=state)
        button.press("lacxl_issue")
        assert "[4242] 2015-05" in button.said
        button.press("lacxl_fill")
        assert "fill of" in button.said
        assert button.said.count("2015-05") == 1, "filling asks nothing, so it names no month"

    def test_before_lacxl_knows_the_workbook_it_is_off(self, button: Button) -> None:
        button.set_up(command=door("ok"))
        assert button.ask("GetEnabled", "lacxl_issue") is False
        assert "Choose month first" in button.ask("GetSupertip", "lacxl_issue", "Locks.")

    def test_no_means_that_nothing_is_run_or_said(self, button: Button) -> None:
        button.set_up(command=door("ok"), yes=False, state={"allowed": "issue"})
        button.press("lacxl_issue")
        assert button.host("Asked").startswith("Issue and lock|Issue the month")
        assert button.said == button.host("Command") == ""

    def test_nothing_else_asks(self, button: Button) -> None:
        button.set_up(command=door("ok"))
        button.press("lacxl_fill")
        assert button.host("Asked") == ""


STATE = {"ask_finding": "Which finding?", "ask_reason": "Why? One line."}
WHY = 'Both were printed: "£5" is 50%'
TYPED = r"Both were printed: \u0022\u00A35\u0022 is 50\u0025"


class TestVerbsThatNeedAReason:
    @pytest.mark.parametrize("helper", [False, True])
    def test_the_reason_of_a_correction_goes_to_python_with_the_month_that_was_asked_about(
        self, button: Button, helper: bool
    ) -> None:
        asked = {"confirm_restate": "Restate April 2015?", "month": "2015-04"}
        button.set_up(command=door("ok"), helper=helper, state=STATE | asked)
        button.host("Types", WHY, "")
        button.press("lacxl_restate")
        words = "Restate month|Restate April 2015?\nThe reason|Why? One line.\n"
        assert button.host("Asked") == words
        if helper:
            (request,) = button.files("inbox/*")
            keys = read_request(request)
            assert (keys["arg"], keys["reason"]) == ("2015-04", WHY)
        else:
            assert f"restate of {BOOK} [4242] 2015-04{TYPED}" in button.said

    @pytest.mark.parametrize("finding", ["K102 outturns.csv row 4: 7.2 has it", ""])
    def test_the_finding_is_that_of_the_selected_line_or_is_asked_for(
        self, button: Button, finding: str
    ) -> None:
        button.set_up(command=door("ok"), state=STATE | {"allowed": "accept"})
        button.host("Types", WHY, finding)
        button.press("lacxl_accept")
        about = finding or WHY
        which = "" if finding else "Accept finding|Which finding?\n"
        assert button.host("Asked") == f"{which}The reason|{about}\n\nWhy? One line.\n"
        assert f"[4242] {finding or TYPED}{TYPED}" in button.said

    @pytest.mark.parametrize("control", ["lacxl_restate", "lacxl_accept"])
    def test_without_a_reason_nothing_is_run_or_said(self, button: Button, control: str) -> None:
        button.set_up(command=door("ok"), state=STATE | {"allowed": "restate,accept"})
        button.press(control)
        assert button.said == button.host("Command") == ""
