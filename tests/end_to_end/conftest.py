"""The demo's folder as it stands before May 2015, and as it stands after the refresh."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.register_assert_rewrite("folders", "planting")

from folders import MAY, assert_done, run  # noqa: E402

from lacxl.demo import write_demo  # noqa: E402


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No password of this machine, no keyring, no debugging gets into a test."""
    monkeypatch.delenv("LACXL_PASSWORD", raising=False)
    monkeypatch.delenv("LACXL_DEBUG", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture(scope="session")
def _fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("end_to_end") / "fresh"
    write_demo(folder)
    return folder


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory, _fresh: Path) -> Path:
    folder = tmp_path_factory.mktemp("end_to_end") / "filled"
    shutil.copytree(_fresh, folder)
    assert_done(run(folder, "refresh", MAY))
    return folder


@pytest.fixture
def fresh(_fresh: Path, tmp_path: Path) -> Path:
    """A folder of its own with the workbook as it stood before May 2015's figures."""
    return shutil.copytree(_fresh, tmp_path / "reports")


@pytest.fixture
def filled(_filled: Path, tmp_path: Path) -> Path:
    """A folder of its own in which May 2015 is filled and not issued."""
    return shutil.copytree(_filled, tmp_path / "filled reports")
