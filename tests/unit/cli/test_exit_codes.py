"""Whatever is raised, the command line leaves with a code of its table, and repeats no value."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from lacxl import api
from lacxl.cli import cli, main
from lacxl.cli.printing import NoOutput
from lacxl.domain.errors import Failed, LacxlError, UsageFault
from lacxl.ribbon import attaching, running

NAME = "Zebediah Quill"


class PanicException(BaseException):
    """Native code that gave up: no Exception, and of no class that can be named."""


RAISED: tuple[BaseException, ...] = (
    PanicException(NAME),
    SystemExit(NAME),
    SystemExit(77),
    SystemExit(None),
    GeneratorExit(NAME),
    RecursionError(NAME),
    MemoryError(NAME),
    RuntimeError(NAME),
    BaseException(NAME),
    OSError(5, NAME),
    UnicodeDecodeError("utf-8", NAME.encode(), 0, 1, NAME),
    ExceptionGroup(NAME, [ValueError(NAME)]),
    BaseExceptionGroup(NAME, [PanicException(NAME)]),
)


def left(*arguments: str) -> tuple[object, str, str]:
    """Run main and return what it left with and said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as ended:
            return ended.code, out.getvalue(), err.getvalue()
    raise AssertionError("main always leaves")


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException | object], None]:
    """Let the command `odd` raise something, or return it."""

    def plant(what: BaseException | object) -> None:
        @click.command()
        @click.option("--json", is_flag=True)
        def odd(json: bool) -> object:
            if isinstance(what, BaseException):
                raise what
            return what

        monkeypatch.setitem(cli.commands, "odd", odd)

    return plant


@pytest.mark.parametrize("raised", RAISED, ids=lambda fault: type(fault).__name__)
def test_an_exception_of_any_kind_is_exit_code_4_with_its_kind_alone(
    raising: Callable[[object], None], raised: BaseException
) -> None:
    raising(raised)
    code, out, err = left("odd")
    assert code == 4
    assert err.startswith(("U107  lacxl failed: " + type(raised).__name__, "U109  lacxl failed: "))
    assert "The workbook is whole" in err
    assert "Nothing was changed" not in err
    assert NAME not in out + err
    assert "Traceback" not in err


def test_debugging_shows_where_it_happened_and_no_password(
    raising: Callable[[object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LACXL_DEBUG", "1")
    raising(PanicException("postgresql://anna:secret@host/x \x1b[2J PWD=other"))
    code, _, err = left("odd")
    assert code == 4
    assert "Traceback" in err
    assert "in odd" in err
    for hidden in ("anna", "secret", "other", "\x1b"):
        assert hidden not in err


def test_a_fault_of_lacxl_is_json_where_json_was_asked_for(
    raising: Callable[[object], None],
) -> None:
    raising(RuntimeError(NAME))
    code, out, _ = left("odd", "--json")
    assert code == 4
    assert '"code": "U107"' in out


def test_ctrl_c_is_refused_with_its_own_words(raising: Callable[[object], None]) -> None:
    for raised in (KeyboardInterrupt(), click.Abort()):
        raising(raised)
        code, out, err = left("odd")
        assert (code, out) == (3, "")
        assert err.strip().startswith("Stopped. The workbook is whole")


def test_ctrl_c_pressed_twice_leaves_as_once(
    raising: Callable[[object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    raising(KeyboardInterrupt())
    monkeypatch.setattr("lacxl.cli.entry.say", again)
    assert left("odd")[0] == 3


@pytest.mark.parametrize("code", [6, -1, 120, 255, "text", object()])
def test_a_command_leaves_with_a_code_of_the_table_alone(
    raising: Callable[[object], None], code: object
) -> None:
    raising(code)
    assert left("odd")[0] == 4
    for known in (0, 1, 2, 3, 4, 5):
        raising(known)
        assert left("odd")[0] == known


def test_output_that_nobody_can_write_is_said_and_refused(
    raising: Callable[[object], None],
) -> None:
    raising(NoOutput("No space left on device"))
    code, _, err = left("odd")
    assert code == 3
    assert err.startswith("U108  What was done could not be shown: No space left on device.")


def test_a_reader_of_a_pipe_who_has_gone_is_no_fault(raising: Callable[[object], None]) -> None:
    """As in `lacxl figures 2015-05 | head -1`; click makes an exit of it."""
    raising(BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert left("odd") == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is full")
@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["demo", "--help"]])
def test_a_full_disk_behind_the_output_is_no_code_of_pythons(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "lacxl", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    assert done.returncode in (3, 4), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(("U108", "U107"))


@pytest.mark.parametrize("raised", RAISED, ids=lambda fault: type(fault).__name__)
def test_notebooks_get_a_fault_of_lacxl_and_not_its_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: BaseException
) -> None:
    def odd(*_arguments: object, **_more: object) -> None:
        raise raised

    monkeypatch.setattr(api, "_settings", odd)
    monkeypatch.setattr(api, "write_demo", odd)
    for call in (
        lambda: api.refresh(tmp_path, "2015-05"),
        lambda: api.figures(tmp_path, "2015-05"),
        lambda: api.readings(tmp_path, "2015-05"),
        lambda: api.explain(tmp_path, "7.6", "2015-05"),
        lambda: api.issue(tmp_path, "2015-05"),
        lambda: api.demo(tmp_path),
    ):
        with pytest.raises(Failed) as failed:
            call()
        assert failed.value.codes[0] in ("U107", "U109")
        assert NAME not in str(failed.value)
        assert failed.value.__cause__ is None
        assert failed.value.__suppress_context__


def test_notebooks_can_be_interrupted_and_are_told_of_a_month_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as refused:
        api.figures(api.demo(tmp_path / "demo"), "May")
    assert refused.value.codes == ("U101",)
    for month in (None, 7, "2015-13"):
        with pytest.raises(LacxlError):
            api.figures(tmp_path / "demo", month)  # type: ignore[arg-type]


@pytest.mark.parametrize("raised", RAISED, ids=lambda fault: type(fault).__name__)
def test_a_button_answers_whatever_is_raised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: BaseException
) -> None:
    def odd(*_arguments: object) -> None:
        raise raised

    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(attaching, "attach", odd)
    monkeypatch.setattr(attaching, "caller", odd)
    result = tmp_path / "lacxl-1.txt"
    code, out, err = left("ribbon", "fill", "--book", "Report.xlsx", "--result", str(result))
    assert code == 4
    text = result.read_text("ascii")
    assert "status=failed" in text
    assert NAME not in text + out + err + (tmp_path / "home" / "log.txt").read_text("utf-8")
    assert running.run_here("fill").status.value == "failed"
