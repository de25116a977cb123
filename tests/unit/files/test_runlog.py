"""The run log: a line an event, never in the way of a run."""

from __future__ import annotations

import datetime as dt
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from lacxl.domain.finding import Finding, Severity, warning
from lacxl.domain.month import Month
from lacxl.files.runlog import RunLog, aside

NOON = dt.datetime(2015, 6, 9, 13, 15, 2, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lacxl-log.jsonl"


def test_a_line_holds_time_run_event_and_facts(path: Path) -> None:
    log = RunLog(path, run="r1", clock=lambda: NOON)
    assert log.write("started", month=Month.parse("2015-05"), cells=22) is None
    assert path.read_bytes() == (
        b'{"time": "2015-06-09T12:15:02.000Z", "run": "r1", "event": "started", '
        b'"facts": {"month": "2015-05", "cells": 22}}\n'
    )


def test_each_run_has_a_name_of_its_own(path: Path) -> None:
    for _ in range(2):
        log = RunLog(path)
        log.write("started")
        log.write("done")
    runs = [entry["run"] for entry in lines(path)]
    assert runs[0] == runs[1] != runs[2] == runs[3]


def test_the_time_is_now_and_universal(path: Path) -> None:
    RunLog(path).write("started")
    moment = dt.datetime.fromisoformat(str(lines(path)[0]["time"]))
    assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)


def test_facts_of_every_kind(path: Path) -> None:
    RunLog(path).write(
        "done",
        finding=warning("Z999", "what", "where", "todo"),
        severity=Severity.ERROR,
        figure=Decimal("463.25"),
        day=dt.date(2015, 5, 31),
        nothing=float("nan"),
        file=Path("extracts") / "a.csv",
        codes={"B", "A"},
        nested={1: [Decimal(1), (None, True)]},
        event="a fact of that name",
        text="▲ £ \n \udcff",
        raw=b"\xff",
    )
    [entry] = lines(path)
    assert entry["event"] == "done"
    facts = entry["facts"]
    assert isinstance(facts, dict)
    assert facts["finding"]["code"] == "Z999"
    assert (facts["severity"], facts["figure"], facts["day"]) == ("error", "463.25", "2015-05-31")
    assert (facts["nothing"], facts["codes"]) == ("nan", ["A", "B"])
    assert facts["file"] == str(Path("extracts") / "a.csv")
    assert facts["nested"] == {"1": ["1", [None, True]]}
    assert facts["event"] == "a fact of that name"
    assert facts["text"] == "▲ £ \n \udcff"


def test_lines_are_appended_and_a_torn_line_is_ended(path: Path) -> None:
    path.write_bytes(b'{"event": "old"}\n{"event": "to')
    RunLog(path).write("new")
    kept = path.read_bytes().splitlines()
    assert kept[:2] == [b'{"event": "old"}', b'{"event": "to']
    assert json.loads(kept[2])["event"] == "new"


def test_a_log_that_cannot_be_written_is_a_finding_once(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "absent" / "log.jsonl")
    told = log.write("started")
    assert isinstance(told, Finding)
    assert (told.code, told.severity) == ("F401", Severity.WARNING)
    assert log.write("done") is None
    assert not (tmp_path / "absent").exists()


def test_a_folder_in_its_place_is_a_finding(tmp_path: Path) -> None:
    assert RunLog(tmp_path).write("started") is not None


def test_a_full_disk_is_a_finding(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    told = RunLog(path).write("started")
    assert told is not None
    assert "No space left" in told.what


def test_a_fact_without_end_is_a_finding(path: Path) -> None:
    endless: list[object] = []
    endless.append(endless)
    assert RunLog(path).write("started", endless=endless) is not None


def test_a_full_log_is_set_aside_and_three_are_kept(path: Path) -> None:
    log = RunLog(path, max_bytes=300, clock=lambda: NOON)
    for number in range(40):
        log.write("event", number=number)
    names = sorted(p.name for p in path.parent.iterdir())
    assert names == [f"lacxl-log{aside}.jsonl" for aside in (".1", ".2", ".3", "")]
    numbers = [
        entry["facts"]["number"]
        for name in ("lacxl-log.3.jsonl", "lacxl-log.2.jsonl", "lacxl-log.1.jsonl", path.name)
        for entry in lines(path.parent / name)
    ]
    assert numbers == list(range(40 - len(numbers), 40)), "none lost in between, the newest last"
    assert all(p.stat().st_size <= 300 for p in path.parent.iterdir())


def test_a_log_that_cannot_be_set_aside_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated: on Windows another program may hold it."""

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", denied)
    log = RunLog(path, max_bytes=100)
    assert log.write("one") is None
    assert log.write("two") is None
    assert len(lines(path)) == 2


def test_the_root_of_a_drive_is_no_log_and_stops_nothing() -> None:
    root = Path(Path.cwd().anchor)
    assert aside(root) == ()
    told = RunLog(root).write("refresh")
    assert told is not None
    assert told.code == "F102"
