"""One thing, one name: what has a name that something else has is in the glossary."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "lacxl"


def _allowed() -> tuple[set[str], set[str]]:
    """The modules and the classes that the glossary lists."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    lines = text.partition("## Names that are used twice")[2].splitlines()
    rows = [line.split("|")[2] for line in lines if line.startswith("|")][2:]
    words = {name.strip() for row in rows for name in row.split(",")}
    classes = {word for word in words if word.startswith("`")}
    return words - classes, {word.strip("`") for word in classes}


def test_modules_of_one_name_are_listed() -> None:
    """A module that is its room's own, such as app/check/check.py, counts as the room."""
    rooms: dict[str, set[Path]] = defaultdict(set)
    for path in SOURCE.rglob("*.py"):
        at = path.relative_to(SOURCE).with_suffix("")
        at = at.parent if at.name in ("__init__", at.parent.name) else at
        rooms[at.name].add(at.parent)
    assert {name for name, there in rooms.items() if len(there) > 1} == _allowed()[0]


def test_public_classes_of_one_name_are_listed() -> None:
    modules: dict[str, set[Path]] = defaultdict(set)
    for path in SOURCE.rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules[node.name].add(path)
    assert {name for name, there in modules.items() if len(there) > 1} == _allowed()[1]
