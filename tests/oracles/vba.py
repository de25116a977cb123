"""Judges VBA sources: a lint of our own, and vbalidator, which knows VBA and Excel's objects."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from oracles.running import run

RESERVED = frozenset({"base", "property", "object"})
"""Names that LibreOffice Basic does not take: every function of the module then gives nothing."""
WATCHED = re.compile(
    r"Workbook_Open|Auto_?Open|Auto_?Exec|\.VBProject\b|\bpowershell\b|\bcmd(\.exe)?\b /c|"
    r"\bDeclare\b|\bShellExecute\b|\bXMLHTTP\b",
    re.IGNORECASE,
)
"""What antivirus programs and mraptor look for, in code and in comments alike."""
LONGEST_LINE, MOST_CONTINUATIONS, LONGEST_NAME = 1023, 24, 31
MOST_LINES = 250


def lint(sources: Mapping[str, str]) -> list[str]:
    """Return what is wrong with modules, given each one's exported text by its file's name."""
    found: list[str] = []
    public: dict[str, list[str]] = defaultdict(list)
    for file, text in sources.items():
        found += [f"{file}: {what}" for what in _of_module(file, text)]
        if file.endswith(".bas"):
            for name in re.findall(r"^Public (?:Sub|Function|Property \w+) (\w+)", text, re.M):
                public[name.lower()].append(file)
    found += [f"{name}: public in {files}" for name, files in public.items() if len(files) > 1]
    return found


def _of_module(file: str, text: str) -> Iterator[str]:
    stem = file.rpartition(".")[0]
    if not text.isascii():
        yield "not ASCII"
    if f'\nAttribute VB_Name = "{stem}"\n' not in "\n" + text:
        yield "VB_Name is not the file's name"
    if len(stem) > LONGEST_NAME:
        yield f"a name of over {LONGEST_NAME} characters"
    if "\nOption Explicit\n" not in text:
        yield "no Option Explicit"
    continued = 0
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        yield f"over {MOST_LINES} lines"
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            yield f"line {number} has over {LONGEST_LINE} characters"
        continued = continued + 1 if line.endswith(" _") else 0
        if continued > MOST_CONTINUATIONS:
            yield f"line {number}: over {MOST_CONTINUATIONS} continuations"
        for name in re.findall(r"(?:ByVal|ByRef|Dim|Private|Public|,)\s+(\w+)\s+As\b", line):
            if name.lower() in RESERVED:
                yield f'line {number}: LibreOffice takes no "{name}" as a name'
        if watched := WATCHED.search(line):
            yield f"line {number}: {watched[0]} is what antivirus programs look for"


def vbalidator(sources: Mapping[str, str], folder: Path) -> list[str]:
    """Return vbalidator's findings, none where its score is 100; the folder is for its files."""
    place = folder / "sources"
    place.mkdir()
    for file, text in sources.items():
        (place / file).write_text(text, encoding="utf-8", newline="\r\n")
    report = folder / "report.json"
    program = Path(sys.executable).with_name("vbalidator")
    answer = run([program, place, "--host", "excel", "--output", report], timeout=120)
    if not report.is_file():
        raise RuntimeError(f"vbalidator wrote no report: {answer.stdout}{answer.stderr}")
    said = json.loads(report.read_text("utf-8"))
    if said["summary"]["files_scanned"] != len(sources):
        raise RuntimeError(f"vbalidator read {said['summary']['files_scanned']} modules")
    found = [f"{i['rule_id']} {i['message']}" for f in said["files"] for i in f["issues"]]
    if said["summary"]["score"] < 100 and not found:
        found = [f"score {said['summary']['score']}"]
    return found
