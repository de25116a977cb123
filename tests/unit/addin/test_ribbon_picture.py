"""The picture of the ribbon in the docs is what the ribbon's XML gives."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from types import ModuleType

import pytest
from lxml import etree

from needs import ROOT

SCRIPT = ROOT / "docs" / "draw_ribbon.py"
XML = (ROOT / "vba_shim" / "customUI14.xml").read_text("utf-8")


@pytest.fixture(scope="module")
def drawing() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("draw_ribbon", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["draw_ribbon"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_it_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--check"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, f"run: python docs/draw_ribbon.py\n{done.stdout}{done.stderr}"


def test_a_change_of_the_ribbon_is_a_change_of_the_picture(drawing: ModuleType) -> None:
    picture = drawing.draw(XML)
    for before, after in (
        ('label="Undo last fill"', 'label="Take back"'),
        ('size="large" imageMso="Lock"', 'imageMso="Lock"'),
        ('imageMso="Undo"', 'imageMso="Info"'),
        ('<group id="lacxl_group_issue" label="Issue"', '<group id="x" label="Finish"'),
        ('label="Corporate Parenting"', 'label="Parenting"'),
        ('label="Explain this figure"', 'label="Describe this figure"'),
    ):
        assert before in XML
        changed = XML.replace(before, after)
        assert drawing.draw(changed) != picture, before


def test_every_button_is_on_it_and_the_picture_is_well_formed(drawing: ModuleType) -> None:
    root = etree.fromstring(drawing.draw(XML).encode())
    words = " ".join("".join(element.itertext()) for element in root.iter("{*}text"))
    for label in ("Preview changes", "Undo last fill", "Explain this figure", "Test set-up"):
        assert label in words
    for start in ("Fill month", "Issue and lock", "Problems (3)", "May 2015 (filled)"):
        assert start.partition(" ")[0] in words
