"""Each engine in turn, with the specimens it is tried on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import specimens
from bench import ENGINES, Bench, ExcelBench, excel_bench, package_bench

from lacxl.engines.package import expat_tree, xml
from libreoffice import ExcelSession


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """The folder into which an engine writes."""
    folder = tmp_path / "results"
    folder.mkdir()
    return folder


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Bench:
    """An engine with no workbook open yet."""
    if request.param == "package without lxml":
        request.getfixturevalue("monkeypatch").setattr(xml, "trees", expat_tree)
    bench: Bench = request.getfixturevalue("live" if request.param == "excel" else "headless")
    return bench


@pytest.fixture
def headless(results: Path) -> Iterator[Bench]:
    """The headless engine alone, for what is about files."""
    with package_bench(results) as bench:
        yield bench


@pytest.fixture
def live(results: Path, excel_app: ExcelSession) -> Iterator[ExcelBench]:
    """The engine for open workbooks alone, for what is about Excel."""
    with excel_bench(results, excel_app) as bench:
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


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A window of three months under two bands; engines never change the file they read."""
    return specimens.window(tmp_path_factory.mktemp("specimens") / "window.xlsx")


@pytest.fixture
def rolling(engine: Bench, window: Path) -> Bench:
    """An engine that has the window of three months open."""
    engine.open(window)
    return engine


@pytest.fixture
def bench(engine: Bench, report: Path) -> Bench:
    """An engine that has the main specimen open."""
    engine.open(report)
    return engine
