"""The page, built once, and a browser in which each module's tests drive it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

pytest.register_assert_rewrite("driven")

if sys.platform == "win32":
    collect_ignore_glob = ["*"]  # the page is built where CI is

from driven import CHROMIUM, FIREFOX, Driven, driven  # noqa: E402
from release import downloads  # noqa: E402
from release.build_page import build_page  # noqa: E402

import needs  # noqa: E402
from lacxl.demo import write_demo  # noqa: E402


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, built by the first worker that asks, for all of them."""
    needs.chromium()
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    cache = downloads.default_cache()
    cache.mkdir(parents=True, exist_ok=True)
    page = shared / "page" / "lacxl.html"
    with filelock.FileLock(cache / "page-lock"):
        if not page.is_file():
            try:
                build_page(page.parent, cache)
            except SystemExit as fault:
                needs.absent(f"what the page is made of ({fault})", "go online once")
    return page


@pytest.fixture(scope="module")
def opened(page_file: Path) -> Iterator[Driven]:
    """A browser for a module's tests."""
    packages = needs.find_axe()
    assert packages is not None
    with driven(CHROMIUM, needs.chromium(), packages, page_file) as started:
        yield started


@pytest.fixture(scope="module")
def in_firefox(page_file: Path) -> Iterator[Driven]:
    """Firefox for a module's tests."""
    packages = needs.find_puppeteer()
    assert packages is not None
    with driven(FIREFOX, needs.firefox(), packages, page_file) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demo before its month is filled."""
    write_demo(tmp_path / "reports")
    return tmp_path / "reports"


@pytest.fixture
def page(opened: Driven) -> Driven:
    """The page, begun afresh."""
    opened.begin()
    return opened
