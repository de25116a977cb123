"""The benchmarks of a council out of the DfE's files: releases, forms, faults."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from lacxl.app.benchmarks.benchmarks import benchmarks
from lacxl.app.benchmarks.taken_benchmarks import TakenBenchmarks
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity
from lacxl.domain.indicator import Polarity
from lacxl.domain.month import FinancialYear
from lacxl.inputs import Benchmarks
from lacxl.published.benchmark_values import mean, quantile, work_out
from lacxl.published.datasets import published
from lacxl.published.dfe_figures import DfeFigure

Change = Callable[[str, Callable[[str], str]], Path]
PLACEMENTS = "la_cla_placement_stability.csv"
NUMBERS = "cla_number_and_rate_per_10k_children.csv"
NEIGHBOURS = "sn_model_2025_wide.csv"
OF_2021 = "New_Statistical_Neighbour_Groupings_April_2021.csv"
TODAY = dt.date(2026, 6, 1)
COLUMNS = ("stat_neigh_ave", "best_stat_neigh", "nat_ave", "nat_top_qtile_threshold")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def take(
    *files: Path, council: str = "Rotherham", today: dt.date = TODAY, **more: object
) -> TakenBenchmarks:
    return benchmarks(None, Benchmarks(files=files, council=council, **more), today=today)  # type: ignore[arg-type]


def refused(*files: Path, **more: object) -> dict[str, Finding]:
    """Return the errors of a refusal by their codes; nothing was written."""
    with pytest.raises(Refused) as caught:
        take(*files, **more)  # type: ignore[arg-type]
    assert list(Path().iterdir()) == []
    return {f.code: f for f in caught.value.findings if f.severity is Severity.ERROR}


def refused_again(folder: Path) -> dict[str, Finding]:
    """Return the errors of a refusal where something was written before."""
    with pytest.raises(Refused) as caught:
        take(folder)
    return {f.code: f for f in caught.value.findings if f.severity is Severity.ERROR}


def texts(result: TakenBenchmarks) -> dict[str, tuple[str, ...]]:
    return {
        each.measure.indicator: tuple(each.cells[kind].text for kind in COLUMNS)
        for each in result.worked
    }


def told(result: TakenBenchmarks, code: str) -> list[str]:
    return [each.sentences for each in result.findings if each.code == code]


def rows(path: Path = Path("benchmarks.csv")) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TestWhatIsTaken:
    def test_the_figures_that_the_dfes_own_tool_shows(self, dfe: Path) -> None:
        found = texts(take(dfe))
        assert found["7.2"] == ("100.7", "-", "67", "-")
        assert found["9.1"][:3] == ("66.6%", "73%", "69%")

    def test_the_neighbours_of_2021_give_another_average(self, dfe: Path, excerpts: Path) -> None:
        (dfe / NEIGHBOURS).unlink()
        shutil.copy(excerpts / OF_2021, dfe)
        result = take(dfe)
        assert texts(result)["7.2"][0] == "95.9"
        assert result.model == "statistical neighbours 2021"

    def test_of_two_models_the_newest_is_used_and_that_is_said(self, excerpts: Path) -> None:
        result = take(excerpts)
        assert result.model == "statistical neighbours 2025"
        (said,) = told(result, "G112")
        assert OF_2021 in said

    def test_england_is_no_average_where_its_row_is_a_total(self, dfe: Path) -> None:
        result = take(dfe)
        found = texts(result)
        assert {number: found[number][2] for number in ("7.1", "7.3", "7.4")} == {
            "7.1": "-", "7.3": "-", "7.4": "-"
        }  # fmt: skip
        entries = next(each for each in result.worked if each.measure.indicator == "7.3")
        assert "32270" in entries.cells["nat_ave"].how

    def test_each_figure_says_its_year_its_rows_and_its_rule(self, dfe: Path) -> None:
        take(dfe)
        row = next(each for each in rows() if each["indicator"] == "9.1")
        assert row["year"] == "2024/25"
        assert row["neighbours"] == "10 of 10 statistical neighbours 2025"
        assert "same carer" in row["partly"]
        with (dfe / PLACEMENTS).open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.reader(file))
        listed = row["from_stat_neigh_ave"].partition(f"{PLACEMENTS} rows ")[2]
        figures = [int(table[int(number) - 1][-1]) for number in listed.split(", ")]
        assert len(figures) == 10
        assert row["stat_neigh_ave"] == f"{sum(figures) / 10}%"
        england = int(row["from_nat_ave"].rpartition("row ")[2])
        assert (table[england - 1][2], table[england - 1][-1]) == ("National", "69")
        assert row["published"] == f"63% ({PLACEMENTS} row {_row_of(table, 'Rotherham')})"

    def test_an_earlier_year_can_be_asked_for(self, dfe: Path) -> None:
        result = take(dfe, year="2023/24")
        assert {str(each.year) for each in result.worked} == {"2023/24"}
        assert told(result, "G123") == []

    def test_population_is_printed_as_a_line_to_paste(self, dfe: Path) -> None:
        (line,) = told(take(dfe), "G127")
        assert '[measures]: population = { "2023/24" = 58441, "2024/25" = 59521 }' in line

    def test_what_cannot_be_compared_honestly_is_said_and_not_taken(self, dfe: Path) -> None:
        result = take(dfe)
        assert not {"10.1", "10.2", "10.3"} & set(texts(result))
        said = " ".join(told(result, "G125"))
        assert "1 year 7 months in 2024/25" in said
        assert "10.1" in said
        assert "10.3" in said

    def test_an_old_release_is_said(self, dfe: Path) -> None:
        (late,) = told(take(dfe, today=dt.date(2026, 12, 1)), "G123")
        assert "2025/26 is published" in late
        assert told(take(dfe, today=dt.date(2026, 11, 30)), "G123") == []

    def test_one_file_and_the_neighbours_are_enough(self, dfe: Path) -> None:
        result = take(dfe / PLACEMENTS, dfe / NEIGHBOURS)
        assert set(texts(result)) == {"9.1", "9.2"}
        (absent,) = told(result, "G128")
        assert "7.1, 7.2, 7.3, 7.4, 7.8, 7.9, 8.3, 8.4" in absent

    def test_a_dry_run_writes_nothing(self, dfe: Path) -> None:
        assert take(dfe, dry_run=True).written is None
        assert list(Path().iterdir()) == []

    def test_a_second_run_changes_nothing(self, dfe: Path) -> None:
        take(dfe)
        before = Path("benchmarks.csv").stat().st_mtime_ns
        assert not take(dfe).is_new
        assert Path("benchmarks.csv").stat().st_mtime_ns == before

    @pytest.mark.parametrize(
        "council", ["372", "E08000018", "ROTHERHAM", "Rotherham Metropolitan Borough Council"]
    )
    def test_a_council_by_code_or_name(self, dfe: Path, council: str) -> None:
        assert take(dfe, council=council, dry_run=True).council == "372"

    def test_a_name_that_differs_between_files(self, dfe: Path, excerpts: Path) -> None:
        shutil.copy(excerpts / OF_2021, dfe)
        for name in ("Bournemouth, Christchurch & Poole", "Bournemouth, Christchurch and Poole"):
            assert take(dfe, council=name, dry_run=True).council == "839"
        assert take(dfe, council="Dorset", dry_run=True).council == "838"


def _row_of(table: list[list[str]], council: str) -> int:
    return 1 + next(
        i for i, row in enumerate(table)
        if row[0] == "2025" and row[8] == council and "same carer" in row[-3]
    )  # fmt: skip


class TestFormsOfAFile:
    """Each form of a file gives what the file itself gives."""

    def test_a_release_of_the_year_before(self, dfe: Path, change: Change) -> None:
        """number, percentage and population_count, "at 31 March", and 202425 for 2025."""
        expected = texts(take(dfe, dry_run=True))

        def earlier(text: str) -> str:
            for new, old in (
                ("children_count", "number"), ("children_percent", "percentage"),
                ("care_leaver_count", "number"), ("care_leaver_percent", "percentage"),
                ("population_type", "population_count"), ("care_leaver_age", "age"),
                ("on 31 March", "at 31 March"), ("19 to 21 years", "Aged 19 to 21"),
                ("CLA at 31 March", "Children looked after at 31 March"),
            ):  # fmt: skip
                text = text.replace(new, old)
            return text.replace("\n2025,", "\n202425,").replace("\n2024,", "\n202324,")

        for file in sorted(dfe.glob("*la_*.csv")):
            change(file.name, earlier)
        change(NUMBERS, earlier)
        assert texts(take(dfe, dry_run=True)) == expected

    def test_columns_in_another_order_and_one_more(self, dfe: Path, change: Change) -> None:
        expected = texts(take(dfe, dry_run=True))

        def turned(text: str) -> str:
            lines = list(csv.reader(text.splitlines()))
            return "".join(
                ",".join(f'"{cell}"' for cell in (*reversed(row), "sex" if i == 0 else "Total"))
                + "\n"
                for i, row in enumerate(lines)
            )

        change(PLACEMENTS, turned)
        assert texts(take(dfe, dry_run=True)) == expected

    def test_semicolons(self, dfe: Path, change: Change) -> None:
        expected = texts(take(dfe, dry_run=True))
        change(NUMBERS, lambda text: text.replace(",", ";"))
        assert texts(take(dfe, dry_run=True)) == expected

    def test_a_workbook_of_the_same_table(self, dfe: Path) -> None:
        expected = texts(take(dfe, dry_run=True))
        with (dfe / PLACEMENTS).open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.reader(file))
        (dfe / PLACEMENTS).unlink()
        with xlsxwriter.Workbook(dfe / "stability.xlsx") as book:
            sheet, whole = book.add_worksheet(), book.add_format({"num_format": "0%"})
            for at, row in enumerate(table):
                for column, cell in enumerate(row):
                    if column == len(row) - 1 and cell.isdigit():
                        sheet.write(at, column, int(cell) / 100, whole)
                    else:
                        sheet.write(at, column, int(cell) if cell.isdigit() else cell)
        assert texts(take(dfe, dry_run=True)) == expected

    def test_rows_that_are_there_twice_and_agree(self, dfe: Path, change: Change) -> None:
        expected = texts(take(dfe, dry_run=True))
        change(PLACEMENTS, lambda text: text + text.partition("\n")[2])
        shutil.copy(dfe / NUMBERS, dfe / "the same again.csv")
        assert texts(take(dfe, dry_run=True)) == expected


class TestSymbols:
    def test_a_symbol_is_no_number_and_how_many_said_is_told(
        self, dfe: Path, change: Change
    ) -> None:
        change(PLACEMENTS, lambda text: _figure(text, "Barnsley", "same carer", "c"))
        result = take(dfe)
        row = next(each for each in rows() if each["indicator"] == "9.1")
        assert row["neighbours"] == "9 of 10 statistical neighbours 2025"
        assert row["stat_neigh_ave"] == "67.7%"  # (666 - 57) / 9
        (said,) = told(result, "G121")
        assert "9 of 10 neighbours; without: Barnsley c (c: suppressed" in said

    @pytest.mark.parametrize("symbol", ["~", "low", "k"])
    def test_what_rounds_to_nought_is_not_called_unreliable(
        self, dfe: Path, change: Change, symbol: str
    ) -> None:
        """The DfE prints low, and printed ~ before, for what rounds to nought and is not nought."""
        change(PLACEMENTS, lambda text: _figure(text, "Barnsley", "same carer", symbol))
        (said,) = told(take(dfe), "G121")
        assert f"Barnsley {symbol} ({symbol}: rounds to nought, and is not nought)" in said

    def test_neighbours_without_any_figure_keep_their_symbol(
        self, dfe: Path, change: Change
    ) -> None:
        change(PLACEMENTS, lambda text: _figure(text, "", "same carer", "k"))
        found = texts(take(dfe))["9.1"]
        assert found == ("k", "k", "69%", "x")

    def test_where_their_symbols_differ_it_is_not_available(
        self, dfe: Path, change: Change
    ) -> None:
        change(
            PLACEMENTS,
            lambda text: _figure(
                _figure(text, "", "same carer", "k"), "Barnsley", "same carer", "c"
            ),
        )
        assert texts(take(dfe))["9.1"][0] == "x"

    def test_england_as_a_symbol(self, dfe: Path, change: Change) -> None:
        change(
            PLACEMENTS,
            lambda text: text.replace(
                "same carer for at least 2 years,19680,69", "same carer for at least 2 years,z,z"
            ),
        )
        assert texts(take(dfe))["9.1"][2] == "z"


def _figure(text: str, council: str, category: str, symbol: str) -> str:
    """Put a symbol in the place of a council's figure of 2025, or of every council's."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if (
            line.startswith("2025,Reporting year,Local")
            and f",{council}" in line
            and category in line
        ):
            lines[at] = f"{line.rpartition(',')[0]},{symbol}"
    return "\n".join(lines) + "\n"


class TestRules:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            (["63", "64.5"], "63.8"),
            (["1", "2", "2"], "1.7"),
            (["0.05"], "0.1"),
            (["0.04"], "0"),
            (["70"], "70"),
        ],
    )
    def test_the_mean_is_half_up_to_one_place(self, values: list[str], expected: str) -> None:
        assert mean([Decimal(each) for each in values]) == Decimal(expected)

    def test_the_quantile_is_linear_and_exact(self) -> None:
        values = [Decimal(each) for each in (1, 2, 4, 8)]
        assert quantile(values, Fraction(3, 4)) == 5
        assert quantile(values, Fraction(1, 4)) == Fraction(7, 4)
        assert quantile([Decimal(3)], Fraction(3, 4)) == 3
        with pytest.raises(ValueError, match="no values"):
            quantile([], Fraction(1, 2))

    @pytest.mark.parametrize(
        ("polarity", "best", "threshold"),
        [(Polarity.HIGH, "30%", "25%"), (Polarity.LOW, "20%", "15%"), (Polarity.NONE, "-", "-")],
    )
    def test_polarity_decides_best_and_quarter(
        self, polarity: Polarity, best: str, threshold: str
    ) -> None:
        measure = next(each for each in published().measures if each.indicator == "9.1")
        figures = {
            code: DfeFigure(Decimal(value), value, "f.csv", row, code)
            for row, (code, value) in enumerate(
                [("", "17"), ("101", "10"), ("102", "20"), ("103", "30")], 2
            )
        }
        found = work_out(
            "9.1",
            measure,
            FinancialYear(2024),
            figures,
            "101",
            ("102", "103"),
            "neighbours",
            {},
            polarity,
        )
        assert found.cells["best_stat_neigh"].text == best
        assert found.cells["nat_top_qtile_threshold"].text == threshold
        assert found.cells["nat_ave"].text == "17%"


class TestBadInput:
    def test_nothing_of_that_name_and_an_empty_folder(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert "no file of that name" in refused(tmp_path / "absent.csv")["G101"].what
        assert "no CSV" in refused(tmp_path / "empty")["G101"].what

    def test_an_ods_and_a_zip_are_named_with_what_to_do(self, dfe: Path, tmp_path: Path) -> None:
        ods, download = tmp_path / "table.ods", tmp_path / "download.zip"
        with zipfile.ZipFile(ods, "w") as written:
            written.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with zipfile.ZipFile(download, "w") as written:
            written.writestr("data/figures.csv", "a,b\n")
        found = refused(dfe, ods)["G102"]
        assert (found.where, ".ods" in found.what) == ("table.ods", True)
        found = refused(dfe, download)["G102"]
        assert "data/figures.csv" in found.what
        assert "Unzip" in found.todo
        content = download.read_bytes()
        download.write_bytes(content[: len(content) // 2])
        assert "cut off" in refused(dfe, download)["G102"].what
        ods.rename(dfe / ods.name)  # beside files that can be read it is told, and no more
        (told_of,) = [each for each in take(dfe).findings if each.code == "G102"]
        assert told_of.severity is Severity.WARNING

    def test_a_folder_with_a_zip_alone(self, tmp_path: Path) -> None:
        (tmp_path / "zipped").mkdir()
        with zipfile.ZipFile(tmp_path / "zipped" / "download.zip", "w") as written:
            written.writestr("data/figures.csv", "a,b\n")
        with pytest.raises(Refused) as caught:
            take(tmp_path / "zipped")
        assert {"G102", "G112"} <= set(caught.value.codes)

    def test_a_file_about_something_else(self, dfe: Path, tmp_path: Path) -> None:
        other = tmp_path / "absence.csv"
        other.write_text(
            "time_period,geographic_level,country_name,sess_overall_percent\n2025,National,England,7\n"
        )
        assert "something else" in refused(dfe, other)["G103"].what
        mine = tmp_path / "staff.csv"
        mine.write_text("name,phone\nA,1\n")
        assert "no file of the DfE's" in refused(dfe, mine)["G103"].what
        meta = tmp_path / "data.meta.csv"
        meta.write_text("col_name,col_type,label\nnumber,Indicator,Number\n")
        assert "description" in refused(dfe, meta)["G103"].what

    def test_in_a_folder_what_is_something_else_is_left_alone(self, dfe: Path) -> None:
        (dfe / "staff.csv").write_text("name,phone\nA,1\n")
        (dfe / "absence.csv").write_text(
            "time_period,geographic_level,country_name,rate\n2025,National,Wales,7\n2025"
        )
        assert len(told(take(dfe), "G103")) == 2

    def test_a_council_without_a_row_is_told(self, dfe: Path, change: Change) -> None:
        def without(text: str) -> str:
            return "".join(x for x in text.splitlines(keepends=True) if ",Barnsley," not in x)

        change(PLACEMENTS, without)
        result = take(dfe)
        (cut,) = [each for each in result.findings if each.code == "G116"]
        assert (cut.severity, cut.what[:20]) == (Severity.WARNING, "Barnsley has no row ")
        assert "without: Barnsley has no row" in told(result, "G121")[0]
        change(PLACEMENTS, lambda text: text.replace(",372,Rotherham", ",373,Sheffield"))
        assert "Barnsley, Rotherham have no row" in refused_again(dfe)["G116"].what

    def test_another_country(self, dfe: Path, change: Change) -> None:
        change(NUMBERS, lambda text: text.replace(",E92000001,England,", ",W92000004,Wales,"))
        found = refused(dfe)
        assert set(found) == {"G106"}
        assert found["G106"].where.startswith(NUMBERS)

    def test_one_year_only(self, dfe: Path, change: Change) -> None:
        def old(text: str) -> str:
            return "".join(line for line in text.splitlines(True) if not line.startswith("2025"))

        change(PLACEMENTS, old)
        (said,) = told(take(dfe, dry_run=True), "G122")
        assert "2023/24: 9.1, 9.2" in said
        found = refused(dfe, year="2024/25")["G115"]
        assert "9.1, 9.2; there is 2023/24" in found.what

    def test_two_releases_mixed(self, dfe: Path) -> None:
        later = dfe / "revised.csv"
        text = (dfe / PLACEMENTS).read_text("utf-8-sig")
        later.write_text(_figure(text, "Barnsley", "same carer", "58"))
        found = refused(dfe)["G110"]
        assert "two releases are mixed" in found.what
        assert "row" in found.where

    def test_a_release_that_revised_only_years_that_are_not_used(self, dfe: Path) -> None:
        text = (dfe / PLACEMENTS).read_text("utf-8-sig")
        (dfe / "old.csv").write_text(
            text.splitlines(True)[0]
            + "".join(line.replace(",100\n", ",99\n").replace("69\n", "70\n")
                      for line in text.splitlines(True) if line.startswith("2024"))
        )  # fmt: skip
        assert texts(take(dfe, dry_run=True))["9.1"][2] == "69%"

    def test_rows_that_are_there_twice_and_differ(self, dfe: Path, change: Change) -> None:
        change(
            PLACEMENTS,
            lambda text: text + _figure(text, "Barnsley", "same carer", "58").partition("\n")[2],
        )
        assert "there twice, and differ" in refused(dfe)["G110"].what

    @pytest.mark.parametrize("cut", [-30, -1])
    def test_a_download_that_broke_off_in_a_row(self, dfe: Path, change: Change, cut: int) -> None:
        change(PLACEMENTS, lambda text: text[:cut])
        assert refused(dfe)["G105"].where.startswith(PLACEMENTS)

    def test_a_download_that_broke_off_between_rows(self, dfe: Path, change: Change) -> None:
        change(PLACEMENTS, lambda text: "".join(text.splitlines(True)[:40]))
        found = refused(dfe)["G116"]
        assert "have no row for 2024/25 (9.1, 9.2)" in found.what
        assert "more have" in found.what

    def test_a_header_alone(self, dfe: Path, change: Change) -> None:
        change(PLACEMENTS, lambda text: text.splitlines(True)[0])
        assert "no row below" in refused(dfe)["G105"].what

    def test_columns_that_are_missing_or_there_twice(self, dfe: Path, change: Change) -> None:
        change(PLACEMENTS, lambda text: text.replace("children_percent", "children_share", 1))
        assert "no column of their percentage" in refused(dfe)["G104"].what
        change(PLACEMENTS, lambda text: text.replace("children_share", "number", 1))
        assert "two columns" in refused(dfe)["G104"].what

    def test_figures_of_a_part_of_the_children_are_no_benchmark(
        self, dfe: Path, change: Change
    ) -> None:
        def parted(text: str) -> str:
            header, _, body = text.partition("\n")
            return f"{header},sex\n" + body.replace("\n", ",Male\n")

        change(PLACEMENTS, parted)
        assert "parted by something more" in refused(dfe)["G104"].what

    def test_cells_that_are_neither_figures_nor_symbols(self, dfe: Path, change: Change) -> None:
        change(PLACEMENTS, lambda text: _figure(text, "Barnsley", "same carer", "about 60"))
        found = refused(dfe)["G109"]
        assert "children_percent" in found.where
        assert "about" not in found.sentences

    def test_a_year_and_a_code_that_are_none(self, dfe: Path, change: Change) -> None:
        change(PLACEMENTS, lambda text: text.replace("\n2025,", "\nMar-25,"))
        change(NUMBERS, lambda text: text.replace(",372,Rotherham", ",E08,Rotherham"))
        assert {"G107", "G108"} <= set(refused(dfe))

    def test_no_neighbours_and_a_council_that_has_none(self, dfe: Path, change: Change) -> None:
        (dfe / NEIGHBOURS).rename(dfe.parent / NEIGHBOURS)
        assert "statistical neighbours" in refused(dfe)["G112"].what
        shutil.copy(dfe.parent / NEIGHBOURS, dfe)
        change(
            NEIGHBOURS,
            lambda text: "".join(x for x in text.splitlines(True) if ",Rotherham" not in x),
        )
        assert "Rotherham has no row" in refused(dfe)["G112"].what

    def test_neighbours_that_cannot_be_read(self, dfe: Path, change: Change) -> None:
        change(NEIGHBOURS, lambda text: text.replace("372,Rotherham,9", "372,Rotherham,9,9", 1))
        assert "without ten other councils" in refused(dfe)["G111"].what

    @pytest.mark.parametrize(
        ("council", "into"),
        [
            ("Cumbria", "942"),
            ("909", "943"),
            ("Northamptonshire", "940"),
            ("928", "941"),
            ("835", "838"),
            ("835", "839"),
            ("836", "839"),
            ("837", "839"),
        ],
    )
    def test_a_council_that_has_ended(self, dfe: Path, council: str, into: str) -> None:
        found = refused(dfe, council=council)["G114"]
        assert into in found.what

    def test_a_council_that_is_not_known_or_not_the_only_one(
        self, dfe: Path, change: Change
    ) -> None:
        assert "Rotherham (372)" in refused(dfe, council="Rotheram")["G113"].todo
        assert "North Northamptonshire (940)" in refused(dfe, council="Northampton")["G113"].todo
        assert "no council has the code" in refused(dfe, council="999")["G113"].what
        assert "which council" in refused(dfe, council=" ")["G113"].what
        for name in (PLACEMENTS, NUMBERS):
            change(name, lambda text: text.replace(",Barnsley,", ",Rotherham,"))
        found = refused(dfe)["G113"]
        assert "several" in found.what
        assert "(370)" in found.todo

    def test_a_word_to_refuse_that_is_not_known(self, dfe: Path) -> None:
        assert "'carers'" in refused(dfe, refuse="definition,carers")["G117"].what

    def test_all_faults_of_all_files_at_once(self, dfe: Path, change: Change) -> None:
        change(PLACEMENTS, lambda text: text[:-30])
        change(NUMBERS, lambda text: text.replace("rate_per_10000", "share", 1))
        (dfe / NEIGHBOURS).unlink()
        Path("benchmarks.csv").write_text("indicator,year\n")
        with pytest.raises(Refused) as caught:
            take(dfe, council="Rotheram", refuse="carers")
        assert {"G105", "G104", "G112", "G113", "G117", "R104"} <= set(caught.value.codes)
        assert Path("benchmarks.csv").read_text() == "indicator,year\n"


class TestTheFile:
    HEADER = "indicator,year,stat_neigh_ave,best_stat_neigh,nat_ave,nat_top_qtile_threshold"

    def test_what_somebody_typed_stays(self, dfe: Path) -> None:
        Path("benchmarks.csv").write_text(
            f"our benchmarks\n{self.HEADER},ours\n"
            "10.2,2024/25,507.3,328.0,525.0,468.0,from the scorecard\n"
            "7.2,2023/24,98.0,,70.0,-,\n"
        )
        take(dfe)
        text = Path("benchmarks.csv").read_text()
        assert text.startswith("our benchmarks\n")
        found = rows_below_title(text)
        assert found[0]["ours"] == "from the scorecard"
        assert [found[0][kind] for kind in COLUMNS] == ["507.3", "328.0", "525.0", "468.0"]
        assert found[1]["year"] == "2023/24"
        backups = list(Path("backups").iterdir())
        assert len(backups) == 1

    def test_a_typed_figure_that_changes_is_said_with_before_and_after(self, dfe: Path) -> None:
        Path("benchmarks.csv").write_text(f"{self.HEADER}\n7.2,2024/25,99.0,71,67,50\n")
        result = take(dfe)
        (said,) = [each for each in result.findings if each.code == "G126"]
        assert said.severity is Severity.WARNING
        assert "stat_neigh_ave was 99.0 and is 100.7" in said.what
        row = next(each for each in rows() if each["indicator"] == "7.2")
        assert (row["best_stat_neigh"], row["nat_top_qtile_threshold"]) == ("71", "50")

    def test_a_figure_of_a_revised_release_is_a_note(self, dfe: Path, change: Change) -> None:
        take(dfe)
        change(PLACEMENTS, lambda text: _figure(text, "Barnsley", "same carer", "67"))
        (said,) = [each for each in take(dfe).findings if each.code == "G126"]
        assert said.severity is Severity.NOTE
        assert "stat_neigh_ave was 66.6% and is 67.6%" in said.what

    def test_what_is_refused_has_no_figure(self, dfe: Path) -> None:
        result = take(dfe, refuse="definition,9.2")
        for each in rows():
            refused = each["indicator"] in {"7.3", "7.4", "7.8", "8.3", "8.4", "9.1", "9.2"}
            assert (each["stat_neigh_ave"] == "-") is refused
        assert len(told(result, "G119")) == 1

    def test_what_is_refused_leaves_what_was_typed(self, dfe: Path) -> None:
        take(dfe)
        with Path("benchmarks.csv").open("a") as file:
            file.write("9.1,2013/14,67.6%,79.0%,67.0%,71.1%,,,,,,,,\n")
        take(dfe, refuse="definition")
        (row,) = [each for each in rows() if each["indicator"] == "9.1"]
        assert (row["year"], row["stat_neigh_ave"]) == ("2013/14", "67.6%")

    def test_a_workbook_is_not_added_to(self, dfe: Path) -> None:
        with xlsxwriter.Workbook("benchmarks.xlsx") as book:
            book.add_worksheet().write_row(0, 0, self.HEADER.split(","))
        with pytest.raises(Refused) as caught:
            take(dfe, out=Path("benchmarks.xlsx"))
        assert "G130" in caught.value.codes


def rows_below_title(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()[1:]))
