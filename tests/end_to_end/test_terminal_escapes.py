"""Names, cells and settings that would steer a terminal are shown as escapes, wherever they go.

A cell can hold what a terminal obeys: Excel's _x001B_, C1's 0x9B, and signs that turn the direction
of writing round, so that a name reads as another.
"""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from folders import MAY, Ran, call, run, settings_add, settings_under, workbook_of
from planting import SUMMARY, set_reading, set_text, values_of

from lacxl.cli.printing import show_progress
from lacxl.files.key_values import to_values
from lacxl.ribbon.answer import Answer, Status
from lacxl.ribbon.detail_log import log, log_file

ODD = "\u202e\u2066Red\x9b31m\u200f\x85"
ON_LINUX = f"{ODD}\x1b]0;x\x07\x1b[2J"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")


def assert_steers_nothing(text: str) -> None:
    """No control character but the end of a line, nothing that turns the direction round."""
    odd = {
        character
        for character in text
        if (unicodedata.category(character) in ("Cc", "Zl", "Zp") and character != "\n")
        or unicodedata.category(character) == "Cf"
    }
    assert not odd, ascii(odd)


def assert_quiet(ran: Ran) -> None:
    assert_steers_nothing(ran.out)
    assert_steers_nothing(ran.err)


@pytest.fixture
def titled(fresh: Path) -> Path:
    """A folder whose workbook has an odd title, and whose readings have an odd note."""
    path = workbook_of(fresh)
    cell = next(
        cell for (sheet, cell), value in values_of(path).items()
        if sheet == SUMMARY and value == "LAC cases reviewed within timescales"
    )  # fmt: skip
    set_text(path, SUMMARY, cell, f"LAC cases reviewed within timescales {ODD}")
    return fresh


@pytest.mark.parametrize(
    "command",
    [
        ("figures", MAY),
        ("figures", MAY, "--format", "csv"),
        ("figures", MAY, "--format", "json"),
        ("explain", "7.6", MAY),
        ("explain", "7.6", MAY, "--json"),
        ("refresh", MAY),
        ("refresh", MAY, "--json"),
    ],
)
def test_a_cell_steers_nothing(titled: Path, command: tuple[str, ...]) -> None:
    ran = run(titled, *command)
    assert ran.code in (0, 1), ran.err
    assert_quiet(ran)
    if "--json" in command or "json" in command:
        assert json.loads(ran.out)


def test_a_note_of_direction_marks_steers_nothing(fresh: Path) -> None:
    note = "not \u202eelbaliava"
    set_reading(fresh, "7.7", MAY, numerator="", denominator="", value="", note=note)
    for command in (("refresh", MAY), ("figures", MAY), ("explain", "7.7", MAY)):
        assert_quiet(run(fresh, *command))
    assert note in values_of(workbook_of(fresh)).values(), "in its cell it is as it was given"


@posix
@pytest.mark.parametrize("key", ["readings", "outturns", "benchmarks"])
def test_the_name_of_a_file_steers_nothing(fresh: Path, key: str) -> None:
    name = ON_LINUX.replace("\n", "") + ".csv"
    (fresh / f"{key}.csv").rename(fresh / name)
    settings = fresh / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace(f"{key}.csv", name.encode("unicode_escape").decode()
                                     .replace("\\x", "\\u00")), "utf-8")  # fmt: skip
    assert_quiet(run(fresh, "refresh", MAY))
    settings.write_text(text, "utf-8")
    assert_quiet(run(fresh, "refresh", MAY))


@posix
def test_the_name_of_a_folder_steers_nothing(fresh: Path) -> None:
    folder = fresh.rename(fresh.with_name(ON_LINUX))
    for command in (("refresh", MAY), ("issue", MAY), ("undo",), ("doctor",), ("remember",)):
        assert_quiet(run(folder, *command))
    assert_quiet(call("profile", str(folder)))
    for line in (folder / "lacxl-log.jsonl").read_text("utf-8").splitlines():
        json.loads(line)
        assert_steers_nothing(line)


def test_the_names_of_settings_steer_nothing(fresh: Path) -> None:
    settings_under(fresh, "workbook", f'leave_out = ["{ODD.replace(chr(0x9B), "")}"]')
    settings_add(fresh, f'["\\u202e\\u001b[2J"]\n"\\u009b" = "{ODD[:2]}"')
    ran = run(fresh, "refresh", MAY)
    assert ran.code == 3
    assert_quiet(ran)


@pytest.mark.parametrize(
    "arguments",
    [
        ("refresh", ON_LINUX),
        (ON_LINUX,),
        ("explain", ON_LINUX, MAY),
        ("figures", MAY, "--format", ON_LINUX),
        ("figures", MAY, "-s", ON_LINUX),
        ("profile", ON_LINUX),
        ("ribbon", ON_LINUX),
        ("ribbon", "fill", "--hwnd", ON_LINUX),
        ("synth", "x", "--months", ON_LINUX),
    ],
)
def test_the_command_line_steers_nothing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACXL_HOME", str(tmp_path))
    ran = call(*arguments)
    assert ran.code in (2, 3)
    assert_quiet(ran)
    assert "\n" not in ran.codes()


def test_the_buttons_log_and_result_steer_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACXL_HOME", str(tmp_path))
    log(f"fill on {ON_LINUX}", ON_LINUX)
    assert_steers_nothing(log_file().read_text("utf-8"))
    text = Answer(Status.OK, ON_LINUX, f"one\ntwo {ON_LINUX}").text()
    assert to_values(text)["message"].startswith("one\ntwo ")
    for shown in to_values(text).values():
        assert_steers_nothing(shown)


def test_what_goes_on_steers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of progress is drawn by rich, which reads [red] as a colour, too."""
    shown: list[object] = []

    class Status:
        def update(self, what: object) -> None:
            shown.append(what)

        def __enter__(self) -> Status:
            return self

        def __exit__(self, *_raised: object) -> None:
            return None

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("rich.console.Console.status", lambda _self, _text: Status())
    with show_progress() as progress:
        progress(f"writing [red]{ON_LINUX}")
    assert "[red]" in str(shown[0])
    assert_steers_nothing(str(shown[0]))
