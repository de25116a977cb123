"""Where Excel may start nothing: the request, the process that serves it, the message."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from macros.button import BOOK, Button, door
from macros.helper import read_request
from macros.twin import HERE

pytestmark = pytest.mark.libreoffice


class TestHelper:
    def test_the_request_is_served_by_another_process(self, button: Button) -> None:
        button.set_up(command="never run", helper=True)
        button.ask("OnMonthChosen", "lacxl_months_2015_05", "2015-05")
        assert button.said == button.host("Command") == ""
        (request,) = button.files("inbox/*")
        assert request.suffix == ".request"
        keys = read_request(request)
        result = keys.pop("result")
        assert keys == {"verb": "months", "hwnd": "4242", "book": BOOK, "arg": "2015-05"}

        button.tick()
        assert button.said == ""
        assert "the helper is at work" in button.host("Status")
        serve(button)
        assert Path(result).is_file()
        button.tick()
        message = f"months of {BOOK} [4242] 2015-05\nnext line: £ \\ end"
        assert button.said == f"INFORMATION|lacxl: a title|{message}\n"
        assert not Path(result).exists()
        assert button.host("Status") == ""
        assert button.host("Later") == ""
        assert button.host("Refreshes") == 1

    def test_a_blocked_start_goes_to_a_helper_that_has_just_come(self, button: Button) -> None:
        button.set_up(command=door("ok"), blocked=True)
        button.host("WakesHelper")
        button.press("lacxl_fill")
        assert button.said == ""
        serve(button)
        button.tick()
        assert button.said.startswith("INFORMATION|lacxl: a title|fill of")

    def test_half_an_answer_is_waited_for(self, button: Button) -> None:
        button.set_up(command="never run", helper=True)
        button.press("lacxl_fill")
        (request,) = button.files("inbox/*")
        result = Path(read_request(request)["result"])
        result.write_text("status=ok\nmessage=half", encoding="ascii")
        button.tick()
        assert button.said == ""
        result.write_text("status=ok\nmessage=half and half\n", encoding="ascii")
        button.tick()
        assert button.said == "INFORMATION|lacxl|half and half\n"

    def test_a_second_press_waits_for_the_first(self, button: Button) -> None:
        button.set_up(command="never run", helper=True)
        button.press("lacxl_fill")
        button.press("lacxl_preview")
        assert 'still at work on "fill"' in button.said
        assert len(button.files("inbox/*")) == 1
        serve(button)
        button.tick()

    def test_a_request_to_a_helper_that_died_is_dropped_at_the_next_press(
        self, button: Button
    ) -> None:
        button.set_up(command=door("ok"), helper=True)
        button.press("lacxl_fill")
        button.host("Alive", False)
        button.press("lacxl_preview")
        assert button.said.startswith("INFORMATION|lacxl: a title|preview of")
        assert button.files("inbox/*") == []

    def test_after_ten_minutes_it_says_so_and_drops_the_request(self, button: Button) -> None:
        button.set_up(command="never run", helper=True)
        button.press("lacxl_fill")
        for _ in range(600):
            assert button.said == ""
            button.tick()
        assert "has not answered for ten minutes" in button.said
        assert button.host("Later") == ""
        assert button.files("inbox/*") == []


def serve(button: Button) -> None:
    """Let a real process serve the request in the inbox."""
    inbox = button.folder / "inbox"
    subprocess.run([sys.executable, HERE / "helper.py", inbox], check=True, timeout=60)
