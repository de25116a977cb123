"""Annex A, SSD tables and local lists give the same datasets as the contract says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import needs
from lacxl.domain.dataset import DATASETS
from lacxl.domain.month import Month
from lacxl.records import INDICATORS, LocalList, ReadOptions, SqlQuery, profile, read_children
from pandas_frames import count, frames_of
from unit.records.feeds.small_extracts import (
    ANNEX_A,
    IN_CARE,
    LEAVERS,
    LIST_9,
    RETURN,
    SSD,
    TODAY,
    codes,
    comparable,
    finding,
    read,
    rows,
    said,
    write,
    write_sheets,
)


class TestAnnexA:
    def test_lists_8_9_and_10_become_datasets_as_at_their_day(self, tmp_path: Path) -> None:
        extract = read(write_sheets(tmp_path / "annex.xlsx", ANNEX_A))
        frames = frames_of(extract)["annex_a"]
        assert codes(extract) == []
        assert extract.as_at == dt.date(2018, 5, 20)
        assert rows(
            frames["in_care"], "started", "legal_status", "ceased", "rec", "place", "placements"
        ) == [
            ("2016-05-01", "C2", "-", "-", "U4", "1.0"),
            ("2017-01-15", "V2", "2018-03-01", "E41", "K2", "3.0"),
        ]
        assert rows(frames["in_care"], "last_visit", "last_health", "last_dental", "last_review")[
            0
        ] == (
            "2018-05-20",
            "2018-01-10",
            "2017-12-01",
            "2018-02-01",
        )
        assert rows(
            frames["care_leavers"], "category", "in_touch", "suitable", "activity", "pathway_review"
        ) == [
            ("former relevant", "True", "True", "F2", "2018-01-05"),
            ("qualifying", "False", "-", "-", "-"),
        ]
        assert rows(
            frames["adoptions"], "decided", "ordered", "matched", "moved_in", "adopted"
        ) == [
            ("2016-03-01", "2016-05-01", "2016-08-01", "2016-09-01", "2017-12-01"),
            ("-", "-", "-", "-", "-"),
        ]

    def test_a_file_a_list_gives_the_same(self, tmp_path: Path) -> None:
        def line(row: tuple[object, ...]) -> str:
            cells = (
                f"{c:%d/%m/%Y}" if isinstance(c, dt.datetime) else "" if c is None else c
                for c in row
            )
            return ",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in cells)

        write(tmp_path, {f"{n}.csv": [line(r) for r in list_] for n, list_ in ANNEX_A.items()})
        book = write_sheets(tmp_path.parent / f"{tmp_path.name}.xlsx", ANNEX_A)
        assert said(read(tmp_path)) == said(read(book))

    def test_older_lists_lack_the_pathway_plan_and_nothing_else(self, tmp_path: Path) -> None:
        old = [row[:-1] for row in LEAVERS]
        older = read(write_sheets(tmp_path / "old.xlsx", {**ANNEX_A, "List 9": old}))
        newer = read(write_sheets(tmp_path / "new.xlsx", ANNEX_A))
        leavers = [
            frames_of(e)["annex_a"]["care_leavers"].drop(columns="pathway_review")
            for e in (older, newer)
        ]
        assert comparable(leavers[0], older) == comparable(leavers[1], newer)
        assert next(f for f in older.files if f.dataset == "care_leavers").missing == (LIST_9[-1],)

    def test_the_header_may_stand_below_a_title(self, tmp_path: Path) -> None:
        titled = [("Children in care",), (), *IN_CARE]
        extract = read(write_sheets(tmp_path / "a.xlsx", {"List 8": titled}))
        assert rows(frames_of(extract)["annex_a"]["in_care"], "row") == [("4",), ("5",)]

    def test_a_list_of_another_month_is_said_to_be(self, tmp_path: Path) -> None:
        book = write_sheets(tmp_path / "annex.xlsx", ANNEX_A)
        options = ReadOptions(today=TODAY, month=Month(2018, 4))
        extract = read(book, options=options)
        assert any("2018-04" in str(f) for f in extract.findings if f.code == "X156")
        asked = read(book, options=ReadOptions(today=TODAY, month=Month(2018, 5)))
        assert asked.as_at == dt.date(2018, 5, 31)
        assert codes(asked) == []

    def test_of_lists_of_several_months_one_is_read(self, tmp_path: Path) -> None:
        earlier = [list(row) for row in IN_CARE]
        earlier[1][10], earlier[2][14:16] = dt.datetime(2018, 1, 20), [None, None]
        earlier[1][9] = earlier[2][10] = dt.datetime(2018, 1, 20)
        write_sheets(tmp_path / "a.xlsx", {"List 8": earlier})
        write_sheets(tmp_path / "b.xlsx", ANNEX_A)
        latest = read(tmp_path)
        assert latest.as_at == dt.date(2018, 5, 20)
        assert "a.xlsx" in finding(latest, "X157")
        assert len(frames_of(latest)["annex_a"]["in_care"]) == 2
        asked = read(tmp_path, options=ReadOptions(today=TODAY, month=Month(2018, 1)))
        assert asked.as_at == dt.date(2018, 1, 31)
        assert "b.xlsx" in finding(asked, "X157")
        assert rows(frames_of(asked)["annex_a"]["in_care"], "rec") == [("-",), ("-",)]

    def test_a_typing_mistake_is_not_the_day_of_the_list(self, tmp_path: Path) -> None:
        late = list(IN_CARE[1])
        late[10] = dt.datetime(2051, 5, 20)
        extract = read(write_sheets(tmp_path / "a.xlsx", {"List 8": (*IN_CARE, late)}))
        assert extract.as_at == dt.date(2018, 5, 20)
        assert "X136" in codes(extract)


class TestSsd:
    def test_tables_are_joined_by_child_period_and_day(self, tmp_path: Path) -> None:
        extract = read(write(tmp_path, SSD))
        frames = frames_of(extract)["ssd"]
        assert codes(extract) == ["X159"]
        assert rows(
            frames["episodes"],
            "dob",
            "start",
            "rne",
            "legal_status",
            "place",
            "postcode",
            "urn",
            "end",
            "rec",
        ) == [
            ("2010-02-02", "2016-05-01", "S", "C1", "U1", "AB1 2CD", "1000", "2016-06-03", "X1"),
            ("2010-02-02", "2016-06-03", "P", "C2", "U4", "AB3 4EF", "2000", "-", "-"),
            ("2003-11-13", "2017-01-15", "S", "V2", "K2", "AB5 6GH", "3000", "2017-12-20", "E4A"),
        ]
        assert rows(frames["reviews"], "held", "due") == [
            ("2016-05-20", "2016-05-29"),
            ("2016-08-15", "2016-08-20"),
            ("-", "2017-02-10"),
        ]
        assert rows(frames["visits"], "date") == [("2016-05-10",), ("2017-02-01",)]
        assert rows(frames["health"], "kind", "date", "status") == [
            ("health", "2016-06-01", "held"),
            ("dental", "2016-07-01", "held"),
            ("health", "2017-07-02", "not held"),
        ]
        assert rows(frames["plans"], "kind", "date") == [
            ("care", "2016-05-05"),
            ("pathway", "2018-01-05"),
        ]
        assert rows(frames["care_leavers"], "dob", "category", "suitable") == [
            ("2000-07-01", "former relevant", "True")
        ]
        assert rows(frames["adoptions"], "adopted", "by_foster_carer") == [
            ("2017-06-01", "True"),
            ("-", "False"),
        ]

    def test_reviews_find_their_child_by_the_period_of_care(self, tmp_path: Path) -> None:
        extract = read(write(tmp_path, SSD))
        reviews = frames_of(extract)["ssd"]["reviews"]
        assert [extract.identities.identifier(int(c)) for c in reviews["child"]] == [
            "301",
            "301",
            "302",
        ]

    def test_without_legal_statuses_short_breaks_cannot_be_told(self, tmp_path: Path) -> None:
        files = {name: lines for name, lines in SSD.items() if name != "ssd_legal_status.csv"}
        assert "V3, V4" in finding(read(write(tmp_path, files)), "X160")


class TestLocalLists:
    def test_columns_are_those_that_the_settings_name(self, tmp_path: Path) -> None:
        write(tmp_path, {"peps.csv": ("Pupil id,PEP meeting,Name", "301,03/05/2018,x", "302,,y")})
        local = LocalList("peps", tmp_path / "peps.csv", "pupil ID", {"date": "PEP meeting"})
        extract = read(tmp_path, local)
        assert rows(frames_of(extract)["local"]["peps"], "date", "row") == [("2018-05-03", "2")]
        assert codes(extract) == ["X133"]

    def test_a_kind_may_be_a_column_or_hold_for_all_rows(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "a.csv": (
                    "id,what,when",
                    "1,Dental check,01/02/2018",
                    "2,Health Assessment,02/02/2018",
                ),
                "b.csv": ("id,when", "3,03/02/2018"),
            },
        )
        extract = read(
            LocalList("health", tmp_path / "a.csv", "id", {"kind": "what", "date": "when"}),
            LocalList("health", tmp_path / "b.csv", "id", {"kind": "dental", "date": "when"}),
        )
        assert rows(frames_of(extract)["local"]["health"], "kind", "date") == [
            ("dental", "2018-02-01"),
            ("health", "2018-02-02"),
            ("dental", "2018-02-03"),
        ]

    def book(self, folder: Path) -> Path:
        """A workbook with two lists of PEPs and a sheet of something else."""
        return write_sheets(
            folder / "PEPs.xlsx",
            {
                "Notes": [("kept by the virtual school",)],
                "Autumn": [("Pupil", "PEP"), (1, dt.datetime(2017, 11, 1))],
                "Spring term": [("Pupil", "PEP"), (1, dt.datetime(2018, 2, 1)), (2, None)],
            },
        )

    def test_one_sheet_of_a_workbook_can_be_named(self, tmp_path: Path) -> None:
        book = self.book(tmp_path)
        extract = read(LocalList("peps", book, "Pupil", {"date": "PEP"}, sheet="spring term "))
        assert rows(frames_of(extract)["local"]["peps"], "date") == [("2018-02-01",)]
        assert "PEPs.xlsx [sheet 3] row 3" in finding(extract, "X133")

    def test_without_a_name_every_sheet_with_the_child_is_read(self, tmp_path: Path) -> None:
        extract = read(LocalList("peps", self.book(tmp_path), "Pupil", {"date": "PEP"}))
        assert rows(frames_of(extract)["local"]["peps"], "date") == [
            ("2017-11-01",),
            ("2018-02-01",),
        ]
        assert codes(extract) == ["X133"]

    def test_a_sheet_that_there_is_not_is_an_error(self, tmp_path: Path) -> None:
        write(tmp_path, RETURN)
        book = LocalList("peps", self.book(tmp_path), "Pupil", {"date": "PEP"}, sheet="Summer")
        told = finding(read(tmp_path, book), "X191")
        assert "PEPs.xlsx" in told
        assert "3 sheets" in told

    def test_two_lists_may_stand_in_one_workbook(self, tmp_path: Path) -> None:
        book = self.book(tmp_path)
        extract = read(
            LocalList("peps", book, "Pupil", {"date": "PEP"}, sheet="Autumn"),
            LocalList("visits", book, "Pupil", {"date": "PEP"}, sheet="Spring term"),
        )
        assert rows(frames_of(extract)["local"]["peps"], "date") == [("2017-11-01",)]
        assert rows(frames_of(extract)["local"]["visits"], "date") == [("2018-02-01",)]

    def test_each_list_names_its_own_headings(self, tmp_path: Path) -> None:
        """Two files of one dataset, each with a day in the future."""
        far = "01/01/2098"
        write(tmp_path, {"a.csv": ("Id,Seen on", f"1,{far}"), "b.csv": ("Id,When", f"1,{far}")})
        extract = read(
            LocalList("visits", tmp_path / "a.csv", "Id", {"date": "Seen on"}),
            LocalList("visits", tmp_path / "b.csv", "Id", {"date": "When"}),
        )
        told = [str(f) for f in extract.findings if f.code == "X136"]
        assert "a.csv row 2 column Seen on" in told[0]
        assert "b.csv row 2 column When" in told[1]

    @pytest.mark.parametrize("name", sorted(DATASETS))
    def test_every_dataset_can_come_from_a_list(self, tmp_path: Path, name: str) -> None:
        named = {column: f"My {column}" for column in DATASETS[name].columns if column != "child"}
        words = {"kind": "health", "status": "held", "seen": "yes"}
        row = ["7", *(words.get(column, "01/02/2018") for column in named)]
        write(tmp_path, {"x.csv": (",".join(["Id", *named.values()]), ",".join(row))})
        extract = read(LocalList(name, tmp_path / "x.csv", "Id", named))
        assert len(frames_of(extract)["local"][name]) == 1

    def test_what_the_file_lacks_is_an_error(self, tmp_path: Path) -> None:
        write(tmp_path, {**RETURN, "peps.csv": ("Pupil,PEP", "1,01/02/2018")})
        extract = read(
            tmp_path, LocalList("peps", tmp_path / "peps.csv", "Pupil", {"date": "PEP meeting"})
        )
        assert "PEP meeting" in finding(extract, "X103")

    def test_a_dataset_that_there_is_not_is_said(self, tmp_path: Path) -> None:
        write(tmp_path, {**RETURN, "peps.csv": ("Pupil,PEP", "1,01/02/2018")})
        extract = read(
            tmp_path, LocalList("pepps", tmp_path / "peps.csv", "Pupil", {"date": "PEP"})
        )
        assert "X190" in codes(extract)


def test_the_same_child_has_the_same_code_in_every_source(tmp_path: Path) -> None:
    write(tmp_path, {"peps.csv": ("Pupil id,When", " 101 ,03/05/2018", "abc,03/05/2018"), **RETURN})
    extract = read(tmp_path, LocalList("peps", tmp_path / "peps.csv", "Pupil id", {"date": "When"}))
    ours = extract.identities.code("101")
    assert ours in set(frames_of(extract)["ssda903"]["episodes"]["child"])
    assert set(frames_of(extract)["local"]["peps"]["child"]) == {
        ours,
        extract.identities.code("ABC"),
    }


class TestOtherFiles:
    def test_parquet_gives_the_same_as_csv(self, tmp_path: Path) -> None:
        pytest.importorskip("pyarrow")
        write(tmp_path / "csv", RETURN)
        (tmp_path / "pq").mkdir()
        for name in RETURN:
            frame = pd.read_csv(
                tmp_path / "csv" / name,
                parse_dates=["DOB"] if name == "header.csv" else [],
                dayfirst=True,
            )
            frame.to_parquet(tmp_path / "pq" / f"{name}.parquet")
        assert said(read(tmp_path / "pq")) == said(read(tmp_path / "csv"))

    def test_sheets_give_the_same_as_csv(self, tmp_path: Path) -> None:
        write(tmp_path / "csv", RETURN)
        sheets = {n: [line.split(",") for line in lines] for n, lines in RETURN.items()}
        book = write_sheets(tmp_path / "book.xlsx", sheets)
        assert said(read(book)) == said(read(tmp_path / "csv"))

    def test_queries_give_the_same_as_csv(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sqlalchemy = pytest.importorskip("sqlalchemy")
        write(tmp_path / "csv", RETURN)
        url = f"sqlite:///{tmp_path / 'x.db'}"
        engine = sqlalchemy.create_engine(url)
        for name in RETURN:
            pd.read_csv(tmp_path / "csv" / name, dtype=str).to_sql(name[:-4], engine, index=False)
        engine.dispose()
        monkeypatch.setenv("LACXL_DATABASE_URL", url)
        queries = [SqlQuery(f"query {n[:-4]}", f"select * from {n[:-4]}") for n in RETURN]
        assert said(read(*queries)) == said(read(tmp_path / "csv"))

    def test_a_query_that_fails_does_not_quote_the_database(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pytest.importorskip("sqlalchemy")
        write(tmp_path, RETURN)
        bad = SqlQuery("peps", "select secret from nowhere")
        assert "X117" in codes(read(tmp_path, bad))
        monkeypatch.setenv("LACXL_DATABASE_URL", "sqlite://")
        said_of = finding(read(tmp_path, bad), "X119")
        assert "secret" not in said_of
        monkeypatch.setenv("LACXL_DATABASE_URL", "nosuch://user:secret@host")
        assert "secret" not in finding(read(tmp_path, bad), "X119")


class TestProfile:
    def test_it_says_what_feeds_each_indicator_and_what_is_missing(self, tmp_path: Path) -> None:
        found = profile([write(tmp_path, RETURN)], options=ReadOptions(today=TODAY))
        assert {"7.1", "7.6", "8.3", "10.1"} <= set(found.feeds)
        assert [(f.source, f.when) for f in found.feeds["8.3"]] == [("ssda903", "March")]
        assert found.missing["7.10"] == ("peps of a local list",)
        assert found.files[1].what == "SSDA903 Episodes"
        assert str(found.files[1].period) == "2016-05-01 to 2017-12-20"

    def test_every_indicator_that_children_are_counted_for_is_fed_by_something(self) -> None:
        missing = profile([]).missing
        assert set(missing) == set(INDICATORS)

    def test_a_folder_without_extracts_is_no_fault_of_the_profile(self, tmp_path: Path) -> None:
        assert profile([write(tmp_path, {"a.csv": ("x,y", "1,2")})]).feeds == {}


@pytest.mark.shared
class TestSamples:
    """Other people's made-up files: they load, and say what is wrong with them."""

    def folder(self) -> Path:
        return needs.shared() / "samples"

    def test_they_load_with_their_faults_listed(self) -> None:
        extract = read_children([self.folder()])
        assert set(frames_of(extract)) == {"ssda903", "annex_a"}
        assert {"X121", "X132", "X135", "X136", "X141", "X142", "X143"} <= set(codes(extract))
        assert len(frames_of(extract)["ssda903"]["episodes"]) == 5050

    def test_both_vintages_of_annex_a_give_the_same_where_both_have_the_data(self) -> None:
        books = sorted((self.folder() / "annex_a").glob("*.xlsx"))
        assert len(books) == 2
        assert said(read_children([books[0]])) == said(read_children([books[1]]))

    def test_both_vintages_give_the_same_readings(self) -> None:
        month = Month(2023, 12)
        newer, older = (
            {
                each.indicator: (each.numerator, each.denominator)
                for each in count(
                    frames_of(read_children([book]))["annex_a"], [month], source="a", as_at=month
                )
                if each.is_counted
            }
            for book in sorted((self.folder() / "annex_a").glob("*.xlsx"))
        )
        both = newer.keys() & older.keys()
        assert len(both) >= 14
        assert {number: newer[number] for number in both} == {n: older[n] for n in both}
        assert any(of for _, of in newer.values())
