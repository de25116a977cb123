"""The add-in's text sources: the VBA modules and the ribbon, as they are in a checkout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, error

DOCUMENTS = ("Sheet1", "ThisWorkbook")
"""The modules that Excel itself makes for the workbook and its one sheet."""
RIBBON = "customUI14.xml"
_PREAMBLE = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?\nEND\n", re.DOTALL)
_ATTRIBUTE = re.compile(r"Attribute VB_\w+ = ")
_NAME = re.compile(r'^Attribute VB_Name = "(\w+)"$', re.MULTILINE)
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class VbaModule:
    """One VBA module: `text` is the whole exported file with newlines as in Python."""

    name: str
    text: str
    is_class: bool

    @property
    def is_document(self) -> bool:
        """Whether Excel makes the module: the workbook's own, or its sheet's."""
        return self.name in DOCUMENTS

    @property
    def code(self) -> str:
        """The text without the header that only exported files have."""
        lines = _PREAMBLE.sub("", self.text).split("\n")
        while lines and _ATTRIBUTE.match(lines[0]):
            lines.pop(0)
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the add-in is built from: its modules by name, and the ribbon's XML."""

    modules: tuple[VbaModule, ...]
    ribbon: bytes


def checkout_folder() -> Path:
    """Return vba_shim of the checkout that this lacxl is of, or is run in.

    Raises Refused (A202) where there is neither.
    """
    of_itself, run_in = (root / "vba_shim" for root in (Path(__file__).parents[3], Path.cwd()))
    for folder in (of_itself, run_in):
        if (folder / RIBBON).is_file():
            return folder
    raise refuse(
        "A202",
        "the sources of the add-in are not there: this lacxl was installed and is not a checkout.",
        str(run_in),
        "The built add-in is part of what was installed: lacxl addin install. To build it, "
        "get lacxl's source folder and run lacxl in it.",
    )


def read_sources(folder: Path) -> Sources:
    """Return the sources in a folder; raises Refused (A204) with every module's fault."""
    paths = sorted((folder / "src").iterdir(), key=lambda path: path.name.lower())
    modules, faults = [], []
    for path in paths:
        if path.suffix not in (".bas", ".cls"):
            continue
        content = path.read_bytes().replace(b"\r\n", b"\n")
        found = _faults(path, content)
        faults += found
        if not found:
            text = content.decode("ascii").rstrip("\n") + "\n"
            modules.append(VbaModule(path.stem, text, path.suffix == ".cls"))
    if faults:
        raise Refused(faults)
    ribbon = (folder / RIBBON).read_bytes().replace(b"\r\n", b"\n")
    return Sources(tuple(modules), ribbon)


def _faults(path: Path, content: bytes) -> list[Finding]:
    def fault(line: int, what: str, todo: str) -> Finding:
        return error("A204", what, f"{path.name}, line {line}", todo)

    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        return [fault(line, "a character is not ASCII.", "VBA would change it: use ChrW.")]
    name = _NAME.search(text)
    if name is None or name[1] != path.stem:
        return [fault(1, "VB_Name is not the file's name.", f'Attribute VB_Name = "{path.stem}".')]
    if len(path.stem) > _LONGEST_NAME:
        return [fault(1, "the module's name has over 31 characters.", "Give it a shorter one.")]
    return []
