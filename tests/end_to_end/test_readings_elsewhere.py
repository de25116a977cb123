"""A refresh from readings in a workbook or in a database fills what it fills from CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from folders import MAY, assert_done, run, workbook_of
from planting import rows_of, values_of

VARIABLE = "COUNCIL_TOTALS_URL"


def set_extracts(folder: Path, keys: str) -> None:
    settings = folder / "lacxl.toml"
    lines = [
        line for line in settings.read_text("utf-8").splitlines() if not line.startswith("readings")
    ]
    lines.insert(lines.index("[extracts]") + 1, keys)
    settings.write_text("\n".join(lines) + "\n", "utf-8")


def in_a_workbook(folder: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows_of(folder):
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(folder / "totals.xlsx")
    set_extracts(folder, 'readings = "totals.xlsx"')


def in_a_database(folder: Path) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    pandas = pytest.importorskip("pandas")
    heads, *rows = rows_of(folder)
    engine = sqlalchemy.create_engine(f"sqlite:///{(folder / 'totals.db').as_posix()}")
    pandas.DataFrame(rows, columns=heads).to_sql("totals", engine, index=False)
    engine.dispose()
    set_extracts(folder, f"readings_query = 'SELECT * FROM totals'\nurl_from = \"{VARIABLE}\"")


@pytest.mark.parametrize("put", [in_a_workbook, in_a_database])
def test_the_same_workbook_comes_out(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path], None]
) -> None:
    monkeypatch.setenv(VARIABLE, f"sqlite:///{(fresh / 'totals.db').as_posix()}")
    assert_done(run(fresh, "refresh", MAY, "--out", str(tmp_path / "from csv.xlsx")))
    put(fresh)
    (fresh / "readings.csv").unlink()
    assert_done(run(fresh, "refresh", MAY))
    assert values_of(workbook_of(fresh)) == values_of(tmp_path / "from csv.xlsx")


def test_without_its_database_nothing_is_changed(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    before = workbook_of(fresh).read_bytes()
    set_extracts(fresh, f"readings_query = 'SELECT 1'\nurl_from = \"{VARIABLE}\"")
    ran = run(fresh, "refresh", MAY)
    assert (ran.code, ran.codes()) == (3, ["X117"])
    assert VARIABLE in ran.err
    assert workbook_of(fresh).read_bytes() == before
