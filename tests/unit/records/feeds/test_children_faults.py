"""Every fault has a code, a file, rows, a column and what is allowed; the rest is still read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lacxl.domain.errors import Refused, UsageFault
from lacxl.domain.finding import Severity
from lacxl.records import ReadOptions
from lacxl.records.feeds.options import REPAIRS
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schemas import load
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

EP = RETURN["episodes.csv"]
SAME = "101,1,02/02/2010,WBRI,A123,,"

FAULTS = {
    "X111 a row too short": ("episodes.csv", changed(EP, "102,15/01/2018"), "X111", "row 5"),
    "X111 a row too long": ("episodes.csv", changed(EP, EP[1] + ",,x"), "X111", "row 5"),
    "X112 quotation marks": (
        "reviews.csv",
        changed(RETURN["reviews.csv"], '101,"02/02/2010,a,PN1', "101,02/02/2010,15/09/2016,PN1"),
        "X112",
        "row 5",
    ),
    "X120 unknown code": (
        "episodes.csv",
        changed(EP, EP[3].replace(",K2,", ",KK,"), without=[3]),
        "X120",
        "row 4 column PLACE",
    ),
    "X122 no date": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "soon"), without=[3]),
        "X122",
        "row 4 column DEC",
    ),
    "X122 a day number after the last year": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "99999"), without=[3]),
        "X122",
        "row 4 column DEC",
    ),
    "X122 no such day": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "31/11/2017"), without=[3]),
        "X122",
        "row 4 column DEC",
    ),
    "X123 no such year": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "20/12/0217"), without=[3]),
        "X123",
        "row 4 column DEC",
    ),
    "X123 a placeholder": (
        "episodes.csv",
        changed(EP, EP[2].replace("PR1,,,", "PR1,31/12/9999,,"), without=[2]),
        "X123",
        "row 4 column DEC",
    ),
    "X126 a day number": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "43089"), without=[3]),
        "X126",
        "row 4 column DEC",
    ),
    "X127 an error of Excel": (
        "episodes.csv",
        changed(EP, EP[3].replace("3000", "#N/A").replace("20/12/2017", "#N/A"), without=[3]),
        "X127",
        "row 4 column DEC",
    ),
    "X129 two digits": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "20/12/17"), without=[3]),
        "X129",
        "row 4 column DEC",
    ),
    "X130 no child": (
        "episodes.csv",
        changed(EP, EP[3].replace("102,", ",", 1)),
        "X130",
        "row 5 column CHILD",
    ),
    "X131 spoilt": (
        "episodes.csv",
        changed(EP, EP[3].replace("102,", "1.02E+11,", 1)),
        "X131",
        "row 5 column CHILD",
    ),
    "X132 twice": ("episodes.csv", changed(EP, EP[3]), "X132", "row 5"),
    "X133 no start": (
        "episodes.csv",
        changed(EP, EP[3].replace("15/01/2017", "")),
        "X133",
        "row 5 column DECOM",
    ),
    "X134 end before start": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "20/12/2016"), without=[3]),
        "X134",
        "row 4 column DEC",
    ),
    "X135 before birth": (
        "episodes.csv",
        changed(EP, EP[3].replace("15/01/2017", "15/01/2001"), without=[3]),
        "X135",
        "row 4 column DECOM",
    ),
    "X136 in the future": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", "20/12/2018"), without=[3]),
        "X136",
        "row 4 column DEC",
    ),
    "X141 overlapping": (
        "episodes.csv",
        changed(EP, "102,01/12/2017,P,V2,N1,U1,PR1,24/12/2017,E4A,,,AB5 6GH,3000"),
        "X141",
        "row 5 column DECOM",
    ),
    "X143 reason, no end": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017", ""), without=[3]),
        "X143",
        "row 4 column REC",
    ),
    "X144 end, no reason": (
        "episodes.csv",
        changed(EP, EP[3].replace("E4A", ""), without=[3]),
        "X144",
        "row 4 column REC",
    ),
    "X145 continued, open": (
        "episodes.csv",
        changed(EP, EP[3].replace("20/12/2017,E4A", ",X1"), without=[3]),
        "X145",
        "row 4 column REC",
    ),
    "X150 no header": ("header.csv", (HEADER, SAME), "X150", None),
    "X151 no episode": ("episodes.csv", EP[:3], "X151", "reviews.csv row 4"),
    "X152 two births": (
        "reviews.csv",
        changed(RETURN["reviews.csv"], "101,03/02/2010,01/02/2017,PN1"),
        "X152",
        "row 5",
    ),
    "X104 a column missing": (
        "episodes.csv",
        tuple(",".join(line.split(",")[:-1]) for line in EP),
        "X104",
        "URN",
    ),
    "X103 a key column missing": (
        "reviews.csv",
        tuple(
            ",".join(w for i, w in enumerate(line.split(",")) if i != 2)
            for line in RETURN["reviews.csv"]
        ),
        "X103",
        "REVIEW",
    ),
    "X105 a column twice": (
        "header.csv",
        tuple(f"{line},{'DOB' if i == 0 else ''}" for i, line in enumerate(RETURN["header.csv"])),
        "X105",
        "DOB",
    ),
    "X102 no rows": ("reviews.csv", RETURN["reviews.csv"][:1], "X102", "reviews.csv"),
    "X101 no layout": ("notes.csv", ("name,colour", "a,b"), "X101", "notes.csv"),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_planted_fault_is_found_in_its_place(tmp_path: Path, name: str) -> None:
    file, lines, code, place = FAULTS[name]
    clean = set(codes(read(write(tmp_path / "clean", RETURN))))
    extract = read(write(tmp_path / "planted", {**RETURN, file: lines}))
    assert code not in clean
    assert code in codes(extract)
    if place:
        assert any(place in str(f) for f in extract.findings if f.code == code)
    assert len(frames_of(extract)["ssda903"]["episodes"]) >= 2


def test_what_follows_from_a_fault_is_not_reported_as_another(tmp_path: Path) -> None:
    for name, (file, lines, code, _) in FAULTS.items():
        if code in ("X111", "X112", "X120", "X126", "X132", "X141", "X145", "X151", "X101"):
            extract = read(write(tmp_path / name, {**RETURN, file: lines}))
            assert set(codes(extract)) <= {code, "X158"}, name


def test_many_rows_are_listed_first_and_then_counted(tmp_path: Path) -> None:
    lines = (
        EPISODES,
        *(f"{i},01/05/2016,S,C1,N1,??,PR1,,,,,AB1 2CD,1000" for i in range(1000, 1322)),
    )
    extract = read(write(tmp_path, {"episodes.csv": lines}))
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 312 more column PLACE: 322 codes" in finding(
        extract, "X120"
    )


class TestDateOrder:
    """Day first, unless the dates of the column, or of the table, prove otherwise."""

    def reviews(self, tmp_path: Path, *dates: str) -> dict[str, list[str]]:
        lines = (RETURN["reviews.csv"][0], *(f"101,,{date},PN1" for date in dates))
        extract = read(write(tmp_path, {**RETURN, "reviews.csv": lines}))
        frames = frames_of(extract)["ssda903"]
        held = rows(frames["reviews"], "held") if "reviews" in frames else []
        return {"held": [h for (h,) in held], "codes": codes(extract)}

    def test_nothing_proved_is_day_first(self, tmp_path: Path) -> None:
        assert self.reviews(tmp_path, "03/04/2017", "05/06/2017")["held"] == [
            "2017-04-03",
            "2017-06-05",
        ]

    def test_american_dates_are_read_as_such_and_reported(self, tmp_path: Path) -> None:
        found = self.reviews(tmp_path, "03/04/2017", "05/16/2017")
        assert found["held"] == ["2017-03-04", "2017-05-16"]
        assert "X124" in found["codes"]

    def test_a_mixed_column_in_which_every_date_is_proved_is_read(self, tmp_path: Path) -> None:
        found = self.reviews(tmp_path, "05/16/2017", "16/05/2016", "07/07/2017")
        assert found["held"] == ["2016-05-16", "2017-05-16", "2017-07-07"]
        assert "X125" in found["codes"]

    def test_a_mixed_column_in_which_a_date_could_be_either_is_not_read(
        self, tmp_path: Path
    ) -> None:
        found = self.reviews(tmp_path, "03/04/2017", "05/16/2017", "16/05/2016", "07/07/2017")
        assert found["held"] == []
        assert "X125" in found["codes"]

    @pytest.mark.parametrize(
        "text",
        [
            "2017-04-03",
            "2017-04-03 00:00:00",
            "2017-04-03T09:30:00Z",
            "3/4/2017",
            "03-04-2017",
            "03.04.2017",
            "3-Apr-2017",
            "3 April 2017",
            "20170403",
            "03/04/2017 00:00",
            "42828",
        ],
    )
    def test_every_usual_way_of_writing_a_date_is_read(self, tmp_path: Path, text: str) -> None:
        assert self.reviews(tmp_path, text)["held"] == ["2017-04-03"]


class TestCouncils:
    def test_two_codes_of_councils_are_an_error(self, tmp_path: Path) -> None:
        lines = tuple(
            f"{line},{'LA' if i == 0 else ('372' if i == 1 else '373')}"
            for i, line in enumerate(EP)
        )
        extract = read(write(tmp_path, {**RETURN, "episodes.csv": lines}))
        assert next(f for f in extract.findings if f.code == "X154").severity is Severity.ERROR

    def test_the_same_identifiers_for_other_children_are_an_error(self, tmp_path: Path) -> None:
        one = (HEADER, *(f"{i},1,02/02/{2000 + i % 18},WBRI,A,," for i in range(100)))
        two = (HEADER, *(f"{i},1,05/07/{2017 - i % 17},WBRI,A,," for i in range(100)))
        extract = read(write(tmp_path, {"a/header.csv": one, "b/header.csv": two}))
        assert "X154" in codes(extract)

    def test_one_council_over_two_years_is_none(self, tmp_path: Path) -> None:
        one = (HEADER, *(f"{i},1,02/02/{2000 + i % 18},WBRI,A,," for i in range(100)))
        two = (HEADER, *(f"{i},1,02/02/{2000 + i % 18},WBRI,A,," for i in range(50, 150)))
        extract = read(write(tmp_path, {"a/header.csv": one, "b/header.csv": two}))
        assert "X154" not in codes(extract)


class TestOptions:
    def test_a_rule_can_weigh_more_less_or_nothing(self, tmp_path: Path) -> None:
        write(tmp_path, {**RETURN, "episodes.csv": changed(EP, EP[3])})
        for word, wanted in (("error", [Severity.ERROR]), ("note", [Severity.NOTE]), ("off", [])):
            options = ReadOptions(today=TODAY, severities={"X132": word})
            found = [
                f.severity for f in read(tmp_path, options=options).findings if f.code == "X132"
            ]
            assert found == wanted

    def test_what_there_is_not_is_refused_all_at_once(self) -> None:
        with pytest.raises(UsageFault) as caught:
            ReadOptions(severities={"X999": "error", "X132": "fatal"}, without=["wash"])
        assert caught.value.codes == ("X190", "X190", "X190")

    def test_duplicates_stay_where_the_repair_is_off(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {**RETURN, "reviews.csv": changed(RETURN["reviews.csv"], RETURN["reviews.csv"][1])},
        )
        options = ReadOptions(today=TODAY, without=["drop_duplicates"])
        assert len(frames_of(read(tmp_path))["ssda903"]["reviews"]) == 3
        assert len(frames_of(read(tmp_path, options=options))["ssda903"]["reviews"]) == 4

    @pytest.mark.parametrize("name", sorted(REPAIRS))
    def test_every_repair_can_be_turned_off(self, tmp_path: Path, name: str) -> None:
        options = ReadOptions(today=TODAY, without=[name])
        made, off = read(write(tmp_path, RETURN)), read(tmp_path, options=options)
        died = len(frames_of(off)["ssda903"]["care_leavers"]) - len(
            frames_of(made)["ssda903"]["care_leavers"]
        )
        assert died == (name == "leave_out_leavers")


def test_nothing_to_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read(write(tmp_path, {"notes.csv": ("name,colour", "a,b")}))
    assert caught.value.codes == ("X100", "X101")
    with pytest.raises(Refused) as caught:
        read(tmp_path / "absent.csv")
    assert caught.value.codes == ("X100", "F101")


def test_one_is_spoken_of_as_one_by_a_text_that_has_both_forms() -> None:
    report = Report()
    report.add("X144", "a.csv", (2,))
    report.add("X148", "a.csv", (2, 3))
    assert [f.what.partition(",")[0] for f in report.findings({})] == [
        "1 episode has an end but no reason: not counted as an end of care.",
        "2 episodes are open",
    ]


_AGREES = re.compile(
    r"^(?:rows|cells|dates|codes|episodes|formulas|children|placements) "
    r"(?:have|are|were|lie|end|start|hold|do|stand|lack|may|prove|cannot|only)\b"
)


def test_no_text_about_rows_leaves_its_verb_to_the_number() -> None:
    """What is counted is put in front: "1 rows are" must not come out of it."""
    texts = [
        text
        for words in load("checks").values()
        for each in (words, *(case for case in words.values() if isinstance(case, dict)))
        if isinstance(text := each.get("what", ""), str)
    ]
    assert [text for text in texts if _AGREES.match(text)] == []
