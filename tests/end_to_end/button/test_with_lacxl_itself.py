"""Nothing of Python stands in. There is no Excel for lacxl to attach to, and it says so."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from macros.button import BOOK, VERBS, Button

pytestmark = pytest.mark.libreoffice


REAL = f'"{sys.executable}" -m lacxl'
WORDS = (BOOK, "plain.xlsx", "a_b__c.xlsx", "\\n\\u00a3\n£\\", "\N{GRINNING FACE} é", "_00A3")


@pytest.mark.parametrize("words", WORDS)
def test_both_spell_names_and_values_the_same_way(button: Button, words: str) -> None:
    home = pytest.importorskip("lacxl.files.home")
    lines = pytest.importorskip("lacxl.files.key_values")
    assert button.calc.call("LacxlText.SafeName", words) == home.safe_name(words)
    assert button.calc.call("LacxlText.Unescaped", lines.escaped(words)) == words
    assert lines.unescaped(button.calc.call("LacxlText.Escaped", words)) == words


def test_a_state_that_lacxl_writes_is_what_the_buttons_show(button: Button) -> None:
    state = pytest.importorskip("lacxl.ribbon.state")
    lines = pytest.importorskip("lacxl.files.key_values")
    why = "This workbook is not the corporate parenting workbook."
    button.set_up(state=lines.to_values(state.refused_text(why)))
    assert button.ask("GetEnabled", "lacxl_fill") is False
    assert button.ask("GetSupertip", "lacxl_fill", "Fills.") == why
    assert button.ask("GetEnabled", "lacxl_months") is True
    assert button.ask("GetMonthLabel", "lacxl_months") == "Choose month"


def test_both_know_the_same_verbs() -> None:
    verbs = pytest.importorskip("lacxl.ribbon.verbs")
    assert set(VERBS) == set(verbs.VERBS)


def test_the_door_answers_a_press(button: Button) -> None:
    button.set_up(command=REAL)
    button.press("lacxl_fill")
    assert button.said.startswith("PROBLEM|")
    assert "stopped before it could answer" not in button.said
    assert button.files("lacxl-*") == []


def test_the_helper_answers_a_press(button: Button) -> None:
    button.set_up(command="never run", helper=True)
    env = {**os.environ, "LACXL_HOME": str(button.folder)}
    command = [sys.executable, "-m", "lacxl", "helper"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            button.press("lacxl_fill")
            for _ in range(300):
                button.tick()
                if button.said:
                    break
                time.sleep(0.2)
        finally:
            process.terminate()
    assert button.said.startswith("PROBLEM|")
    assert "has not answered" not in button.said
    assert button.files("inbox/*") == button.files("lacxl-*") == []
