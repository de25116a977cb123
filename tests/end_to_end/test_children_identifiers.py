"""No child's identifier in anything that lacxl says or writes, whatever field it stands in.

A mark is planted in every field of every layout and searched for in all that is said and written:
standard output, errors, JSON, log, receipts, history, readings, each part of the workbook, backups.
The one place for identifiers is the file that a person names with --children or --to.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pytest
from children_folders import LOCAL_LISTS, council, rows_of, write_layouts, write_rows
from folders import Ran, assert_plain, call, run

from lacxl.demo import write_empty_demo
from lacxl.records.feeds.schemas import load

MONTH = "2015-05"
CHILDREN = 60
MARK = "ZQX"
LAYOUTS = ("ssda903", "ssd", "annex_a", "local")


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("identifiers") / "council"
    of = council(4, CHILDREN, MONTH)
    write_empty_demo(folder, {str(year): people for year, people in of.population.items()})
    write_layouts(of, folder / "extracts", MONTH, *LAYOUTS)
    settings = folder / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text[: text.index("[local.peps]")] + LOCAL_LISTS, "utf-8")
    return folder


@pytest.fixture
def made(_made: Path, tmp_path: Path) -> Path:
    """A folder of its own with all layouts and the empty workbook."""
    return shutil.copytree(_made, tmp_path / "council")


def tables_of(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "extracts").rglob("*.csv"))


def mark_csv(path: Path, *, children: bool) -> list[str]:
    """Put a mark into each column of a file, each in another row, or into all identifiers."""
    rows = rows_of(path)
    marks = []
    if children:
        known = re.compile(r"\d{8,}")
        rows[1:] = [
            [f"{MARK}{cell}" if known.fullmatch(cell) else cell for cell in row] for row in rows[1:]
        ]
    elif len(rows) > 1:
        for at, _ in enumerate(rows[0]):
            row = rows[1 + at % (len(rows) - 1)]
            row[at] = f"{MARK}{path.stem}{at}"
            marks.append(row[at])
        for at, _ in enumerate(rows[0]):  # and one that looks like a number or a day
            rows[1 + (at + 40) % (len(rows) - 1)][at] = ("9434765919123", "32/13/2003")[at % 2]
    write_rows(path, rows)
    return marks


def mark_workbook(path: Path, *, children: bool) -> list[str]:
    book = openpyxl.load_workbook(path)
    marks = []
    for sheet in book:
        if sheet.max_row < 2:
            continue
        for at in range(1, sheet.max_column + 1):
            if children:
                if at == 1:
                    for row in range(2, sheet.max_row + 1):
                        cell = sheet.cell(row, at)
                        if cell.value is not None:
                            cell.value = f"{MARK}{cell.value}"
            else:
                row = 2 + at % (sheet.max_row - 1)
                sheet.cell(row, at).value = f"{MARK}{len(marks)}"
                marks.append(f"{MARK}{len(marks)}")
    book.save(path)
    book.close()
    return marks


def mark(folder: Path, *, children: bool, layouts: Iterable[str] = LAYOUTS) -> list[str]:
    marks = []
    for layout in layouts:
        for path in sorted((folder / "extracts" / layout).rglob("*.*")):
            if path.suffix == ".csv":
                marks += mark_csv(path, children=children)
            elif path.suffix == ".xlsx":
                marks += mark_workbook(path, children=children)
    return marks


def texts_of(folder: Path, *, but: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file but the extracts; of a package, of each part."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield f"the name {name}", name
        if not path.is_file() or name.startswith("extracts/") or name in but:
            continue
        content = path.read_bytes()
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                for part in package.namelist():
                    inside = package.read(part)
                    yield f"{name}!{part}", f"{part}\n{inside.decode('utf-8', 'replace')}"
        else:
            if content[:2] == b"\x1f\x8b":
                content = gzip.decompress(content)
            yield name, content.decode("utf-8", "replace")


def assert_nowhere(folder: Path, runs: Iterable[Ran], but: Iterable[str] = ()) -> None:
    """No mark in what was said, wrapped or not, nor in any file."""
    said = [(f"run {n}", ran.out + ran.err) for n, ran in enumerate(runs)]
    assert said
    for where, text in (*said, *texts_of(folder, but=but)):
        for form in (text, re.sub(r"\s+", "", text)):
            found = re.search(rf"{MARK}.{{0,30}}|9434765919123|32/13/2003", form, re.IGNORECASE)
            assert not found, f"{found[0]} in {where}"


def commands(folder: Path, *, few: bool = False) -> list[Ran]:
    """Run what reads children's records: everything, or what says most of what was found."""
    runs = [
        run(folder, "measure", MONTH, "--json", "--since", "2015-03"),
        run(folder, "refresh", MONTH),
        run(folder, "explain", "7.6", MONTH),
        run(folder, "due", MONTH),
        call("profile", str(folder / "extracts")),
    ]
    if not few:
        runs += [
            run(folder, "measure", MONTH, "--out", str(folder / "written readings.csv")),
            run(folder, "refresh", MONTH, "--json"),
            run(folder, "figures", MONTH),
            run(folder, "due", MONTH, "--json"),
            run(folder, "explain", "8.3", MONTH, "--json"),
            run(folder, "explain", "10.2", MONTH),
            call("profile", str(folder / "extracts"), "--json"),
        ]
    for ran in runs:
        assert_plain(ran)
    return runs


def test_the_search_finds_what_is_there(made: Path) -> None:
    """The search itself: it looks into packages, through line breaks, and at names."""
    assert_nowhere(made, [run(made, "measure", MONTH)])
    with pytest.raises(AssertionError, match="run 0"):
        assert_nowhere(made, [Ran(0, "a Z\nQX1", "")])
    with zipfile.ZipFile(made / "backup.xlsx", "w") as package:
        package.writestr("xl/sharedStrings.xml", f"<t>{MARK}1</t>")
    with pytest.raises(AssertionError, match=r"backup.xlsx!xl/sharedStrings.xml"):
        assert_nowhere(made, [Ran(0, "", "")])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_mark_in_every_field_is_nowhere(made: Path, layout: str) -> None:
    settings = made / "lacxl.toml"  # an end that cannot be read stops a run otherwise
    text = settings.read_text("utf-8").replace(
        "[children]\n", '[children]\nseverities = { X172 = "warning" }\n'
    )
    settings.write_text(text, "utf-8")
    marks = mark(made, children=False, layouts=(layout,))
    assert len(marks) >= {"ssda903": 25, "ssd": 60, "annex_a": 60, "local": 7}[layout]
    runs = commands(made)
    assert [ran.code for ran in runs if ran.code not in (0, 1)] == [], "all of them went through"
    assert (made / "written readings.csv").exists()
    assert_nowhere(made, runs)


@pytest.mark.parametrize("layout", ["ssda903", "ssd", "annex_a"])
def test_a_mark_in_every_field_of_a_layout_alone(made: Path, layout: str) -> None:
    for other in LAYOUTS:
        if other != layout:
            shutil.rmtree(made / "extracts" / other)
    settings = made / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text[: text.index("[local.peps]")], "utf-8")
    mark(made, children=False)
    assert_nowhere(made, commands(made, few=True))


def test_in_the_text_of_refusals(made: Path) -> None:
    """Every rule is an error: each finding there is stands in the text of the refusal."""
    weights = ", ".join(f'{code} = "error"' for code in load("checks"))
    settings = made / "lacxl.toml"
    text = settings.read_text("utf-8")
    settings.write_text(
        text.replace("[children]\n", f"[children]\nseverities = {{ {weights} }}\n"), "utf-8"
    )
    mark(made, children=False)
    runs = [
        run(made, "measure", MONTH),
        run(made, "measure", MONTH, "--json"),
        run(made, "refresh", MONTH),
        run(made, "refresh", MONTH, "--json"),
        run(made, "explain", "7.6", MONTH),
        run(made, "explain", "7.6", MONTH, "--children", str(made / "why.csv")),
    ]
    for ran in runs:
        assert_plain(ran)
        assert ran.code == 3
        assert len(ran.codes()) > 8
    assert not (made / "why.csv").exists()
    assert_nowhere(made, runs)


@pytest.mark.parametrize("layout", ["ssda903", "ssd", "local"])
def test_in_files_without_headings(made: Path, layout: str) -> None:
    """The first row of such a file holds a child, and stands where headings are looked for."""
    mark(made, children=True)
    for path in (made / "extracts" / layout).glob("*.csv"):
        write_rows(path, rows_of(path)[1:])
    assert_nowhere(made, commands(made, few=True))


def test_in_headings_and_beside_them(made: Path) -> None:
    for path in tables_of(made):
        heads, *rows = rows_of(path)
        write_rows(path, [[*heads, f"{MARK} {path.stem}"], *([*row, f"{MARK}1"] for row in rows)])
    assert_nowhere(made, commands(made, few=True))


def test_in_rows_that_are_torn(made: Path) -> None:
    mark(made, children=True)
    for path in tables_of(made):
        text = path.read_text("utf-8").splitlines()
        spoilt = [f"{line},{MARK}" if n % 11 == 3 else line for n, line in enumerate(text)]
        spoilt = [f'"{line}' if n % 13 == 5 else line for n, line in enumerate(spoilt)]
        path.write_text("\r\n".join([text[0], *spoilt[1:]]), "utf-8")
    assert_nowhere(made, commands(made, few=True))


@pytest.mark.parametrize("ending", ["parquet", "xlsx"])
def test_in_tables_of_other_kinds(made: Path, ending: str) -> None:
    pandas = pytest.importorskip("pandas")
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    mark(made, children=False, layouts=("ssda903", "ssd"))
    for layout in ("ssda903", "ssd"):
        for path in (made / "extracts" / layout).glob("*.csv"):
            heads, *rows = rows_of(path)
            frame = pandas.DataFrame(rows, columns=heads)
            if ending == "parquet":
                frame.to_parquet(path.with_suffix(".parquet"))
            else:
                frame.to_excel(path.with_suffix(".xlsx"), index=False)
            path.unlink()
    assert_nowhere(made, commands(made, few=True))


# The one file for identifiers.


@pytest.mark.parametrize("number", ["7.1", "7.6", "7.10", "8.1", "9.2", "10.2"])
def test_the_file_of_children_has_them_and_nothing_else_has(made: Path, number: str) -> None:
    mark(made, children=True)
    runs = [run(made, "refresh", MONTH)]
    counted = {
        each["indicator"]: each for each in run(made, "measure", MONTH, "--json").json()["readings"]
    }[number]
    runs.append(run(made, "explain", number, MONTH, "--children", str(made / "why.csv")))
    for ran in runs:
        assert_plain(ran)
        assert ran.code in (0, 1), ran.err
    rows = list(csv.DictReader(io.StringIO((made / "why.csv").read_text("utf-8"))))
    assert rows or not int(counted["numerator"])
    assert all(re.fullmatch(rf"{MARK}\d{{8,}}", row["child"]) for row in rows)
    if number in ("7.1", "7.10", "8.1", "9.2"):  # counted by child
        assert sum(row["numerator"] == "1" for row in rows) == int(counted["numerator"])
    if number in ("7.10", "9.2"):
        assert sum(row["denominator"] == "1" for row in rows) == int(counted["denominator"])
    assert_nowhere(made, runs, but=("why.csv",))


def test_the_children_are_the_right_ones(made: Path) -> None:
    """The children in care at the month's end, told from the lives."""
    from lacxl.domain.month import Month
    from lacxl.synth.oracle.spells import spells_of

    day = Month.parse(MONTH).last_day
    run(made, "explain", "7.1", MONTH, "--children", str(made / "why.csv"))
    rows = list(csv.DictReader(io.StringIO((made / "why.csv").read_text("utf-8"))))
    listed = [int(row["child"]) for row in rows]
    assert listed == sorted(listed), "in order of identifiers, not of rows"
    wanted = {
        str(life.child)
        for life in council(4, CHILDREN, MONTH).lives
        if any(spell.covers(day) for spell in spells_of(life))
    }
    assert {row["child"] for row in rows if row["numerator"] == "1"} == wanted
    assert wanted


def test_a_file_of_children_is_not_written_for_what_was_not_counted(made: Path) -> None:
    ran = run(made, "explain", "8.1", "2015-04", "--children", str(made / "why.csv"))
    assert_plain(ran)
    assert "M122" in ran.codes()
    assert not (made / "why.csv").exists()


@pytest.mark.parametrize("over", ["lacxl.toml", "lacxl-history.csv", "extracts/ssda903/header.csv"])
def test_a_file_of_children_does_not_go_over_another(made: Path, over: str) -> None:
    """It may not take the place of the council's own files."""
    run(made, "refresh", MONTH)
    before = (made / over).read_bytes()
    ran = run(made, "explain", "7.1", MONTH, "--children", str(made / over))
    assert_plain(ran)
    assert ran.code in (2, 3), ran.out
    assert (made / over).read_bytes() == before


@pytest.mark.parametrize("over", ["lacxl.toml", "extracts/ssda903/header.csv"])
def test_readings_are_not_written_over_another_file(made: Path, over: str) -> None:
    before = (made / over).read_bytes()
    ran = run(made, "measure", MONTH, "--out", str(made / over))
    assert_plain(ran)
    assert ran.code in (2, 3), ran.out
    assert (made / over).read_bytes() == before


@pytest.mark.parametrize("name", ["lacxl-history.csv", "LACXL-issued.csv", "lacxl-log.1.jsonl"])
def test_a_name_that_the_settings_have_for_another_file_is_refused(made: Path, name: str) -> None:
    """Also before that file is there: the next run would take readings for its history."""
    for command in (
        ("measure", MONTH, "--out", str(made / name)),
        ("explain", "7.1", MONTH, "--children", str(made / name)),
    ):
        ran = run(made, *command)
        assert_plain(ran)
        assert (ran.code, "U110" in ran.codes()) == (3, True), ran.err
    assert not (made / name).exists()


def test_readings_may_go_where_they_are_read_from(made: Path) -> None:
    assert run(made, "measure", MONTH, "--out", str(made / "readings.csv")).code in (0, 1)
    assert (made / "readings.csv").is_file()
    ran = run(made, "explain", "7.1", MONTH, "--children", str(made / "readings.csv"))
    assert ran.code == 3


@pytest.mark.skipif(os.name == "nt", reason="modes as POSIX has them")
def test_the_file_of_children_is_its_owners_alone(made: Path) -> None:
    before = os.umask(0)
    try:
        run(made, "explain", "7.1", MONTH, "--children", str(made / "why.csv"))
    finally:
        os.umask(before)
    assert (made / "why.csv").stat().st_mode & 0o777 == 0o600
