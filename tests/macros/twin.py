"""The add-in's twin: every module is the add-in's own but the host, and the ribbon's controls."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from lacxl.addin.addin_file import package
from lacxl.addin.project import vba_project
from lacxl.addin.vba_sources import VbaModule, checkout_folder, read_sources

HERE = Path(__file__).parent
Fault = tuple[str, str, str]
"""A fault to plant: the module, a text of it, and what stands there instead."""
MISTYPED: Fault = (
    "LacxlRun",
    "    On Error GoTo Failed\n    If Not MayStart",
    '    On Error GoTo Failed\n    number = "abc"\n    If Not MayStart',
)
UNCOMPILABLE: Fault = (
    "LacxlText",
    'FourDigits(ByVal code As Long) As String\n    FourDigits = Right$("000" & Hex$(code), 4)',
    'FourDigits(ByVal base As Long) As String\n    FourDigits = Right$("000" & Hex$(base), 4)',
)
"""Good VBA that LibreOffice does not compile: it does not take the name."""


def twin() -> bytes:
    """Return the twin as an .xlam: LacxlHost differs, and the tests' two modules are added."""
    sources = read_sources(checkout_folder())
    host = _module(HERE / "LacxlHost.bas")
    modules = [host if module.name == host.name else module for module in sources.modules]
    modules += [_module(HERE / "Controls.bas"), _module(HERE / "ControlStandIn.cls")]
    return package(vba_project(modules), sources.ribbon, "twin")


def planted(fault: Fault) -> bytes:
    """Return the add-in with a fault in it."""
    sources = read_sources(checkout_folder())
    name, before, after = fault
    (faulty,) = (module for module in sources.modules if module.name == name)
    assert before in faulty.text
    changed = replace(faulty, text=faulty.text.replace(before, after, 1))
    modules = [changed if module is faulty else module for module in sources.modules]
    return package(vba_project(modules), sources.ribbon, "planted")


def signatures(path: Path) -> set[str]:
    """Return the public procedures of a module, each with its arguments and its type."""
    found = re.findall(
        r"^Public ((?:Sub|Function) \w+\([^)]*\)(?: As \w+)?)",
        path.read_text("ascii"),
        re.MULTILINE,
    )
    return set(found)


def _module(path: Path) -> VbaModule:
    return VbaModule(path.stem, path.read_text("ascii"), path.suffix == ".cls")
