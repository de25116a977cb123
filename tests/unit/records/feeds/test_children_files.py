"""What programs do to files: encodings, delimiters, workbooks, and other things altogether."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lacxl.domain.errors import Refused
from lacxl.records import LocalList
from lacxl.tables import delimited, large
from lacxl.tables.open_tables import open_tables
from pandas_frames import frames_of
from unit.records.feeds.small_extracts import (
    IN_CARE,
    RETURN,
    codes,
    finding,
    read,
    rows,
    said,
    write,
    write_sheets,
)

EP = "\n".join(RETURN["episodes.csv"]) + "\n"


def episodes(tmp_path: Path, content: bytes, name: str = "episodes.csv") -> Any:
    write(tmp_path, RETURN)
    (tmp_path / "episodes.csv").unlink()
    (tmp_path / name).write_bytes(content)
    return read(tmp_path)


READERS = ("row by row", "pyarrow")
"""The ways a text file is read: row by row if it is small, else by a library that is there."""


def read_by(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files of any size read in one way."""
    least = 1 << 40 if reader == "row by row" else 0
    monkeypatch.setattr(delimited, "SMALL", least)
    monkeypatch.setattr(large, "MANY", 0)


class TestText:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
    )
    def test_any_encoding_gives_the_same(self, tmp_path: Path, encoding: str) -> None:
        plain = said(read(write(tmp_path / "plain", RETURN)))
        extract = episodes(tmp_path / "x", EP.encode(encoding))
        assert said(extract) == plain
        assert ("X113" in codes(extract)) == (encoding == "utf-16-le")

    @pytest.mark.parametrize("delimiter", [";", "\t", "|"])
    def test_any_delimiter_gives_the_same(self, tmp_path: Path, delimiter: str) -> None:
        plain = said(read(write(tmp_path / "plain", RETURN)))
        assert said(episodes(tmp_path / "x", EP.replace(",", delimiter).encode())) == plain

    @pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n", "\n\r\n"])
    def test_any_line_end_gives_the_same(self, tmp_path: Path, end: str) -> None:
        plain = said(read(write(tmp_path / "plain", RETURN)))
        assert said(episodes(tmp_path / "x", EP.replace("\n", end).encode())) == plain

    def test_every_cell_in_quotes_gives_the_same(self, tmp_path: Path) -> None:
        plain = said(read(write(tmp_path / "plain", RETURN)))
        quoted = "\n".join(
            ",".join(f'"{cell}"' for cell in line.split(",")) for line in RETURN["episodes.csv"]
        )
        assert said(episodes(tmp_path / "x", quoted.encode())) == plain

    def test_rows_are_numbered_as_excel_numbers_them(self, tmp_path: Path) -> None:
        lines = RETURN["episodes.csv"]
        text = (
            "sep=,\n"
            + lines[0]
            + "\n\n"
            + lines[1]
            + "\n,,,\n"
            + lines[2].replace("AB1 2CD", '"AB1\n2CD"')
            + "\n"
            + lines[3]
        )
        extract = episodes(tmp_path, text.encode())
        assert rows(frames_of(extract)["ssda903"]["episodes"], "row") == [("3",), ("5",), ("6",)]

    @pytest.mark.parametrize("reader", READERS)
    def test_leading_zeros_of_identifiers_stay(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str
    ) -> None:
        read_by(reader, monkeypatch)
        text = "CHILD,DOB,REVIEW,REVIEW_CODE\n007,,01/02/2017,PN1\n7,,01/02/2017,PN1\n"
        extract = read(write(tmp_path, {"reviews.csv": text.splitlines()}))
        assert extract.identities.code("007") != extract.identities.code("7")
        assert len(extract.identities) == 2

    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize(
        "spoilt", ["1.02E+11", "1e3", "+7", "-7", "12.0", "99999999999999999999"]
    )
    def test_only_plain_whole_numbers_are_taken_for_such(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        reader: str,
        spoilt: str,
    ) -> None:
        read_by(reader, monkeypatch)
        lines = (RETURN["reviews.csv"][0], "7,,01/02/2017,PN1", f"{spoilt},,01/02/2017,PN1")
        extract = read(write(tmp_path, {"reviews.csv": lines}))
        if spoilt == "1.02E+11":
            assert "row 3 column CHILD" in finding(extract, "X131")
        else:
            wanted = spoilt.removesuffix(".0").upper()
            assert {extract.identities.identifier(i) for i in (0, 1)} >= {"7", wanted}

    @pytest.mark.parametrize("reader", READERS)
    def test_with_and_without_pyarrow_it_is_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str
    ) -> None:
        read_by(reader, monkeypatch)
        extract = read(write(tmp_path, RETURN))
        assert codes(extract) == ["X158"]
        assert rows(frames_of(extract)["ssda903"]["episodes"], "urn") == [
            ("1000",),
            ("2000",),
            ("3000",),
        ]

    @pytest.mark.parametrize("spoilt", ["", " ", "é", "#N/A"])
    def test_every_way_of_reading_gives_the_same_of_many_texts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
    ) -> None:
        lines = [RETURN["episodes.csv"][0]]
        lines += [
            f"{child},01/05/2016,S,C1,N1,U1,PR1,,,,AB1 2CD,{spoilt if child % 7 else 'AB'}{child},"
            for child in range(1000, 4000)
        ]
        lines += [f"{lines[1]}", lines[2].replace("AB1001", spoilt), lines[3].replace("1002", "9")]
        write(tmp_path, {**RETURN, "episodes.csv": lines})
        found = set()
        for reader in READERS:
            with monkeypatch.context() as patched:
                read_by(reader, patched)
                found.add(str(said(read(tmp_path))))
        assert len(found) == 1

    @pytest.mark.parametrize(
        "odd",
        [
            ["7,,01/02/2017", "8,,01/02/2017,PN1,"],  # as many commas as if both were whole
            ["7,,01/02/2017,PN1\r8"],
            ["7,,01/02/2017,PN1\r", '"8"'],
            ["31/05/2015,,01/02/2017,PN1"] * 3,
        ],
    )
    def test_a_row_that_is_short_or_long_is_read_alike_by_every_reader(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: list[str]
    ) -> None:
        head = "CHILD,DOB,REVIEW,REVIEW_CODE"
        text = "\n".join([head, *odd, "9,,01/02/2017,PN1"])
        found = set()
        for reader in READERS:
            with monkeypatch.context() as patched:
                read_by(reader, patched)
                path = tmp_path / "reviews.csv"
                path.write_bytes(text.encode())
                found.add(str(said(read(tmp_path))))
        assert len(found) == 1

    @pytest.mark.parametrize(
        ("homes", "codes"),
        [
            (('"AB1, 2CD"', '"AB1, 2CD"'), set()),
            (('"AB1\n2CD"', '"the ""Willows"""'), set()),
            (('"AB1, 2CD"', None), {"X111"}),  # as many commas as if there were none too few
            (('"the "Willows" home"', "AB1"), {"X112"}),
            (('"AB1"2', "AB1"), {"X112"}),
            (('""AB1""', "AB1"), {"X112"}),
            (('"AB1', "AB1"), {"X112"}),
            (('AB1"', 'AB"1"'), set()),
        ],
    )
    @pytest.mark.parametrize("reader", READERS)
    def test_every_way_of_reading_makes_the_same_of_quotation_marks(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        homes: tuple[str | None, ...],
        codes: set[str],
        reader: str,
    ) -> None:
        read_by(reader, monkeypatch)
        line = "{},01/05/2016,S,C1,N1,U1,PR1,,,,{},AB1 2CD,"
        lines = [RETURN["episodes.csv"][0], *(line.format(n, "AB1 2CD") for n in range(1000, 1050))]
        for place, home in zip((20, 40), homes, strict=True):
            lines[place] = line.format(place, home) if home else lines[place].removesuffix(",")
        write(tmp_path, {**RETURN, "episodes.csv": lines})
        extract = read(tmp_path)
        found = {each.code for each in extract.findings}
        assert found & {"X111", "X112"} == codes
        assert len(frames_of(extract)["ssda903"]["episodes"]) == 50 - len(codes)

    def test_a_file_that_ends_at_excels_last_row_was_cut_off(self, tmp_path: Path) -> None:
        lines = "1,,01/02/2017,PN1\n" * 1_048_575
        (tmp_path / "reviews.csv").write_text("CHILD,DOB,REVIEW,REVIEW_CODE\n" + lines)
        assert "1,048,576" in finding(read(tmp_path), "X110")


class TestWorkbooks:
    def test_formulas_give_what_was_last_worked_out(self, tmp_path: Path) -> None:
        path = write_sheets(tmp_path / "a.xlsx", {"List 8": IN_CARE})
        book = openpyxl.load_workbook(path)
        book.active["F2"] = "=D2+1"
        book.save(path)
        extract = read(path)
        assert "row 2 column F" in finding(extract, "X114")
        assert rows(frames_of(extract)["annex_a"]["in_care"], "started")[0] == ("-",)

    def test_errors_and_merged_cells_are_reported_and_blank(self, tmp_path: Path) -> None:
        path = write_sheets(tmp_path / "a.xlsx", {"List 8": IN_CARE})
        book = openpyxl.load_workbook(path)
        book.active["K2"] = "#N/A"
        book.active.merge_cells("L2:L3")
        book.save(path)
        extract = read(path)
        assert "row 2 column K" in finding(extract, "X127")
        assert "rows 2, 3 column L" in finding(extract, "X116")

    def test_a_list_may_begin_below_and_to_the_right(self, tmp_path: Path) -> None:
        plain = said(read(write_sheets(tmp_path / "a.xlsx", {"List 8": IN_CARE})))
        aside = [(), (), *((None, None, *row) for row in IN_CARE)]
        assert said(read(write_sheets(tmp_path / "b.xlsx", {"List 8": aside}))) == plain
        wrong = [*aside[:3], (None, None, *IN_CARE[1][:3], "tbc", *IN_CARE[1][4:])]
        told = finding(read(write_sheets(tmp_path / "c.xlsx", {"List 8": wrong})), "X122")
        assert "row 4 column Date of Birth" in told

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "X107"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "X108"),
            (b"PK\x03\x04 damaged", "X109"),
            (b"%PDF-1.4 \x00", "F305"),
            (b"<html><body>Sign in</body></html>", "F305"),
            (b"", "X102"),
            (b" \r\n \r\n", "X102"),
        ],
    )
    def test_what_cannot_be_read_is_coded_and_the_others_are_read(
        self, tmp_path: Path, content: bytes, code: str
    ) -> None:
        write(tmp_path, RETURN)
        (tmp_path / "list.xlsx").write_bytes(content)
        extract = read(tmp_path)
        assert code in codes(extract)
        assert len(frames_of(extract)["ssda903"]["episodes"]) == 3

    def test_a_damaged_parquet_file_is_coded(self, tmp_path: Path) -> None:
        pytest.importorskip("pyarrow")
        write(tmp_path, RETURN)
        (tmp_path / "x.parquet").write_bytes(b"PAR1 damaged PAR1")
        assert "X109" in codes(read(tmp_path))

    def test_a_cell_in_the_far_corner_does_not_fill_the_memory(self, tmp_path: Path) -> None:
        path = write_sheets(tmp_path / "a.xlsx", {"List 8": IN_CARE})
        book = openpyxl.load_workbook(path)
        book.active["XFD1048576"] = 1
        book.save(path)
        with pytest.raises(Refused) as caught:
            open_tables(path, "a.xlsx")
        assert caught.value.codes == ("X109",)

    def test_a_sheet_of_a_million_rows_is_read_and_said_to_be_cut_off(self, tmp_path: Path) -> None:
        """As many rows as a sheet can have, each with a child and a day."""
        book = write_sheets(tmp_path / "peps.xlsx", {"PEPs": [("Pupil", "PEP")]})
        rows = b"".join(
            b"<row><c><v>%d</v></c><c><v>%d</v></c></row>" % (n, 42000 + n % 900)
            for n in range(2, 1_048_577)
        )
        with zipfile.ZipFile(book) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for name, part in parts.items():
                new.writestr(name, part.replace(b"</sheetData>", rows + b"</sheetData>"))
        extract = read(LocalList("peps", book, "Pupil", {"date": "PEP"}))
        peps = frames_of(extract)["local"]["peps"]
        assert len(peps) == 1_048_575
        assert peps["child"].nunique() == 1_048_575
        assert {"X110", "X126"} <= set(codes(extract))
        assert "1,048,575 cells" in finding(extract, "X126")

    def test_a_sheet_formatted_to_its_last_row_is_read(self, tmp_path: Path) -> None:
        path = write_sheets(tmp_path / "a.xlsx", {"List 8": IN_CARE})
        book = openpyxl.load_workbook(path)
        book.active["A1048576"].number_format = "0.00"
        book.save(path)
        extract = read(path)
        assert len(frames_of(extract)["annex_a"]["in_care"]) == 2
        assert codes(extract) == []


@pytest.mark.parametrize("missing", ["pyarrow", "sqlalchemy"])
def test_a_library_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    from lacxl.records import SqlQuery

    monkeypatch.setenv("LACXL_DATABASE_URL", "sqlite://")
    monkeypatch.setitem(sys.modules, missing, None)
    write(tmp_path, RETURN)
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    extract = read(tmp_path, SqlQuery("q", "select 1"))
    assert any(
        missing.casefold() in str(f).casefold() for f in extract.findings if f.code == "X118"
    )
