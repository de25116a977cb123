"""A server's steps, month after month: refresh --latest, issue --latest --strict, next-month."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from folders import DECIDE, DONE, MAY, WITH_FINDINGS, Ran, assert_refused, refused_untouched, run
from planting import rows_of

from lacxl.domain.month import Month

STEPS = (("refresh", "--latest"), ("issue", "--latest", "--strict"), ("next-month",))


def steps(folder: Path) -> Ran:
    """Take the steps as docs/server/refresh.sh does; return the last one."""
    for step in STEPS:
        ran = run(folder, *step)
        if ran.code > WITH_FINDINGS:
            break
    return ran


def test_it_stops_for_a_decision_and_goes_on_after_it(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = Month.parse(MAY)
    monkeypatch.setattr("lacxl.inputs._last_ended", lambda: month)
    ran = steps(fresh)
    assert (ran.code, ran.codes()[0]) == (DECIDE, "I116")
    assert ran.err.splitlines()[-1].startswith("A person must decide: I116 May 2015 has ")
    for each in run(fresh, "figures", MAY, "--format", "json").json()["findings"]:
        if each["severity"] == "warning":
            run(fresh, "accept", each["code"], each["where"], "--reason", "Known")
    assert steps(fresh).code == DONE
    refused_untouched(fresh, ("refresh", "--latest"), "I103", "May 2015 is issued")
    refused_untouched(fresh, ("next-month",), "N101")

    month += 1
    with (fresh / "readings.csv").open("a", encoding="utf-8", newline="") as file:
        for row in [row for row in rows_of(fresh) if row[1] == MAY and row[0] != "7.2"]:
            csv.writer(file).writerow([row[0], month, *row[2:]])
    ran = steps(fresh)
    assert ran.code == DECIDE
    assert "I111" in ran.err.splitlines()[-1]
    ran = run(fresh, "issue", str(month), "--accept", "The provider is late", "--json")
    assert ran.json()["issue"] == 1
    assert run(fresh, "next-month").code in (DONE, WITH_FINDINGS)


def test_a_month_or_the_latest(filled: Path) -> None:
    for arguments in (("issue",), ("issue", MAY, "--latest")):
        assert_refused(run(filled, *arguments), "U103", "lacxl issue 2015-05", exit_code=2)
