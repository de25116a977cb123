"""A page that is built with numpy, so that it counts children's records.

Pyodide's numpy is on no registry, so what is in the page here is a stand-in, a package of that
name without anything in it: it shows that the wheel is packed and found, and that counting is
begun. That counting takes nothing else that the page lacks is tried natively, with the real numpy
and with what the page has of the other libraries.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from driven import CHROMIUM, Driven, driven
from release import downloads, page_modules, page_numpy
from release.archive import write_archive
from release.build_page import build_page

import needs
from lacxl.app.demo import children_demo
from lacxl.page.door import answer

NAME = "numpy-2.4.6-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
METADATA = "Metadata-Version: 2.4\nName: numpy\nVersion: 2.4.6\nLicense-Expression: BSD-3-Clause\n"


@pytest.fixture(scope="module")
def counting(page_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    """A browser with the page that has the stand-in."""
    folder = tmp_path_factory.mktemp("counting")
    with zipfile.ZipFile(folder / NAME, "w") as wheel:
        wheel.writestr("numpy/__init__.py", "")
        wheel.writestr("numpy/typing.py", "")
        wheel.writestr("numpy/compiled.so", b"")
        wheel.writestr("numpy-2.4.6.dist-info/METADATA", METADATA)
    sha256 = hashlib.sha256((folder / NAME).read_bytes()).hexdigest()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_numpy, "wanted", lambda _packages: (NAME, sha256))
        page, _ = build_page(folder, downloads.default_cache(), numpy=folder)
    packages = needs.find_axe()
    assert packages is not None
    with driven(CHROMIUM, needs.chromium(), packages, page) as started:
        started.open()
        yield started


def test_it_says_that_it_counts_and_what_it_holds(counting: Driven, page: Driven) -> None:
    counting.press("Help")
    counting.do("evaluate", code="document.querySelector('#help details').open = true")
    assert "numpy\t2.4.6\tBSD-3-Clause" in counting.text("#help table")
    assert "counts no children" not in counting.text("#help")
    counting.press("Close", within="#help")
    page.press("Help")
    assert "It counts no children’s records. It reads no database" in page.text("#help-cannot")
    assert "numpy" not in page.do(
        "evaluate", code="document.querySelector('#help table').innerText"
    )
    page.press("Close", within="#help")


def test_it_begins_to_count(counting: Driven, folder: Path) -> None:
    """Further than a page without numpy: as far as the stand-in goes."""
    (folder / "extracts").mkdir()
    (folder / "extracts" / "list.csv").write_text("a,b\n1,2\n", "utf-8")
    with (folder / "lacxl.toml").open("a", encoding="utf-8") as file:
        file.write('\n[children]\nfolder = "extracts"\n')
    counting.give(folder)
    counting.press("Fill May-15")
    said = counting.do("evaluate", code="document.getElementById('fault').textContent")
    assert "J106" not in said
    assert "lacxl/tables/columns.py" in said or "lacxl/records/" in said
    assert said.endswith("AttributeError"), "numpy has nothing"


WITHOUT = """
import fnmatch, json, sys
library, left_out, request = json.loads(sys.argv[1])
class LeftOut:
    def find_spec(self, name, path=None, target=None):
        at = name.replace(".", "/")
        paths = (at, f"{at}.py", f"{at}/__init__.py")
        if any(fnmatch.fnmatchcase(path, each) for path in paths for each in left_out):
            raise ModuleNotFoundError(f"left out: {name}", name=name)
sys.meta_path.insert(0, LeftOut())
sys.path.insert(0, library)
import holidays
assert holidays.__file__.startswith(library)
from lacxl.page.door import answer
print(answer(json.dumps(request)))
"""
LIBRARIES = ("openpyxl", "lxml", "pandas", "pyarrow", "keyring", "click", "rich")
"""What lacxl takes natively, and the page does not have."""


def test_counting_takes_nothing_that_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    children_demo(folder)
    request = {"do": "measure", "folder": str(folder), "inputs": {"month": "2015-05"}}
    left_out = [pattern for pattern, _ in page_modules._LEFT_OUT_OF_LACXL]
    left_out += [p for patterns, _ in page_modules._LEFT_OUT_OF_PYTHON for p in patterns]
    left_out += [each for name in LIBRARIES for each in (name, f"{name}/*")]
    wheels = downloads.wheels_for_counting(downloads.default_cache())
    library = tmp_path / "modules.zip"
    write_archive(library, page_modules.of_wheels(wheels, counts=True))
    command = [sys.executable, "-c", WITHOUT, json.dumps([str(library), left_out, request])]
    environment = {**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__"}  # as in the page
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert "result" in counted, counted
    assert len(counted["result"]["readings"]) > 20
    assert counted == json.loads(answer(json.dumps(request)))
