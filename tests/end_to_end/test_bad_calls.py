"""Calls that are wrong: a month that is none, an indicator that is unknown, settings that fail."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from folders import (
    MAY,
    USAGE,
    Ran,
    assert_plain,
    assert_refused,
    call,
    refused_untouched,
    run,
    run_process,
    settings_add,
    settings_under,
    squeezed,
    state_of,
)


@pytest.mark.parametrize("command", ["refresh", "issue", "figures"])
@pytest.mark.parametrize(
    "month", ["2015-13", "05-2015", "May", "2015-5", "", "15-05", "２０１５-1x"]
)
def test_wrong_month(fresh: Path, command: str, month: str) -> None:
    before = state_of(fresh)
    ran = run(fresh, command, month)
    assert_refused(ran, "U101", "2015-05", exit_code=USAGE)
    assert state_of(fresh) == before


def test_wrong_month_of_explain(fresh: Path) -> None:
    assert_refused(run(fresh, "explain", "7.6", "2015-00"), "U101", "2015-05", exit_code=USAGE)


def test_wrong_months_of_synth(tmp_path: Path) -> None:
    ran = call("synth", str(tmp_path / "council"), "--months", "May")
    assert_refused(ran, "U101", "lacxl synth council --months 2014-04:2015-05", exit_code=USAGE)


@pytest.mark.parametrize("arguments", [("refresh",), ("refresh", MAY, "--latest")])
def test_missing_month_of_refresh(fresh: Path, arguments: tuple[str, ...]) -> None:
    before = state_of(fresh)
    assert_refused(run(fresh, *arguments), "U103", "lacxl refresh 2015-05", exit_code=USAGE)
    assert state_of(fresh) == before


# Once: a month left out is answered by click's own words, without a code and without an example.
@pytest.mark.parametrize("arguments", [("issue",), ("figures",), ("explain", "7.6"), ("explain",)])
def test_missing_month_of_the_others(fresh: Path, arguments: tuple[str, ...]) -> None:
    before = state_of(fresh)
    ran = run(fresh, *arguments)
    assert_plain(ran)
    assert ran.code == USAGE
    assert state_of(fresh) == before
    assert any(code.startswith("U") for code in ran.codes()), ran.err
    assert squeezed("2015-05") in ran.said


@pytest.mark.parametrize(
    "arguments",
    [
        ("refresh", MAY, "--nonsense"),
        ("refesh", MAY),
        ("figures", MAY, "--format", "x"),
        ("scan", "a\0b.xlsx"),
        ("profile", "\0"),
        ("explain", "7.6", MAY, "--children", "a\0b"),
    ],
)
def test_unknown_words(fresh: Path, arguments: tuple[str, ...]) -> None:
    before = state_of(fresh)
    ran = call(*arguments)
    assert_plain(ran)
    assert ran.code == USAGE
    assert state_of(fresh) == before


def test_nowhere_to_write_to(fresh: Path) -> None:
    """pythonw.exe has no console: its streams are None. A run does its work all the same."""
    ran = run_process(fresh, "refresh", MAY, before="import sys; sys.stdout = sys.stderr = None")
    assert (ran.code, ran.out, ran.err) == (1, "", "")
    assert (fresh / "receipts").is_dir()


@pytest.mark.parametrize(("wrong", "near"), [("7.66", "7.6"), ("76", "7.6"), ("nonsense", "7.1")])
def test_unknown_indicator(fresh: Path, wrong: str, near: str) -> None:
    before = state_of(fresh)
    ran = run(fresh, "explain", wrong, MAY)
    assert_refused(ran, "U102", wrong, near, exit_code=USAGE)
    assert state_of(fresh) == before


def test_no_settings(tmp_path: Path) -> None:
    refused_untouched(tmp_path, ("refresh", MAY), "S101", "lacxl.toml", "lacxl demo")


# Once: find_settings takes the parents of a path that was named and is not there, so a misspelt
# --settings fills the workbook of another lacxl.toml.
@pytest.mark.parametrize("named", ["typo.toml", "not-there", "not-there/lacxl.toml"])
def test_settings_that_are_named_and_not_there(fresh: Path, named: str) -> None:
    before = state_of(fresh)
    ran = call("refresh", MAY, "-s", str(fresh / named))
    assert_plain(ran)
    assert state_of(fresh) == before
    assert_refused(ran, "S101", Path(named).name)


def test_the_settings_of_a_folder_above_are_found(fresh: Path) -> None:
    below = fresh / "a" / "b"
    below.mkdir(parents=True)
    ran = run_process(below, "refresh", MAY)
    assert_plain(ran)
    assert (fresh / "lacxl-history.csv").exists()


def test_all_faults_of_the_settings_at_once(fresh: Path) -> None:
    settings_under(fresh, "workbook", 'formulas = "overwrite"\nfile_name = "x.xlsx"')
    settings_add(
        fresh,
        '[backups]\nkeep = 0\n[indicators."7.6"]\namber = "lots"\nbasis = "week"\n'
        '[speed]\nfast = true\n[log]\npassword = "secret"\n',
    )
    ran = refused_untouched(fresh, ("refresh", MAY), "S104", "lacxl.toml line", '"refuse"')
    assert {"S103", "S104", "S105"} <= set(ran.codes())
    assert len(ran.codes()) >= 7, ran.err
    assert squeezed(f"{len(ran.codes())} faults.") in ran.said
    assert "secret" not in ran.err


def test_settings_that_are_no_toml(fresh: Path) -> None:
    settings_add(fresh, "[backups\nkeep = 3")
    refused_untouched(fresh, ("refresh", MAY), "S102", "lacxl.toml line", "quotation marks")


def test_an_unknown_indicator_and_a_wrong_unit_in_the_settings(fresh: Path) -> None:
    settings_add(fresh, '[indicators."7.66"]\namber = "95%"\n[indicators."7.8"]\namber = 85\n')
    ran = refused_untouched(fresh, ("refresh", MAY), "S106", "7.66", "Did you mean 7.6?")
    assert "S109" in ran.codes()


# Once: [log] file may name lacxl.toml itself, which then gets the log's lines.
@pytest.mark.parametrize("section", ["log", "history", "issued"])
def test_no_setting_names_the_settings_file(fresh: Path, section: str) -> None:
    settings_add(fresh, f'[{section}]\nfile = "lacxl.toml"')
    before = state_of(fresh)
    ran = run(fresh, "refresh", MAY)
    assert_plain(ran)
    assert state_of(fresh) == before
    assert ran.code == 3, ran.out


def test_two_settings_that_name_one_file(fresh: Path) -> None:
    settings_add(fresh, '[history]\nfile = "./READINGS.csv"')
    refused_untouched(fresh, ("refresh", MAY), "S108", "[history] file", "its own file")


def test_the_demo_never_overwrites(fresh: Path) -> None:
    before = state_of(fresh)
    assert_refused(call("demo", str(fresh)), "D101", "lacxl demo my-demo")
    assert state_of(fresh) == before


def _latest(monkeypatch: pytest.MonkeyPatch, fresh: Path, today: dt.datetime) -> Ran:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return today.astimezone(tz)

    class Dates:
        datetime, date, UTC = Clock, dt.date, dt.UTC

    monkeypatch.setattr("lacxl.inputs.dt", Dates)
    return run(fresh, "refresh", "--latest", "--dry-run")


@pytest.mark.parametrize("day", [(2015, 6, 1), (2015, 6, 30, 23, 59)])
def test_latest_is_the_last_month_that_has_ended(
    monkeypatch: pytest.MonkeyPatch, fresh: Path, day: tuple[int, ...]
) -> None:
    ran = _latest(monkeypatch, fresh, dt.datetime(*day))  # type: ignore[arg-type]
    assert_plain(ran)
    assert ran.out.startswith("Filling May 2015 would change ")


def test_latest_in_may_is_april_which_is_issued(
    monkeypatch: pytest.MonkeyPatch, fresh: Path
) -> None:
    ran = _latest(monkeypatch, fresh, dt.datetime(2015, 5, 31, 23, 59))
    assert_refused(ran, "I103", "April 2015")


def test_latest_in_january_is_december(monkeypatch: pytest.MonkeyPatch, fresh: Path) -> None:
    ran = _latest(monkeypatch, fresh, dt.datetime(2015, 1, 1))
    assert_refused(ran, "I103", "December 2014")


def test_words_and_codes_in_a_process_of_its_own(fresh: Path) -> None:
    """The same door as a user's: exit code, plain text without colours in a pipe."""
    before = state_of(fresh)
    ran = run_process(fresh, "refresh", "2015-13")
    assert_refused(ran, "U101", exit_code=USAGE)
    assert "\x1b" not in ran.err
    assert state_of(fresh) == before
