"""A finding that is right as it is: accepted with a reason, then only counted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from folders import (
    DONE,
    MAY,
    USAGE,
    WITH_FINDINGS,
    Ran,
    assert_done,
    assert_refused,
    before_registers,
    call,
    refused_untouched,
    run,
    settings_add,
    squeezed,
    state_of,
    workbook_of,
)
from planting import SUMMARY, set_cell

LEDGER = "lacxl-accepted.csv"
REASON = "The council printed it so"
CODES = ("K101", "K102", "K103")


def ledger_of(folder: Path) -> list[dict[str, str]]:
    with (folder / LEDGER).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accept(folder: Path, code: str, *more: str) -> Ran:
    return run(folder, "accept", code, *more, "--reason", REASON)


def found(folder: Path) -> list[dict[str, object]]:
    findings: list[dict[str, object]] = run(folder, "refresh", MAY, "--dry-run", "--json").json()[
        "findings"
    ]
    return findings


def test_it_is_counted_then_listed_on_request_and_new_with_another_figure(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERNAME", "j.smith")
    ran = accept(filled, "k102", "--until", "2015-07")
    assert (ran.code, ran.err) == (DONE, "")
    assert squeezed("K102 is accepted until July 2015, as of May 2015") in ran.said
    (kept,) = ledger_of(filled)
    assert (kept["code"], kept["where"], kept["month"]) == ("K102", "outturns.csv row 4", MAY)
    assert (kept["reason"], kept["until"], kept["who"]) == (REASON, "2015-07", "j.smith")
    assert kept["what"] == "7.2 has the outturn 70 for 2014/15; the reading of Mar-15 is 72.5."

    ran = run(filled, "refresh", MAY)
    assert ran.code == WITH_FINDINGS
    assert "K102" not in ran.codes()
    assert "\n1 finding was accepted; --all lists them.\n" in ran.out
    ran = run(filled, "refresh", MAY, "--all")
    assert ran.codes()[-1] == "K102", "the new ones come first"
    assert "\n1 finding was accepted:\nK102" in ran.out

    path = filled / "outturns.csv"
    path.write_text(path.read_text("utf-8").replace("7.2,,2014/15,70\n", "7.2,,2014/15,71\n"))
    ran = run(filled, "refresh", MAY)
    assert "K102" in ran.codes()
    assert "accepted" not in ran.out


def test_with_all_accepted_the_exit_code_is_0_and_a_strict_issue_goes_out(filled: Path) -> None:
    refused = refused_untouched(filled, ("issue", MAY, "--strict"), "I116", "K101, K102, K103")
    assert refused.err.splitlines()[-1].startswith("A person must decide: I116 May 2015 has ")
    for each in found(filled):
        if each["severity"] == "warning":
            assert accept(filled, str(each["code"]), str(each["where"])).code == DONE
    known = [each for each in found(filled) if each.get("accepted")]
    assert {each["code"] for each in known} == set(CODES)
    assert [each["code"] for each in found(filled)][-len(known) :] == [e["code"] for e in known]
    assert run(filled, "refresh", MAY).code == DONE
    shown = run(filled, "figures", MAY)
    assert (shown.code, shown.codes()) == (DONE, ["K107", "K107"])
    assert f"{len(known)} findings were accepted; --all lists them." in shown.err
    assert run(filled, "issue", MAY, "--strict").code == DONE


def test_which_one_is_meant(filled: Path) -> None:
    refused = refused_untouched_by_call(filled, "K103")
    assert_refused(refused, "U112", "'Reviews & Visits'!G20", "H20", exit_code=USAGE)
    assert accept(filled, "K103", "g20").code == DONE
    assert accept(filled, "K103", "7.13 is shown").code == DONE
    assert [row["where"][-3:] for row in ledger_of(filled)] == ["G20", "H20"]
    assert accept(filled, "K103", "'Reviews & Visits'!G20").code == DONE


def refused_untouched_by_call(folder: Path, *arguments: str) -> Ran:
    before = state_of(folder)
    ran = accept(folder, *arguments)
    assert state_of(folder) == before
    return ran


def test_what_may_not_be_accepted(filled: Path) -> None:
    for code in ("F201", "K115", "W130"):
        assert_refused(refused_untouched_by_call(filled, code), "I115", code)
    ran = refused_untouched_by_call(filled, "K104")
    assert_refused(ran, "U111", "K104", "There are K101, K102, K103", exit_code=USAGE)
    ran = refused_untouched_by_call(filled, "K102", "row 99")
    assert_refused(ran, "U111", "row 99", "outturns.csv row 4", exit_code=USAGE)
    ran = refused_untouched_by_call(filled, "K102", "--until", "2015-04")
    assert_refused(ran, "U113", "April 2015", exit_code=USAGE)


def test_an_error_is_not_accepted(filled: Path) -> None:
    set_cell(workbook_of(filled), SUMMARY, "H12", "<f>1+1</f><v>2</v>")
    (code,) = set(run(filled, "refresh", MAY).codes()) - {*CODES, "K107"}
    assert_refused(refused_untouched_by_call(filled, code), "I115", code)
    assert accept(filled, "K102").code == DONE, "the others may be"


def test_the_reason_is_screened(filled: Path) -> None:
    before = state_of(filled)
    ran = run(filled, "accept", "K102", "--reason", "child 4711 came late")
    assert_refused(ran, "I113", exit_code=USAGE)
    assert state_of(filled) == before


def test_a_reason_is_needed_and_repeated_nowhere(filled: Path) -> None:
    assert run(filled, "accept", "K102").code == USAGE
    said = "Zebediah Quill was away"
    ran = run(filled, "accept", "K102", "--reason", said, "--json")
    assert ran.json()["accepted"]["code"] == "K102"
    assert (ran.json()["month"], ran.json()["until"], ran.json()["row"]) == (MAY, None, 2)
    log = (filled / "lacxl-log.jsonl").read_text("utf-8")
    assert '"accept"' in log
    assert "Quill" not in ran.out + ran.err + log + json.dumps(found(filled))


def test_who_may_be_left_out(filled: Path) -> None:
    settings_add(filled, "[accepted]\nwho = false")
    assert accept(filled, "K102").code == DONE
    assert ledger_of(filled)[0]["who"] == ""


def test_one_that_was_accepted_may_be_ended(filled: Path) -> None:
    assert accept(filled, "K102").code == DONE
    assert accept(filled, "K102", "--until", "2015-04").code == DONE
    assert "K102" in run(filled, "refresh", MAY).codes()


def test_also_where_the_month_is_issued(filled: Path) -> None:
    assert_done(run(filled, "issue", MAY))
    assert accept(filled, "K102").code == DONE
    assert "K102" not in run(filled, "figures", MAY).codes()


def test_what_only_the_last_change_reported(filled: Path) -> None:
    set_cell(workbook_of(filled), "Cover", "C12", "<f>'Performance Summary'!F12</f><v>1</v>")
    ran = run(filled, "next-month")
    assert (ran.code, ran.codes()) == (WITH_FINDINGS, ["N110"])
    assert accept(filled, "N110").code == DONE
    assert_done(run(filled, "undo"))
    ran = run(filled, "next-month")
    assert (ran.code, ran.codes()) == (DONE, [])
    assert "1 finding was accepted; --all lists them." in ran.out


def test_where_nothing_is_filled(fresh: Path) -> None:
    assert_done(accept(fresh, "K102"))  # April is filled, of the report itself
    assert ledger_of(fresh)[0]["month"] == "2015-04"


def test_a_damaged_ledger_stops_every_run_before_anything_is_written(filled: Path) -> None:
    before_registers(filled)
    (filled / LEDGER).write_text("reason\nlate\n", "utf-8")
    for arguments in (
        ("refresh", MAY),
        ("figures", MAY),
        ("accept", "K102", "--reason", REASON),
    ):
        refused_untouched(filled, arguments, "H107", LEDGER)


def test_what_a_check_finds_is_accepted_too(filled: Path) -> None:
    book = str(workbook_of(filled))
    assert "Q105" in call("check", book).codes()
    assert_done(accept(filled, "Q105"))
    ran = call("check", book)
    assert "Q105" not in ran.codes()
    assert "1 finding was accepted" in ran.out
    assert call("check", book, "--all").codes()[-1] == "Q105"
    for sheet, cell in ((SUMMARY, "H6"), ("Looked After Children", "C7")):
        set_cell(workbook_of(filled), sheet, cell, "<v>402</v>")
    assert "Q105" in call("check", book).codes(), "another figure is new"
