"""The add-in's ribbon and VBA, judged as they stand; and judges that catch planted faults."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from lacxl.addin.building import SHIPPED
from lacxl.addin.vba_sources import RIBBON, checkout_folder
from lacxl.engines.excel.quiet import _QUIET
from macros import twin
from oracles import addin_file, ribbon, vba

SHIM = checkout_folder()
SOURCES = {path.name: path.read_text("ascii") for path in sorted((SHIM / "src").iterdir())}
BY_NAME = {file.rpartition(".")[0]: text for file, text in SOURCES.items()}
XML = (SHIM / RIBBON).read_bytes()
PROCEDURES = ribbon.procedures({f[:-4]: t for f, t in SOURCES.items() if f.endswith(".bas")})
VERBS = {
    *("months", "next", "fill", "preview", "undo", "check", "problems", "explain", "accept"),
    *("map", "charts", "issue", "restate", "publish", "log", "doctor", "help"),
}
LATER = {"reissue", "pack", "history"}


class TestAsTheyStand:
    def test_vba(self, tmp_path: Path) -> None:
        assert vba.lint(SOURCES) == []
        assert vba.vbalidator(SOURCES, tmp_path) == []

    def test_ribbon(self) -> None:
        assert ribbon.problems(XML, PROCEDURES) == []

    def test_built_file(self) -> None:
        assert addin_file.problems(SHIPPED.read_bytes(), BY_NAME) == []

    def test_only_the_host_touches_excel_windows_or_files(self) -> None:
        outside = re.compile(
            r"\b(Application|ActiveWorkbook|ThisWorkbook|CreateObject|Shell|Environ\$?|Dir\$?|Open|"
            r"Kill|MsgBox|InputBox|Now|Timer)\b"
        )
        for name, text in BY_NAME.items():
            if name in ("LacxlHost", "LacxlEvents"):
                continue
            code = re.sub(r'"[^"]*"|\'.*', "", text)
            assert outside.findall(code.partition("Option Explicit")[2]) == [], name

    def test_the_stand_in_has_the_hosts_public_procedures(self) -> None:
        own = twin.signatures(SHIM / "src" / "LacxlHost.bas")
        stand_in = twin.signatures(twin.HERE / "LacxlHost.bas")
        assert {line for line in stand_in if " Test" not in line} == own

    def test_what_lacxl_turns_off_in_excel_is_given_back_after_the_process_too(self) -> None:
        """By its text alone: only Excel runs the host. What is turned off is the engine's list."""
        host = BY_NAME["LacxlHost"]
        run = host.partition("Public Function HostRun")[2].partition("End Function")[0]
        back = host.partition("Private Sub GiveBack")[2].partition("End Sub")[0]
        assert run.index("EnableEvents") < run.index(".Run(") < run.index("GiveBack")
        ended_by_excel = {"screen_updating"}  # when the macro ends
        for name in set(_QUIET) - ended_by_excel:
            member = name.title().replace("_", "")
            assert f"Then Application.{member} = " in back, member


class TestRibbon:
    def test_it_has_the_verbs_that_there_are_and_no_dead_button(self) -> None:
        found = {control.get("id", "").split("_")[1] for control in controls()}
        assert found == VERBS
        assert not found & LATER

    def test_a_place_is_kept_for_those_to_come(self) -> None:
        comment = XML.partition(b"<!--")[2].partition(b"-->")[0].decode()
        for words in ("re-issue", "report pack", "history"):
            assert words in comment

    def test_the_groups_are_the_months_order(self) -> None:
        groups = [g.get("label") for g in etree.fromstring(XML).iter(f"{ribbon.NS}group")]
        assert groups == ["Month", "Fill", "Review", "Issue", "Help"]

    def test_explain_is_on_the_menus_of_a_cell_and_of_a_tables_cell(self) -> None:
        menus = etree.fromstring(XML).iter(f"{ribbon.NS}contextMenu")
        found = {menu.get("idMso"): [b.get("label") for b in menu] for menu in menus}
        assert found == {
            "ContextMenuCell": ["Explain this figure"],
            "ContextMenuListRange": ["Explain this figure"],
        }


def controls() -> list[etree._Element]:
    root = etree.fromstring(XML)
    return list(root.iter(*ribbon.CLICKABLE))


RIBBON_FAULTS = {
    "misspelt attribute": (b"supertip=", b"superTip="),
    "unknown icon": (b'imageMso="Lock"', b'imageMso="Lokc"'),
    "callback that is not there": (b"LacxlRibbon.GetProblemsLabel", b"LacxlRibbon.GetProblems"),
    "callback of other arguments": (
        b'getEnabled="LacxlRibbon.GetEnabled"',
        b'getEnabled="LacxlRibbon.OnAction"',
    ),
    "callback that is a function": (
        b'onAction="LacxlRibbon.OnAction"',
        b'onAction="LacxlRibbon.VerbOf"',
    ),
    "id twice": (b'id="lacxl_log"', b'id="lacxl_help"'),
    "key tip that hides another": (b'keytip="G"', b'keytip="PP"'),
    "key tip twice": (b'keytip="G"', b'keytip="F"'),
    "no key tip": (b'keytip="U"', b""),
    "namespace of Excel 2007": (b"2009/07/customui", b"2006/01/customui"),
    "onAction on a group": (
        b'<group id="lacxl_group_help"',
        b'<group onAction="x" id="lacxl_group_help"',
    ),
    "off without a reason": (b'getSupertip="LacxlRibbon.GetSupertip"', b'supertip="x"'),
    "no words for the supertip": (b'tag="Locks', b'description="Locks'),
    "tip and callback for it": (b'screentip="Issue', b'supertip="x" screentip="Issue'),
    "no label": (b'label="Open log"', b""),
}


@pytest.mark.parametrize("fault", RIBBON_FAULTS)
def test_a_fault_of_the_ribbon_is_caught(fault: str) -> None:
    before, after = RIBBON_FAULTS[fault]
    assert before in XML
    assert ribbon.problems(XML.replace(before, after, 1), PROCEDURES)


LINT, KNOWS, BOTH = {"lint"}, {"vbalidator"}, {"lint", "vbalidator"}
VBA_FAULTS = {
    "undeclared variable": ("LacxlRun", "message = FieldOf(", "mesage = FieldOf(", KNOWS),
    "missing End If": ("LacxlRun", "    End If\n    MayStart = True", "    MayStart = True", KNOWS),
    "unknown function": ("LacxlRun", "HostRun(", "HostRunn(", KNOWS),
    "too many arguments": ("LacxlRun", 'HostStatus ""', 'HostStatus "", 1, 2', KNOWS),
    "too few arguments": (
        "LacxlRibbon",
        'RunVerb("months", control.Tag)',
        'RunVerb("months")',
        KNOWS,
    ),
    "unknown member of Application": ("LacxlHost", "Application.Hwnd", "Application.Hwind", KNOWS),
    "missing Set": ("LacxlHost", "Set starter =", "starter =", KNOWS),
    "missing Next": ("LacxlText", "    Next i\n", "", KNOWS),
    "unclosed text": ("LacxlRun", '"lacxl: working..."', '"lacxl: working...', KNOWS),
    "private called from outside": (
        "LacxlState",
        "Public Function StateAllows",
        "Private Function StateAllows",
        KNOWS,
    ),
    "Declare without PtrSafe": (
        "LacxlHost",
        "Option Explicit",
        'Option Explicit\nPrivate Declare Function T Lib "kernel32" () As Long',
        BOTH,
    ),
    "no Option Explicit": ("LacxlState", "Option Explicit\n", "", BOTH),
    "public name in two modules": (
        "LacxlState",
        "Public Function Setting",
        "Public Function Quoted(x)\nEnd Function\nPublic Function Setting",
        LINT,
    ),
    "name that LibreOffice does not take": (*twin.UNCOMPILABLE, LINT),
    "not ASCII": ("LacxlText", "' Pure text", "' \N{POUND SIGN}", LINT),
    "macro that runs on opening": (
        "ThisWorkbook",
        "Option Explicit",
        "Option Explicit\n' no Workbook_Open here",
        LINT,
    ),
}
MISSED = {"text in a whole number": twin.MISTYPED}
"""Caught by neither, and LibreOffice takes the text as 0: only Excel stops at it."""


def judged(module: str, before: str, after: str, folder: Path) -> set[str]:
    file = next(name for name in SOURCES if name.startswith(f"{module}."))
    assert before in SOURCES[file]
    planted = SOURCES | {file: SOURCES[file].replace(before, after, 1)}
    found = {"lint"} if vba.lint(planted) else set()
    return found | ({"vbalidator"} if vba.vbalidator(planted, folder) else set())


@pytest.mark.parametrize("fault", VBA_FAULTS)
def test_a_fault_of_the_vba_is_caught_by_whom_the_table_says(fault: str, tmp_path: Path) -> None:
    module, before, after, by = VBA_FAULTS[fault]
    assert judged(module, before, after, tmp_path) == by


@pytest.mark.parametrize("fault", MISSED)
def test_what_no_judge_of_the_sources_sees(fault: str, tmp_path: Path) -> None:
    assert judged(*MISSED[fault], tmp_path) == set()


FILE_FAULTS = {
    "another source": ("LacxlRun", "working...", "resting..."),
    "a macro more": ("Sheet1", "Option Explicit", "Option Explicit\nPrivate Sub A()\nEnd Sub"),
}


@pytest.mark.parametrize("fault", FILE_FAULTS)
def test_a_module_that_is_not_the_source_is_caught(fault: str) -> None:
    found = addin_file.problems(twin.planted(FILE_FAULTS[fault]), BY_NAME)
    assert any("is not its source" in problem for problem in found)


def test_a_macro_that_runs_on_opening_looks_suspicious() -> None:
    """Also in a comment, so the word stands nowhere in the sources."""
    for line in ("Private Sub Workbook_Open()\nEnd Sub", "' no Workbook_Open"):
        fault = ("ThisWorkbook", "Option Explicit", f"Option Explicit\n{line}")
        found = addin_file.problems(twin.planted(fault), BY_NAME)
        assert any("mraptor: suspicious" in problem for problem in found)


REPAIRS = {
    "compiled cache": (b"\xcc\x61\xff\xff\x00\x00\x00", b"\xcc\x61\xff\xff\x00\x00\x01"),
    "type of a workbook": (b"ms-excel.addin.macroEnabled", b"ms-excel.sheet.macroEnabled"),
    "relation to a part that is not there": (
        b'customUI/customUI14.xml"/>',
        b'customUI/customUI15.xml"/>',
    ),
}


@pytest.mark.parametrize("fault", REPAIRS)
def test_a_fault_of_the_file_is_caught(fault: str) -> None:
    """Parts are stored, so a part can be altered in place; the check sum is put right."""
    before, after = REPAIRS[fault]
    assert addin_file.problems(altered(SHIPPED.read_bytes(), before, after), BY_NAME)


def altered(content: bytes, before: bytes, after: bytes) -> bytes:
    file = io.BytesIO()
    changed = False
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            changed = changed or before in part
            new.writestr(entry, part.replace(before, after))
    assert changed
    return file.getvalue()
