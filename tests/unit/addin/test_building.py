"""The built add-in is what its sources give, byte for byte, or building says what is wrong."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lacxl.addin import building, project, vba_sources
from lacxl.cli import main
from lacxl.domain.errors import Refused

SHIM = vba_sources.checkout_folder()


@pytest.fixture
def shim(tmp_path: Path) -> Path:
    """A copy of the add-in's sources."""
    return Path(shutil.copytree(SHIM, tmp_path / "vba_shim"))


def python_of(version: str) -> Path | None:
    """Return a Python of that version that really runs: a shim of its name may run nothing."""
    pyenv = Path.home() / ".pyenv" / "versions"
    candidates = [shutil.which(f"python{version}"), *pyenv.glob(f"{version}.*/bin/python")]
    for candidate in filter(None, candidates):
        asked = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, encoding="utf-8", timeout=60)
        if done.stdout.strip() == version:
            return Path(candidate)
    return None


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert len(set(refused.value.codes)) == 1
    return refused.value.codes[0]


class TestWhatShips:
    def test_it_is_what_the_sources_give(self) -> None:
        assert building.SHIPPED.read_bytes() == building.build(), "run: lacxl addin build"

    def test_its_hash_stands_beside_it_as_sha256sum_writes_it(self) -> None:
        digest = hashlib.sha256(building.SHIPPED.read_bytes()).hexdigest()
        listed = building.hash_file(building.SHIPPED).read_bytes()
        assert listed == f"{digest}  lacxl.xlam\n".encode()

    def test_another_process_gives_the_same_bytes(self, tmp_path: Path) -> None:
        """Another hash seed, another folder, another day's clock: nothing of it is in the file."""
        again = (
            "import sys, pathlib; from lacxl.addin.building import build;"
            "pathlib.Path(sys.argv[1]).write_bytes(build())"
        )
        target = tmp_path / "again.xlam"
        env = {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "TMPDIR": str(tmp_path)}
        subprocess.run(
            [sys.executable, "-c", again, target],
            check=True,
            timeout=120,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": "", **env},
        )
        assert target.read_bytes() == building.SHIPPED.read_bytes()

    @pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
    def test_every_python_gives_the_same_bytes(self, version: str) -> None:
        """Building needs the standard library and pyOpenVBA only, which is pure Python."""
        python = python_of(version)
        if python is None:
            pytest.skip(f"no Python {version} on this machine")
        code = (
            "import hashlib; from lacxl.addin.building import build;"
            "print(hashlib.sha256(build()).hexdigest())"
        )
        folders = (
            SHIM.parent / "src",
            importlib.metadata.distribution("pyOpenVBA").locate_file(""),
        )
        done = subprocess.run(
            [python, "-c", code],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))},
        )
        shipped = building.hash_file(building.SHIPPED).read_text("ascii").split()[0]
        assert done.stdout.strip() == shipped, done.stderr

    def test_line_ends_of_a_windows_checkout_make_no_difference(self, shim: Path) -> None:
        for path in (*(shim / "src").iterdir(), shim / vba_sources.RIBBON):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert building.build(shim) == building.SHIPPED.read_bytes()

    def test_it_does_not_say_where_or_by_whom_it_was_made(self) -> None:
        content = building.SHIPPED.read_bytes()
        for word in (str(SHIM.parent), str(Path.home()), "/tmp/"):
            assert word.encode() not in content
            assert word.encode("utf-16-le") not in content


class TestWriting:
    def test_the_same_again_touches_nothing(self, tmp_path: Path) -> None:
        target = tmp_path / "out.xlam"
        first = building.write(target)
        stamps = [path.stat().st_mtime_ns for path in sorted(tmp_path.iterdir())]
        second = building.write(target)
        assert (first.changed, second.changed) == (True, False)
        assert [path.stat().st_mtime_ns for path in sorted(tmp_path.iterdir())] == stamps
        assert building.check(target) == second

    @pytest.mark.parametrize("what", ["source", "file", "hash", "absent"])
    def test_a_difference_is_said(self, what: str, shim: Path, tmp_path: Path) -> None:
        target = tmp_path / "out.xlam"
        building.write(target)
        if what == "source":
            ribbon = shim / vba_sources.RIBBON
            ribbon.write_bytes(ribbon.read_bytes().replace(b"Fill month", b"Fill a month"))
        elif what == "file":
            target.write_bytes(target.read_bytes()[:-1] + b"x")
        elif what == "hash":
            building.hash_file(target).write_text("0  out.xlam\n", encoding="ascii")
        else:
            target.unlink()
        with pytest.raises(Refused, match="lacxl addin build") as refused:
            building.check(target, shim)
        assert code_of(refused) == "A203"


class TestRefusals:
    def test_without_pyopenvba(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Simulated: the tests themselves need it."""

        def absent(name: str) -> str:
            raise importlib.metadata.PackageNotFoundError(name)

        monkeypatch.setattr(importlib.metadata, "version", absent)
        with pytest.raises(Refused, match=r"not installed(.|\n)*pip install") as refused:
            building.build()
        assert code_of(refused) == "A201"

    def test_with_another_pyopenvba(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Simulated: one release can be installed at a time."""
        monkeypatch.setattr(importlib.metadata, "version", lambda _name: "6.6.0")
        with pytest.raises(Refused, match=r"6\.6\.0 is installed") as refused:
            building.build()
        assert code_of(refused) == "A201"

    def test_an_installed_lacxl_builds_in_a_checkout(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        installed = tmp_path / "site-packages" / "lacxl" / "addin" / "vba_sources.py"
        monkeypatch.setattr(vba_sources, "__file__", str(installed))
        monkeypatch.chdir(Path(__file__).parents[3])
        assert building.build() == building.SHIPPED.read_bytes()

    def test_where_there_are_no_sources(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        installed = tmp_path / "site-packages" / "lacxl" / "addin" / "vba_sources.py"
        monkeypatch.setattr(vba_sources, "__file__", str(installed))
        monkeypatch.chdir(tmp_path)
        with pytest.raises(Refused, match="not a checkout") as refused:
            building.build()
        assert code_of(refused) == "A202"

    def test_every_faulty_module_is_named_at_once(self, shim: Path) -> None:
        source = shim / "src"
        state = source / "LacxlState.bas"
        state.write_text(state.read_text("ascii") + "' \N{POUND SIGN}\n", encoding="utf-8")
        (source / "LacxlRun.bas").rename(source / "LacxlRuns.bas")
        with pytest.raises(Refused) as refused:
            building.build(shim)
        lines = len(state.read_bytes().splitlines())
        assert [f.where for f in refused.value.findings] == [
            "LacxlRuns.bas, line 1",
            f"LacxlState.bas, line {lines}",
        ]
        assert code_of(refused) == "A204"

    def test_a_project_that_the_repairs_do_not_fit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Simulated: as if pyOpenVBA named the project in another way."""
        monkeypatch.setattr(project, "_FIRST_NAME", b"Project1xx")
        with pytest.raises(Refused, match="not as expected") as refused:
            building.build()
        assert code_of(refused) == "A205"


class TestCommand:
    def test_check_ends_with_3_and_says_what_to_run(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = tmp_path / "lacxl.xlam"
        assert run("addin", "build", "--out", str(target)) == 0
        assert run("addin", "build", "--check", "--out", str(target)) == 0
        assert "is what the sources give" in capsys.readouterr().out
        target.write_bytes(b"another")
        assert run("addin", "build", "--check", "--out", str(target)) == 3
        said = capsys.readouterr().err
        assert "A203" in said
        assert "Run lacxl addin build" in said
        assert target.read_bytes() == b"another"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert isinstance(ended.value.code, int)
    return ended.value.code
