"""The wheel of numpy that the builder of a page gives: the one that Pyodide names, or none."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from release.page_numpy import wheel_in

NAME = "numpy-2.4.6-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
CONTENT = b"a wheel"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Node's packages with Pyodide's list in them."""
    known = {"file_name": NAME, "sha256": hashlib.sha256(CONTENT).hexdigest()}
    (tmp_path / "pyodide").mkdir()
    lock = tmp_path / "pyodide" / "pyodide-lock.json"
    lock.write_text(json.dumps({"packages": {"numpy": known}}), "utf-8")
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wheels").mkdir()
    return tmp_path / "wheels"


def test_the_wheel_that_pyodide_names_is_taken(packages: Path, folder: Path) -> None:
    (folder / NAME).write_bytes(CONTENT)
    (folder / "pandas-3.0-py3-none-any.whl").write_bytes(b"another")
    assert wheel_in(folder, packages) == folder / NAME


@pytest.mark.parametrize(
    ("names", "there"),
    [
        ((), "none"),
        (("numpy-2.4.6-cp314-cp314-win_amd64.whl",), "numpy-2.4.6-cp314-cp314-win_amd64.whl"),
        ((NAME.replace("cp314", "cp313"),), NAME.replace("cp314", "cp313")),
        ((NAME.replace("2.4.6", "2.5.0"), NAME), f"{NAME}, {NAME.replace('2.4.6', '2.5.0')}"),
    ],
    ids=["none", "another platform", "another Python", "two"],
)
def test_any_other_is_refused(
    names: tuple[str, ...], there: str, packages: Path, folder: Path
) -> None:
    for name in names:
        (folder / name).write_bytes(CONTENT)
    with pytest.raises(SystemExit, match="has to have one wheel of numpy") as refused:
        wheel_in(folder, packages)
    assert str(refused.value).endswith(f"{NAME}; there is: {there}.")


def test_a_folder_that_is_not_there_has_none(packages: Path, folder: Path) -> None:
    with pytest.raises(SystemExit, match="there is: none"):
        wheel_in(folder / "elsewhere", packages)


def test_one_of_another_content_is_refused(packages: Path, folder: Path) -> None:
    (folder / NAME).write_bytes(b"something else")
    with pytest.raises(SystemExit, match="is not Pyodide's"):
        wheel_in(folder, packages)
