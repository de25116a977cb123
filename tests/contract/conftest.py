"""Each engine in turn, with the specimens it is tried on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import specimens
from bench import BENCHES, Bench


@pytest.fixture(params=list(BENCHES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """An engine with no workbook open yet."""
    folder = tmp_path / "results"
    folder.mkdir()
    with BENCHES[request.param](folder) as bench:
        yield bench


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main specimen; engines never change the file they read."""
    return specimens.report(tmp_path_factory.mktemp("specimens") / "report.xlsx")


@pytest.fixture(scope="session")
def report_1904(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main specimen with the dates of old Macintoshes."""
    path = tmp_path_factory.mktemp("specimens") / "report1904.xlsx"
    return specimens.report(path, date1904=True)


@pytest.fixture
def bench(engine: Bench, report: Path) -> Bench:
    """An engine that has the main specimen open."""
    engine.open(report)
    return engine
