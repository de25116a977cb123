"""Until when extracts know: months in which nothing happened, lists as at a day of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from children_folders import council as made_up
from children_folders import settings_for, write_layouts
from folders import assert_refused, run
from records_cases import council, measure

QUIET = {
    "ssd_person": ["1,2010-05-01", "9,1997-01-01"],
    "ssd_cla_episodes": ["e1,1,p1,2014-05-01,S,N1,,,c1"],
    "ssd_cla_placement": ["p1,c1,1,2014-05-01,,U4,AA1 1AA,100"],
    "ssd_legal_status": ["l1,1,C2,2014-05-01,"],
    "ssd_cla_visits": ["v1,c1,1,2015-04-20"],
    "ssd_care_leavers": ["w1,9,Former Relevant,YES,2015-04-10,U,1,F2,2015-02-01"],
}
"""A child in care since May 2014; nothing since but a visit, and a care leaver."""
QUIET_903 = {
    "header": ["1,1,01/05/2010,WBRI,,,"],
    "episodes": ["1,01/05/2014,S,C2,N1,U4,PR1,,,,AA1 1AA,AA1 1AA,100"],
    "reviews": ["1,01/05/2010,20/05/2014,PN1"],
}


def taken_on(day: str) -> str:
    return f"[extracts]\ntaken_on = {day}\n"


@pytest.mark.parametrize("tables", [QUIET, QUIET_903], ids=["SSD", "SSDA903"])
@pytest.mark.parametrize("by", ["settings", "command line"])
def test_a_month_in_which_nothing_happened_counts_where_the_day_of_the_extract_is_told(
    tmp_path: Path, tables: dict[str, list[str]], by: str
) -> None:
    untold = measure(council(tmp_path, tables), "2015-03")
    assert untold.figure("7.1", "2015-03") == ""
    assert "go up to May-14" in untold.reason("7.1", "2015-03")
    if by == "settings":
        found = measure(council(tmp_path, tables, taken_on("2015-04-02")), "2015-03")
    else:
        found = measure(tmp_path, "2015-03", "--taken-on", "2015-04-02")
    assert [found.figure(number, "2015-03") for number in ("7.1", "7.3", "7.4")] == ["1", "0", "0"]
    assert found.figure("9.2", "2015-03") == "0 of 1"
    assert found.told("X155") == []
    assert found.told("M137") == []


def test_months_after_the_day_are_not_counted_whatever_stands_in_the_records(
    tmp_path: Path,
) -> None:
    folder = council(tmp_path, QUIET, taken_on("2015-02-28"))
    found = measure(folder, "2015-04", "--since", "2015-02")
    assert [found.figure("7.1", month) for month in ("2015-02", "2015-03", "2015-04")] == [
        "1", "", "",
    ]  # fmt: skip
    assert "go up to Feb-15" in found.reason("7.1", "2015-04")
    assert any("ssd_cla_visits" in told for told in found.told("X136")), "the visit of 20 April"


def test_a_month_that_is_not_over_in_the_extracts_is_said_to_be(tmp_path: Path) -> None:
    folder = council(tmp_path, QUIET, taken_on("2015-04-21"))
    (told,) = measure(folder, "2015-04").told("M137")
    assert "2015-04-21" in told
    assert measure(folder, "2015-03").told("M137") == []
    assert measure(folder, "2015-04", "--taken-on", "2015-04-30").told("M137") == []


@pytest.mark.parametrize("day", ["2999-01-01", "02/04/2015", "2015-02-30", "soon"])
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, day: str) -> None:
    council(tmp_path, QUIET)
    ran = run(tmp_path, "measure", "2015-03", "--taken-on", day)
    if day.startswith("2999"):
        assert_refused(ran, "M136")
        ran = run(council(tmp_path, QUIET, taken_on(day)), "measure", "2015-03")
        assert_refused(ran, "M136")
    else:
        assert_refused(ran, "U106", exit_code=2)
        assert "Traceback" not in ran.err


def test_care_leavers_are_those_of_their_own_list_not_of_the_last_episode(tmp_path: Path) -> None:
    """No episode began since May 2014, but the list knows a contact of April 2015."""
    found = measure(council(tmp_path, QUIET), "2015-04", "--since", "2014-05")
    assert found.figure("7.1", "2014-05") == "1"
    assert found.figure("8.1", "2014-05") == ""
    assert "as at Apr-15" in found.reason("8.1", "2014-05")
    assert [found.figure(number, "2015-04") for number in ("8.1", "8.3", "8.4")] == [
        "1", "1 of 1", "1 of 1",
    ]  # fmt: skip


def test_the_list_of_an_earlier_extract_is_not_that_of_a_later_one(tmp_path: Path) -> None:
    later = {f"april/{name}": rows for name, rows in QUIET.items() if name != "ssd_care_leavers"}
    later["april/ssd_cla_episodes"] = ["e1,1,p1,2014-05-01,S,N1,2015-04-03,E4A,c1"]
    earlier = {f"march/{name}": rows for name, rows in QUIET.items()}
    earlier["march/ssd_cla_visits"] = ["v1,c1,1,2015-03-20"]
    earlier["march/ssd_care_leavers"] = ["w1,9,Former Relevant,YES,2015-03-10,U,1,F2,2015-02-01"]
    folder = council(tmp_path, {**earlier, **later})
    found = measure(folder, "2015-04")
    assert found.figure("7.4", "2015-04") == "1"
    assert found.figure("8.1", "2015-04") == ""
    assert measure(folder, "2015-03").figure("8.1", "2015-03") == "1"


def test_of_several_lists_that_of_the_month_asked_for_is_read(tmp_path: Path) -> None:
    of = made_up(6, 120, "2015-03")
    for month in ("2015-01", "2015-02", "2015-03"):
        write_layouts(of, tmp_path / "extracts" / month, month, "ssd")
        write_layouts(of, tmp_path / month / "extracts", month, "ssd")
        settings_for(tmp_path / month, of)
    folder = settings_for(tmp_path, of)
    for month in ("2015-01", "2015-02", "2015-03"):
        together, alone = measure(folder, month), measure(tmp_path / month, month)
        for number in ("8.1", "8.2", "8.3", "8.4"):
            assert together.figure(number, month) == alone.figure(number, month) != ""
        assert len(together.told("X157")) == ["2015-03", "2015-02", "2015-01"].index(month)


def test_an_older_source_is_not_made_as_new_as_the_others(tmp_path: Path) -> None:
    """SSD tables of 2 April, and the SSDA903 of a year before, which order puts first."""
    recent = {
        **QUIET,
        "ssd_cla_episodes": [*QUIET["ssd_cla_episodes"], "e2,2,,2015-03-05,S,N1,,,c2"],
    }
    recent["ssd_person"] = [*QUIET["ssd_person"], "2,2011-01-01"]
    both = {**{f"ssd/{n}": rows for n, rows in recent.items()},
            **{f"903/{n}": rows for n, rows in QUIET_903.items()}}  # fmt: skip
    found = measure(council(tmp_path, both, taken_on("2015-04-02")), "2015-03")
    assert found.figure("7.1", "2015-03") == "2"


def test_annex_a_is_as_at_the_day_that_is_told(tmp_path: Path) -> None:
    of = made_up(6, 120, "2015-03")
    write_layouts(of, tmp_path / "extracts", "2015-03", "annex_a")
    folder = settings_for(tmp_path, of)
    assert measure(folder, "2015-03").figure("7.1", "2015-03") != ""
    found = measure(folder, "2015-03", "--taken-on", "2015-04-02")
    assert found.figure("7.1", "2015-03") == ""
    (told,) = found.told("X156")
    assert "as at 2015-04-02, not of 2015-03" in told
    assert measure(folder, "2015-04", "--taken-on", "2015-04-30").figure("7.1", "2015-04") != ""


def test_a_cause_is_told_once(tmp_path: Path) -> None:
    """That the care leavers are as at March: not for each of 8.1 to 8.4 and each month."""
    of = made_up(6, 120, "2015-03")
    write_layouts(of, tmp_path / "extracts", "2015-03", "ssd")
    found = measure(settings_for(tmp_path, of), "2015-03", "--since", "2014-12")
    (told,) = [told for told in found.told("M102") if "care leavers" in told]
    assert told.startswith("8.1, 8.2, 8.3, 8.4 3 months from Dec-14: ")
    ended = measure(tmp_path, "2015-09")
    assert len(ended.told("X155")) == 1


def test_a_single_list_that_lies_apart_is_of_the_day_of_the_others(tmp_path: Path) -> None:
    apart = {("leavers/" if "leavers" in name else "care/") + name: QUIET[name] for name in QUIET}
    assert measure(council(tmp_path, apart), "2015-04").figure("8.1", "2015-04") == "1"
