"""SSDA903: modules become datasets; returns of several years become one history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lacxl.domain.dataset import DATASETS
from lacxl.domain.month import Month
from lacxl.records import ReadOptions
from lacxl.records.feeds.as_at import Period
from pandas_frames import frames_of
from unit.records.feeds.small_extracts import (
    EPISODES,
    HEADER,
    RETURN,
    TODAY,
    changed,
    codes,
    finding,
    read,
    rows,
    write,
)


def test_a_clean_return_gives_its_datasets_and_nothing_but_who_was_left_out(tmp_path: Path) -> None:
    extract = read(write(tmp_path, RETURN))
    frames = frames_of(extract)["ssda903"]
    assert set(frames) == {"episodes", "reviews", "adoptions", "care_leavers"}
    assert codes(extract) == ["X158"]
    for name, frame in frames.items():
        assert list(frame.columns) == [*DATASETS[name].columns, "row", "file"]
    assert rows(frames["episodes"], "dob", "start", "rne", "place", "end", "rec", "urn", "row") == [
        ("2010-02-02", "2016-05-01", "S", "U1", "2016-06-03", "X1", "1000", "2"),
        ("2010-02-02", "2016-06-03", "P", "U4", "-", "-", "2000", "3"),
        ("2003-11-13", "2017-01-15", "S", "K2", "2017-12-20", "E4A", "3000", "4"),
    ]
    assert rows(frames["reviews"], "held", "due") == [
        ("2016-05-20", "-"), ("2016-08-15", "-"), ("2017-02-01", "-"),
    ]  # fmt: skip


def test_date_placed_is_the_decision_and_the_rest_is_left_to_the_episodes(tmp_path: Path) -> None:
    adoptions = frames_of(read(write(tmp_path, RETURN)))["ssda903"]["adoptions"]
    columns = ("entered", "decided", "ordered", "matched", "moved_in", "adopted", "by_foster_carer")
    assert rows(adoptions, *columns) == [
        ("-", "2017-03-01", "-", "2017-04-05", "-", "-", "True"),
    ]


def test_a_decision_that_was_reversed_does_not_stand(tmp_path: Path) -> None:
    lines = changed(
        RETURN["placed_for_adoption.csv"],
        "102,13/11/2003,01/03/2017,01/06/2017,RD1",
    )
    write(tmp_path, {**RETURN, "placed_for_adoption.csv": lines})
    adoptions = frames_of(read(tmp_path))["ssda903"]["adoptions"]
    assert rows(adoptions, "decided") == [("2017-03-01",), ("-",)]


def test_a_list_of_adoptions_with_a_header_alone_gives_no_adoption(tmp_path: Path) -> None:
    names = ("placed_for_adoption.csv", "ad1.csv")
    extract = read(write(tmp_path, {**RETURN, **{name: RETURN[name][:1] for name in names}}))
    assert not len(frames_of(extract)["ssda903"]["adoptions"])
    assert [f.where for f in extract.findings if f.code == "X102"] == sorted(names)


@pytest.mark.parametrize(("wrong", "said"), [("01/15/2017", True), ("31/11/2017", False)])
def test_a_date_of_the_other_order_casts_doubt_upon_the_rest(
    tmp_path: Path, wrong: str, said: bool
) -> None:
    many = [
        f"{day}{month:02},{day}/{month:02}/2016,S,C1,N1,U1,PR1,,,,AB1 2CD,AB1 2CD,1000"
        for month in range(1, 13)
        for day in range(13, 29)
    ]
    lines = [line.replace("15/01/2017", wrong) for line in (*RETURN["episodes.csv"], *many)]
    extract = read(write(tmp_path, {**RETURN, "episodes.csv": lines}))
    (found,) = [each for each in extract.findings if each.code == "X122"]
    assert ("other way round" in found.todo) == said


def test_without_legal_statuses_it_is_said_that_short_breaks_count_as_care(tmp_path: Path) -> None:
    episodes = [",".join(cell for i, cell in enumerate(line.split(",")) if i != 3)
                for line in RETURN["episodes.csv"]]  # fmt: skip
    extract = read(write(tmp_path, {**RETURN, "episodes.csv": episodes}))
    assert "V3, V4" in finding(extract, "X160")
    assert len(frames_of(extract)["ssda903"]["episodes"]) == 3


def test_oc3_says_in_touch_suitable_and_active_of_those_who_still_count(tmp_path: Path) -> None:
    extract = read(write(tmp_path, RETURN))
    leavers = frames_of(extract)["ssda903"]["care_leavers"]
    assert rows(leavers, "dob", "in_touch", "suitable", "activity") == [
        ("2000-07-01", "True", "True", "F2"), ("1999-08-01", "False", "-", "-"),
    ]  # fmt: skip
    assert "1 row" in finding(extract, "X158")
    assert extract.covers["ssda903"]["care_leavers"] == Period(*[dt.date(2018, 3, 31)] * 2)


def test_headings_match_through_case_quotes_blanks_and_a_mark(tmp_path: Path) -> None:
    head = '\ufeff" Child ","decom",Rne,“LS”,CIN,place ,PLACE PROVIDER,dec,REC,,,pl-post,Urn'
    lines = (head, *RETURN["episodes.csv"][1:])
    there = frames_of(read(write(tmp_path, {**RETURN, "episodes.csv": lines})))["ssda903"][
        "episodes"
    ]
    assert rows(there, "start", "place", "postcode", "urn")[0] == (
        "2016-05-01",
        "U1",
        "AB1 2CD",
        "1000",
    )


def test_a_file_is_known_by_its_headings_not_its_name(tmp_path: Path) -> None:
    shuffled = {f"a{i}.txt": lines for i, lines in enumerate(RETURN.values())}
    extract = read(write(tmp_path, shuffled))
    assert {file.dataset for file in extract.files} == {
        "episodes", "header", "reviews", "placed_adoption", "ad1", "oc3",
    }  # fmt: skip


class TestOpenEpisodes:
    """An open episode that another one follows is closed at its start, and is no cessation."""

    OPEN = "102,15/01/2017,S,V2,N1,K2,PR1,,E4A,,AB1 2CD,AB5 6GH,3000"
    NEXT = "102,20/06/2017,P,V2,N1,U1,PR1,{},,AB1 2CD,AB5 6GH,3000"

    @pytest.mark.parametrize(("end", "code"), [("20/12/2017,E4A", "X140"), (",", "X142")])
    def test_it_is_closed_and_reported(self, tmp_path: Path, end: str, code: str) -> None:
        lines = (*RETURN["episodes.csv"][:3], self.OPEN, self.NEXT.format(end))
        extract = read(write(tmp_path, {**RETURN, "episodes.csv": lines}))
        episodes = frames_of(extract)["ssda903"]["episodes"]
        assert rows(episodes, "start", "end", "rec")[2] == ("2017-01-15", "2017-06-20", "X1")
        assert "episodes.csv row 4 column DEC" in finding(extract, code)

    def test_the_repair_can_be_turned_off(self, tmp_path: Path) -> None:
        lines = (*RETURN["episodes.csv"][:3], self.OPEN, self.NEXT.format("20/12/2017,E4A"))
        write(tmp_path, {**RETURN, "episodes.csv": lines})
        options = ReadOptions(today=TODAY, without=["close_open_episodes"])
        extract = read(tmp_path, options=options)
        assert rows(frames_of(extract)["ssda903"]["episodes"], "end")[2] == ("-",)
        assert "turned off" in finding(extract, "X140")

    def test_short_breaks_close_nothing_and_overlap_nothing(self, tmp_path: Path) -> None:
        more = "101,01/01/2017,S,V4,N1,U1,PR1,,,,,AB3 4EF,2000"
        lines = changed(RETURN["episodes.csv"], more)
        extract = read(write(tmp_path, {**RETURN, "episodes.csv": lines}))
        assert codes(extract) == ["X158"]


class TestYears:
    """Of several returns the later one counts for the same child and start."""

    FIRST = (
        EPISODES,
        "101,01/05/2016,S,C1,N1,U1,PR1,,,,,AB1 2CD,1000",
        "107,01/06/2016,S,C1,N1,U1,PR1,,,,,AB1 2CD,1000",
    )

    def folder(self, tmp_path: Path) -> Path:
        later = {f"2017-18/{name}": lines for name, lines in RETURN.items()}
        header = (HEADER, "101,1,02/02/2010,WBRI,A123,,", "107,1,02/02/2011,WBRI,A123,,")
        return write(
            tmp_path, {**later, "2016-17/episodes.csv": self.FIRST, "2016-17/header.csv": header}
        )

    def test_the_later_file_closes_what_the_earlier_left_open(self, tmp_path: Path) -> None:
        extract = read(self.folder(tmp_path))
        episodes = frames_of(extract)["ssda903"]["episodes"]
        assert rows(episodes, "start", "end", "rec")[:2] == [
            ("2016-05-01", "2016-06-03", "X1"), ("2016-06-03", "-", "-"),
        ]  # fmt: skip

    def test_the_repair_can_be_turned_off(self, tmp_path: Path) -> None:
        options = ReadOptions(today=TODAY, without=["later_year_stands"])
        extract = read(self.folder(tmp_path), options=options)
        assert "episodes.csv row 2" in finding(extract, "X167")

    def test_a_child_whom_the_later_return_forgot_is_named_by_row(self, tmp_path: Path) -> None:
        assert "2016-17/episodes.csv row 3" in finding(read(self.folder(tmp_path)), "X148")

    def test_codes_are_judged_by_the_year_in_which_the_row_held(self, tmp_path: Path) -> None:
        lines = (
            EPISODES,
            "101,01/05/2016,S,C1,N1,U1,PR1,03/03/2018,E43,,,AB1 2CD,1000",
            "102,01/05/2016,S,C1,N1,U1,PR1,03/03/2018,E45,,,AB1 2CD,1000",
            "103,01/05/2016,S,C1,N1,U1,PR1,03/05/2018,E45,,,AB1 2CD,1000",
            "104,01/05/2016,S,C1,N1,U1,PR1,03/05/2018,E43,,,AB1 2CD,1000",
            "105,01/05/2016,S,C1,N1,Q9,PR1,03/05/2018,E4A,,,AB1 2CD,1000",
        )
        header = (HEADER, *(f"10{i},1,02/02/2010,WBRI,A123,," for i in range(1, 6)))
        extract = read(write(tmp_path, {"episodes.csv": lines, "header.csv": header}))
        assert "rows 3, 5 column REC" in finding(extract, "X121")
        unknown = finding(extract, "X120")
        assert "row 6 column PLACE" in unknown
        assert "U6, Z1" in unknown
        assert "Q9" not in unknown
        recs = rows(frames_of(extract)["ssda903"]["episodes"], "rec")
        assert recs == [("E43",), ("E45",), ("E45",), ("E43",), ("E4A",)]


def test_a_source_that_ends_before_the_month_says_so(tmp_path: Path) -> None:
    write(tmp_path, RETURN)
    extract = read(tmp_path, options=ReadOptions(today=TODAY, month=Month(2018, 5)))
    assert any("SSDA903 episodes" in str(f) for f in extract.findings if f.code == "X155")
