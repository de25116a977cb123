"""Tools that several rooms of the tests use, each started once a worker."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import needs
from libreoffice import ExcelSession, start_excel
from oracles.browser import Browser
from oracles.gnumeric import Gnumeric
from oracles.office import Office
from oracles.sdk import Validator

with suppress(ImportError):  # the folder for Windows runs some of these tests without it
    import hypothesis_profiles  # noqa: F401

# Thousands of collected tests are no garbage: walking through them again and again for some took a
# fifth of the processor's time. What is found is as before, some thousands of objects later.
gc.set_threshold(100_000)


def pytest_collection_finish() -> None:
    """Look for no garbage among the tests themselves, which all stay to the end."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the tools that its fixtures need, so that -m can choose."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in needs.FIXTURES:
                item.add_marker(needs.FIXTURES[fixture])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip (or, where LACXL_REQUIRE=1, fail) a marked test whose tool is absent."""
    for mark, find in needs.MARKS.items():
        if item.get_closest_marker(mark):
            find()


@pytest.fixture(scope="session")
def validator() -> Validator:
    """Microsoft's Open XML SDK validator."""
    return Validator(needs.validator())


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice in a profile of its own, one for each worker of pytest-xdist."""
    with Office(needs.soffice(), tmp_path_factory.mktemp("libreoffice")) as office:
        yield office


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Chromium with axe-core, which judges whether everybody can use a page."""
    program = needs.chromium()
    packages = needs.find_axe()
    assert packages
    return Browser(program, packages)


@pytest.fixture(scope="session")
def gnumeric() -> Gnumeric:
    """Gnumeric, a reader of workbooks that shares nothing with LibreOffice."""
    return Gnumeric(needs.ssconvert())


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of real workbooks and samples."""
    return needs.shared()


@pytest.fixture(scope="session")
def corpus_files(shared_folder: Path) -> tuple[Path, ...]:
    """The real workbooks, by name."""
    found = needs.corpus_files()
    assert found, f"{shared_folder / 'corpus'} holds no workbook"
    return found


@pytest.fixture(scope="session")
def excel_process() -> Iterator[ExcelSession]:
    """The stand-in for Excel, one for each worker of pytest-xdist."""
    needs.excel_stand_in()
    with start_excel() as excel:
        yield excel


@pytest.fixture
def excel_app(excel_process: ExcelSession) -> Iterator[ExcelSession]:
    """The stand-in for Excel with no workbook open, its counter at nought and no fault on."""
    excel_process.close_all()
    yield excel_process
    excel_process.close_all()
