"""Real workbooks with a column and a row inserted: nothing is lost, and all judges are content."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import odd
import pytest

import needs
from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook
from lacxl.engines.package.comparing_insertion import verify_insertion
from lacxl.workbook.insertion import Axis, Insertion
from libreoffice.process import OfficeProcess
from oracles import invariants, parts
from oracles.inserting import DeclinedError, Place, differences
from oracles.reader import read
from oracles.sdk import Validator

LARGEST = 250_000
"""Larger files of the corpus have nothing in them that the smaller ones have not."""
ABSENT = pytest.param(None, marks=pytest.mark.shared, id="corpus")
FILES = [
    *(
        [
            pytest.param(p, marks=pytest.mark.shared, id=p.name)
            for p in needs.corpus_files()
            if p.stat().st_size < LARGEST
        ]
        or [ABSENT]
    ),
    *(pytest.param(p, id=p.name) for p in needs.template_files()),
]
BEFORE = {Axis.COLUMNS: 4, Axis.ROWS: 7}
SHEETS = 1
LIBREOFFICE_ALONE = {"anchor", "sparkline"}
"""What LibreOffice does in its own way.

It stretches a shape that only moves with its cell, and its sparklines stay where they were."""


@pytest.fixture(scope="module")
def office() -> Iterator[OfficeProcess]:
    with OfficeProcess(needs.excel_stand_in()) as process:
        yield process


@pytest.fixture(scope="module", params=FILES)
def source(request: pytest.FixtureRequest) -> Path:
    if request.param is None:
        needs.shared()
    path: Path = request.param
    return path


@pytest.fixture(scope="module", params=list(Axis))
def results(
    request: pytest.FixtureRequest, source: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Insertion, Path]]:
    """The workbook with something inserted, for each of its first sheets that takes it."""
    folder = tmp_path_factory.mktemp("inserted")
    found: list[tuple[Insertion, Path]] = []
    with PackageWorkbook(source) as book:
        for sheet in book.survey().sheets:
            insertion = Insertion(sheet.name, request.param, BEFORE[request.param])
            target = folder / f"{len(found)}{source.suffix}"
            try:
                book.insert(insertion, target)
            except Refused as refused:
                assert set(refused.codes) == {"W142"}, refused  # noqa: PT017
                continue
            found.append((insertion, target))
            if len(found) == SHEETS:
                break
    return found


def test_no_part_is_lost_and_every_cell_is_where_it_belongs(
    source: Path, results: list[tuple[Insertion, Path]]
) -> None:
    assert results
    for insertion, result in results:
        found = parts.compare(source, result)
        assert not found.vanished
        assert not found.appeared
        verify_insertion(source, result, insertion)
        assert invariants.new_breaches(source, result) == ()


def test_the_sdk_finds_no_new_error(
    source: Path, results: list[tuple[Insertion, Path]], validator: Validator
) -> None:
    for _, result in results:
        assert validator.new_errors(source, result) == ()


@pytest.mark.parametrize("spelling", odd.SPELLINGS)
@pytest.mark.parametrize("axis", list(Axis))
def test_a_file_that_is_written_in_another_way_comes_out_the_same(
    report: Path, tmp_path: Path, spelling: str, axis: Axis
) -> None:
    other = odd.rewritten(report, tmp_path / "other.xlsx", odd.SPELLINGS[spelling])
    insertion = Insertion("Table", axis, 2, 2, extend=True)
    results = []
    for source in (report, other):
        target = tmp_path / f"of {source.name}"
        with PackageWorkbook(source) as book:
            told = book.insert(insertion, target)
        verify_insertion(source, target, insertion)
        results.append((told, read(target)))
    assert results[0] == results[1]


@pytest.mark.libreoffice
def test_libreoffice_would_have_inserted_the_same(
    source: Path,
    results: list[tuple[Insertion, Path]],
    office: OfficeProcess,
    tmp_path: Path,
) -> None:
    for insertion, result in results:
        place = Place(insertion.sheet, insertion.axis.value, insertion.before)
        with contextlib.suppress(DeclinedError):
            found = differences(office.desktop, source, result, tmp_path, place)
            assert [each for each in found if each[0] not in LIBREOFFICE_ALONE] == []
