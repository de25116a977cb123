"""The page that ships with lacxl: where it is, and a copy of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from lacxl.domain.errors import UsageFault, refuse
from lacxl.domain.finding import error
from lacxl.files.os_errors import coded

NAME = "lacxl.html"


@dataclass(frozen=True, slots=True)
class PageFile:
    """The page as a file, its size in bytes, and its SHA-256."""

    path: Path
    size: int
    sha256: str


def page_file(to: Path | None = None, shipped: Traversable | None = None) -> PageFile:
    """Return the page that ships, or the copy of it that is written to a new file.

    Raises Refused (J105) where this installation has none, and UsageFault (U105) for a file that is
    there already.
    """
    page = shipped or resources.files("lacxl").joinpath("page", NAME)
    if not page.is_file():
        raise refuse(
            "J105",
            "The page is not in this installation.",
            todo=f"Take {NAME} from the release, or build it in a checkout: "
            "python release/build_page.py",
        )
    content = page.read_bytes()
    path = Path(str(page))
    if to is not None:
        path = to
        _write_new(to, content)
    return PageFile(path, len(content), hashlib.sha256(content).hexdigest())


def _write_new(path: Path, content: bytes) -> None:
    with coded(path, "writing the page"):
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError as fault:
            raise UsageFault(
                error("U105", "The file is there already.", str(path), "Name another file.")
            ) from fault
