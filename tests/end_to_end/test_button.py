"""The add-in's VBA run by LibreOffice: from a press of a button to the message.

The files, the Python processes and every VBA module but one are real. Excel and Windows are
simulated by the module tests/macros/LacxlHost.bas: the active workbook, message boxes, OnTime, the
status bar, error 70 and the age of a file. Of the real host module, what it does with files is run.
What Excel's own VBA does is not proved here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import needs
from lacxl.addin.building import SHIPPED
from lacxl.cli import cli
from macros.calc import Calc
from macros.door import escaped
from macros.helper import read_request
from macros.twin import HERE, UNCOMPILABLE, planted, twin

pytestmark = pytest.mark.libreoffice

BOOK = "Performance_2015-16 £ (draft) 日本.xlsx"
SAFE = "Performance_005F2015-16 _00A3 _0028draft_0029 _65E5_672C.xlsx"
VERBS = (
    *("months", "fill", "preview", "undo", "problems", "explain", "issue"),
    *("log", "doctor", "help"),
)
REAL = f'"{sys.executable}" -m lacxl'


def door(kind: str) -> str:
    """Return the command that answers to order."""
    return f'"{sys.executable}" "{HERE / "door.py"}" --as {kind}'


@dataclass(frozen=True)
class Button:
    """The twin of the add-in in LibreOffice, and the folder of its files."""

    calc: Calc
    folder: Path

    def set_up(
        self,
        *,
        command: str = "",
        book: str = BOOK,
        yes: bool = True,
        blocked: bool = False,
        helper: bool = False,
        state: Mapping[str, str] | None = None,
    ) -> None:
        """Bring Excel, Windows and the files into a state; nothing of the test before stays."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                path.unlink()
        for name in ("state", "inbox"):
            (self.folder / name).mkdir(exist_ok=True)
        keys = {"command": command, "home": str(self.folder), "local": str(self.folder)}
        self.write("addin.cfg", keys)
        if state is not None:
            self.write(f"state/{SAFE}.state", state)
        self.calc.call("LacxlState.ForgetState")
        self.calc.call("LacxlHost.TestSetUp", book, yes, blocked, helper)

    def write(self, name: str, keys: Mapping[str, str]) -> None:
        text = "".join(f"{key}={escaped(value)}\n" for key, value in keys.items())
        (self.folder / name).write_text(text, encoding="ascii")

    def press(self, control: str, tag: str = "") -> None:
        self.calc.call("Controls.AskRibbon", "OnAction", control, tag)

    def ask(self, callback: str, control: str, tag: str = "") -> Any:
        return self.calc.call("Controls.AskRibbon", callback, control, tag)

    def host(self, name: str, *arguments: object) -> Any:
        return self.calc.call(f"LacxlHost.Test{name}", *arguments)

    def tick(self) -> None:
        """Do what Excel's OnTime does a second later."""
        macro = self.host("Later")
        assert macro == "LacxlRun.PollHelper"
        self.calc.call(macro)

    @property
    def said(self) -> str:
        said: str = self.host("Said")
        return said

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.folder.rglob(pattern))


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    """LibreOffice with no workbook yet."""
    folder = tmp_path_factory.mktemp("the button's files")
    env = {
        "LACXL_TEST_FOLDER": str(folder / "lacxl"),
        "APPDATA": str(folder / "roaming"),
        "TEMP": str(folder / "temp"),
        "LACXL_HOME": str(folder / "lacxl"),
        "LACXL_TEST_PYTHON": sys.executable,
        "LACXL_TEST_STARTER": str(HERE / "starter.py"),
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "LC_ALL": "C.UTF-8",
    }
    for name in ("lacxl", "temp"):
        (folder / name).mkdir()
    with Calc(needs.soffice(), needs.uno(), folder, env) as office:
        yield office


@pytest.fixture
def button(calc: Calc) -> Button:
    """The twin, opened once and set up anew for each test."""
    path = calc.folder / "twin.xlam"
    if not path.exists():
        path.write_bytes(twin())
    if calc.opened != path:
        calc.open(path)
    return Button(calc, calc.folder / "lacxl")


class TestTheAddinThatShips:
    """The built file itself, its host module and all: LibreOffice compiles it and it gives."""

    KNOWN = (
        ("LacxlText.SafeName", (BOOK,), SAFE),
        ("LacxlText.SafeName", ("\N{GRINNING FACE}",), "_D83D_DE00"),
        ("LacxlText.Escaped", ("a£\\\nb",), "a\\u00A3\\\\\\nb"),
        ("LacxlText.Unescaped", ("a\\u00a3\\\\\\nb\\uD83D\\uDE00",), "a£\\\nb\N{GRINNING FACE}"),
        ("LacxlText.Unescaped", ("\\\\n \\uzzzz \\q end\\",), "\\n uzzzz q end\\"),
        (
            "LacxlText.FieldOf",
            ("status=ok\r\nmessage=Filled 31\\n2 left\r\n", "message"),
            "Filled 31\n2 left",
        ),
        ("LacxlText.FieldOf", ("xmessage=no\nmessage=yes=1\n", "message"), "yes=1"),
        ("LacxlText.FieldOf", ("status=ok\n", "message"), ""),
        (
            "LacxlText.CommandLine",
            (
                '"C:\\a b\\pythonw.exe" -m lacxl',
                "issue",
                "77",
                "a b.xlsx",
                "C:\\t\\r.txt",
                "2015-05",
            ),
            (
                '"C:\\a b\\pythonw.exe" -m lacxl ribbon issue --hwnd "77" --book "a b.xlsx" '
                '--result "C:\\t\\r.txt" --arg "2015-05"'
            ),
        ),
        (
            "LacxlText.CommandLine",
            ("c", "fill", "1", 'a" b', "r", ""),
            'c ribbon fill --hwnd "1" --book "a b" --result "r"',
        ),
        (
            "LacxlText.RequestText",
            ("fill", "1", "£", "r", ""),
            "verb=fill\r\nhwnd=1\r\nbook=\\u00A3\r\nresult=r\r\narg=",
        ),
        ("LacxlText.XmlEscape", ('a<b>&"c"',), "a&lt;b&gt;&amp;&quot;c&quot;"),
        ("LacxlText.Shortened", ("x" * 1000,), "x" * 1000),
        (
            "LacxlText.Shortened",
            ("x" * 1001,),
            "x" * 950 + " ...\n\nThe log has the rest: Help > Open log.",
        ),
        ("LacxlRibbon.VerbOf", ("lacxl_explain_table",), "explain"),
        ("LacxlRibbon.VerbOf", ("lacxl_issue",), "issue"),
        ("LacxlRibbon.VerbOf", ("other",), ""),
    )

    @pytest.fixture(scope="class")
    def shipped(self, calc: Calc) -> Calc:
        calc.open(SHIPPED)
        return calc

    @pytest.mark.parametrize(("macro", "arguments", "value"), KNOWN)
    def test_its_functions_give_known_values(
        self, shipped: Calc, macro: str, arguments: tuple[object, ...], value: object
    ) -> None:
        assert shipped.call(macro, *arguments) == value

    def test_every_kind_of_failure_says_what_to_do(self, shipped: Calc) -> None:
        def text(number: int) -> str:
            said: str = shipped.call(
                "LacxlRun.FailureText", number, "Words.", "C:\\py.exe -m lacxl"
            )
            return said

        assert "creating child processes" in text(70)
        assert 'Start "lacxl helper"' in text(70)
        for gone in (53, -2147024894):
            assert "C:\\py.exe -m lacxl" in text(gone)
            assert "lacxl addin install" in text(gone)
        assert "Words. (error 1004)" in text(1004)
        assert "Test set-up" in text(1004)

    def test_the_months_become_a_menu_that_is_a_valid_ribbon(self, shipped: Calc) -> None:
        months = "2015-04|April 2015 (issued);2015-05|May & <open>;broken"
        menu = etree.fromstring(shipped.call("LacxlRibbon.MonthMenuXml", months, "2015-05"))
        items = [dict(item.attrib) for item in menu]
        assert [(i["tag"], i["label"], i.get("imageMso")) for i in items] == [
            ("2015-04", "April 2015 (issued)", None),
            ("2015-05", "May & <open>", "AcceptInvitation"),
        ]
        assert {item["onAction"] for item in items} == {"LacxlRibbon.OnMonthChosen"}

    def test_without_months_the_menu_has_a_way_to_find_them(self, shipped: Calc) -> None:
        (item,) = etree.fromstring(shipped.call("LacxlRibbon.MonthMenuXml", "", ""))
        assert shipped.call("LacxlRibbon.VerbOf", item.get("id")) == "months"
        assert item.get("onAction") == "LacxlRibbon.OnAction"


@pytest.mark.skipif(os.name == "nt", reason="here a backslash is a letter of a file's name")
class TestTheHostsFiles:
    r"""The host module that ships, as LibreOffice runs it: only what it does with files.

    It joins names with a backslash, which is no separator here: the files lie beside the folder.
    """

    @pytest.fixture
    def host(self, calc: Calc) -> Calc:
        if calc.opened != SHIPPED:
            calc.open(SHIPPED)
        return calc

    @pytest.mark.parametrize("text", ["status=ok\nmessage=half", "a=1\r\nb=2\r\n", ""])
    def test_a_file_is_read_to_the_letter(self, host: Calc, tmp_path: Path, text: str) -> None:
        file = tmp_path / "a result.txt"
        file.write_text(text, encoding="ascii", newline="")
        assert host.call("LacxlHost.HostReadFile", str(file)) == text
        assert host.call("LacxlHost.HostReadFile", f"{file}x") == ""

    def test_a_stamp_tells_that_a_file_has_changed(self, host: Calc, tmp_path: Path) -> None:
        def stamp() -> str:
            said: str = host.call("LacxlHost.HostFileStamp", str(file))
            return said

        file = tmp_path / "file"
        assert stamp() == ""
        stamps = []
        for text, minute in (("one", 0), ("three", 0), ("three", 1), ("three", 60)):
            file.write_text(text, encoding="ascii")
            os.utime(file, (1_400_000_000 + 60 * minute,) * 2)
            stamps += [stamp(), stamp()]
        assert [a == b for a, b in pairwise(stamps)] == [True, False] * 3 + [True]

    def test_a_file_is_removed_and_one_that_is_not_there_is_no_fault(
        self, host: Calc, tmp_path: Path
    ) -> None:
        file = tmp_path / "file"
        file.touch()
        for _ in range(2):
            host.call("LacxlHost.HostRemoveFile", str(file))
            assert not file.exists()

    def test_the_helper_is_alive_while_its_sign_is_younger_than_20_seconds(
        self, host: Calc, tmp_path: Path
    ) -> None:
        sign = Path(f"{tmp_path}\\helper.alive")
        assert host.call("LacxlHost.HostHelperAlive", str(tmp_path)) is False
        for age, alive in ((0, True), (15, True), (25, False), (3600, False)):
            sign.touch()
            os.utime(sign, (time.time() - age,) * 2)
            assert host.call("LacxlHost.HostHelperAlive", str(tmp_path)) is alive, age
        assert host.call("LacxlHost.HostHelperAlive", "") is False

    def test_a_request_appears_whole_and_under_its_last_name(
        self, host: Calc, tmp_path: Path
    ) -> None:
        text = "verb=fill\r\nbook=\\u00A3.xlsx\r\narg="
        named = Path(host.call("LacxlHost.HostPost", str(tmp_path), text))
        assert list(tmp_path.parent.glob(f"{tmp_path.name}\\*")) == [named]
        assert re.fullmatch(r".*\\inbox\\[0-9]{8}-[0-9]{6}-[0-9]+\.request", str(named))
        assert named.read_text(encoding="ascii").splitlines() == text.split("\r\n")

    def test_its_places(self, host: Calc) -> None:
        folder = str(host.folder)
        assert host.call("LacxlHost.HostSettingsFile") == f"{folder}/roaming\\lacxl\\addin.cfg"
        result = host.call("LacxlHost.HostResultFile")
        place = re.escape(f"{folder}/temp\\lacxl-")
        assert re.fullmatch(place + r"[0-9]{8}-[0-9]{6}-[0-9]+\.txt", result)


def test_a_module_that_libreoffice_cannot_compile_is_noticed(calc: Calc) -> None:
    """It says nothing: every function of the module gives nothing. Hence the known values."""
    path = calc.folder / "planted.xlam"
    path.write_bytes(planted(UNCOMPILABLE))
    calc.open(path)
    assert calc.call("LacxlText.XmlEscape", "a<b") is None


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
        assert 'Start "lacxl helper" from the Start menu' in button.said
        assert button.host("Status") == ""

    def test_a_pc_without_settings(self, button: Button) -> None:
        button.set_up()
        button.press("lacxl_fill")
        assert "no lacxl settings" in button.said
        assert "lacxl addin install" in button.said

    def test_no_workbook_is_open(self, button: Button) -> None:
        button.set_up(command=door("ok"), book="")
        button.press("lacxl_fill")
        assert button.said == "PROBLEM|lacxl|Open the corporate parenting workbook first.\n"
        assert button.host("Command") == ""

    def test_help_needs_no_workbook(self, button: Button) -> None:
        button.set_up(command=door("ok"), book="")
        button.press("lacxl_help")
        assert "help of  [4242]" in button.said


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


class TestWithLacxlItself:
    """Nothing of Python stands in. There is no Excel here for lacxl to attach to; it says so."""

    WORDS = (BOOK, "plain.xlsx", "a_b__c.xlsx", "\\n\\u00a3\n£\\", "\N{GRINNING FACE} é", "_00A3")

    @pytest.mark.parametrize("words", WORDS)
    def test_both_spell_names_and_values_the_same_way(self, button: Button, words: str) -> None:
        home = pytest.importorskip("lacxl.files.home")
        lines = pytest.importorskip("lacxl.ribbon.lines")
        assert button.calc.call("LacxlText.SafeName", words) == home.safe_name(words)
        assert button.calc.call("LacxlText.Unescaped", lines.escaped(words)) == words
        assert lines.unescaped(button.calc.call("LacxlText.Escaped", words)) == words

    def test_a_state_that_lacxl_writes_is_what_the_buttons_show(self, button: Button) -> None:
        state = pytest.importorskip("lacxl.ribbon.state")
        lines = pytest.importorskip("lacxl.ribbon.lines")
        why = "This workbook is not the corporate parenting workbook."
        button.set_up(state=lines.to_values(state.refused_text(why)))
        assert button.ask("GetEnabled", "lacxl_fill") is False
        assert button.ask("GetSupertip", "lacxl_fill", "Fills.") == why
        assert button.ask("GetEnabled", "lacxl_months") is True
        assert button.ask("GetMonthLabel", "lacxl_months") == "Choose month"

    def test_both_know_the_same_verbs(self) -> None:
        verbs = pytest.importorskip("lacxl.ribbon.verbs")
        assert set(VERBS) == set(verbs.VERBS)

    def test_the_door_answers_a_press(self, button: Button) -> None:
        if "ribbon" not in cli.commands:
            pytest.skip("this lacxl has no ribbon door yet")
        button.set_up(command=REAL)
        button.press("lacxl_fill")
        assert button.said.startswith("PROBLEM|")
        assert "stopped before it could answer" not in button.said
        assert button.files("lacxl-*") == []

    def test_the_helper_answers_a_press(self, button: Button) -> None:
        if "helper" not in cli.commands:
            pytest.skip("this lacxl has no helper yet")
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


class TestIssue:
    def test_it_asks_with_the_words_that_python_left(self, button: Button) -> None:
        words = "Issue May 2015?\n3 problems are left."
        button.set_up(command=door("ok"), state={"allowed": "issue", "confirm_issue": words})
        button.press("lacxl_issue")
        assert button.host("Asked") == f"Issue and lock|{words}"
        assert "issue of" in button.said

    def test_no_means_that_nothing_is_run_or_said(self, button: Button) -> None:
        button.set_up(command=door("ok"), yes=False)
        button.press("lacxl_issue")
        assert button.host("Asked").startswith("Issue and lock|Issue the month")
        assert button.said == button.host("Command") == ""

    def test_nothing_else_asks(self, button: Button) -> None:
        button.set_up(command=door("ok"))
        button.press("lacxl_fill")
        assert button.host("Asked") == ""


STATE = {
    "allowed": "months,preview,undo,log",
    "why_fill": "May 2015 is issued: choose another month.",
    "month": "2015-05",
    "month_label": "May 2015",
    "months": "2015-04|April 2015 (issued);2015-05|May 2015 (open)",
    "problems_label": "Problems (3)",
}


class TestState:
    def test_before_python_has_written_any_only_undo_is_off(self, button: Button) -> None:
        button.set_up()
        off = [verb for verb in VERBS if not button.ask("GetEnabled", f"lacxl_{verb}")]
        assert off == ["undo"]
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
