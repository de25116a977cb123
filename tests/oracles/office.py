"""LibreOffice as a judge: does it open the file, what does it show, what do formulas give there."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from oracles.ods import Table, read_tables
from oracles.running import run

TIMEOUT = 180.0
FIRST_START = 81
"""The exit code with which soffice asks to be started again after it made a new profile."""
_ATTEMPTS = 3
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Calculate every formula anew when a file is opened, whatever value the file holds for it."""

Book = Mapping[str, Table]


class Office:
    """LibreOffice without windows, in a profile of its own; nothing stays running between calls."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._profile = folder / "profile"
        self._known: dict[str, Book] = {}
        self._runs = itertools.count()

    def __enter__(self) -> Self:
        settings = self._profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def read(self, *paths: Path) -> list[Book]:
        """Return every sheet's cells of each file, formulas recalculated; one start for all."""
        digests = {path: _digest(path) for path in paths}
        new = {d: path for path, d in digests.items() if d not in self._known}
        if new:
            folder = self._fresh_folder()
            copies = [
                _copy(path, folder / f"{i}{path.suffix}") for i, path in enumerate(new.values())
            ]
            converted = self._convert("ods", copies, folder)
            self._known.update(zip(new, map(read_tables, converted), strict=True))
            shutil.rmtree(folder, ignore_errors=True)
        return [self._known[digests[path]] for path in paths]

    def to_pdf(self, path: Path, folder: Path) -> Path:
        """Return the workbook printed to a PDF in the folder."""
        return self._convert("pdf", [path], folder)[0]

    def to_ods(self, path: Path, folder: Path) -> Path:
        """Return the workbook saved as an OpenDocument spreadsheet in the folder."""
        return self._convert("ods", [path], folder)[0]

    def to_pages(self, path: Path, folder: Path, *, dpi: int = 80) -> list[Path]:
        """Return a PNG of each printed page; needs poppler's pdftoppm."""
        pdftoppm = shutil.which("pdftoppm")
        if not pdftoppm:
            raise FileNotFoundError("pdftoppm (poppler-utils) makes the pictures; install it")
        pdf = self.to_pdf(path, folder)
        answer = run([pdftoppm, "-r", str(dpi), "-png", pdf, folder / pdf.stem], timeout=TIMEOUT)
        if answer.returncode:
            raise RuntimeError(f"pdftoppm: {answer.stderr}")
        return sorted(folder.glob(f"{pdf.stem}-*.png"))

    def _convert(self, kind: str, paths: Iterable[Path], folder: Path) -> list[Path]:
        files = list(paths)
        command: list[str | Path] = [
            self._program,
            f"-env:UserInstallation={self._profile.resolve().as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            folder,
            *files,
        ]
        for _ in range(_ATTEMPTS):
            answer = run(command, timeout=TIMEOUT)
            if answer.returncode != FIRST_START:
                break
        made = [folder / f"{path.stem}.{kind}" for path in files]
        for path in made:
            if not path.is_file():
                said = f"{answer.stdout}{answer.stderr}".strip()
                raise RuntimeError(f"LibreOffice ({answer.returncode}) made no {path.name}: {said}")
        return made

    def _fresh_folder(self) -> Path:
        folder = self._folder / f"run{next(self._runs)}"
        folder.mkdir()
        return folder


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() + path.suffix


def _copy(path: Path, target: Path) -> Path:
    target.write_bytes(path.read_bytes())
    return target
