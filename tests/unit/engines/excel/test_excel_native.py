"""Two spellings of the same things; the macOS one, which cannot be run here, in known words."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
import xlwings
from made_faults import EXCEPTION, REJECTED, com_error

from lacxl.domain.errors import Refused
from lacxl.engines.excel import attach, caller, native
from lacxl.engines.excel.excel_errors import is_busy

OF_XLWINGS = {"api", "name", "save", "activate", "select"}
OF_APPSCRIPT = {"get", "set", "properties", "make", "count", "at", "new", "with_properties", "each"}
OF_PYTHON = {
    "allowed", "copyfile", "fill", "font", "bold", "parse", "full_name", "delete", "k", "append",
}  # fmt: skip


def words_of_mac() -> set[str]:
    """Return every attribute and argument that the macOS spelling names."""
    tree = ast.parse(inspect.getsource(native))
    (mac,) = (n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "_MacSpelling")
    attributes = {n.attr for n in ast.walk(mac) if isinstance(n, ast.Attribute)}
    arguments = {n.arg for n in ast.walk(mac) if isinstance(n, ast.keyword) and n.arg}
    return attributes | arguments


def test_every_word_of_the_macos_spelling_is_in_excels_dictionary() -> None:
    dictionary = (Path(xlwings.__file__).parent / "mac_dict.py").read_text("utf-8")
    known = OF_XLWINGS | OF_APPSCRIPT | OF_PYTHON
    unknown = {word for word in words_of_mac() - known if f'"{word}"' not in dictionary}
    assert unknown == set()


def test_both_spellings_have_every_word() -> None:
    wanted = {name for name in vars(native.Spelling) if not name.startswith("_")}
    for made in (native.spelling("win32"), native.spelling("darwin")):
        assert wanted <= {name for name in dir(made) if not name.startswith("_")}
    assert type(native.spelling("win32")) is not type(native.spelling("darwin"))


@pytest.mark.parametrize(
    ("fault", "busy"),
    [
        (com_error(REJECTED), True),
        (com_error(-2147417846), True),
        (com_error(EXCEPTION), True),
        (com_error(EXCEPTION, "Unable to set the Locked property."), False),
        (ValueError("x"), False),
    ],
)
def test_a_busy_excel_is_told_from_one_that_says_no(fault: Exception, busy: bool) -> None:
    assert is_busy(fault) is busy


def test_without_an_excel_the_refusal_says_where_the_buttons_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlwings.engines, "active", None)
    for reach in (lambda: attach(None, "Report.xlsx"), caller):
        with pytest.raises(Refused) as refusal:
            reach()
        assert refusal.value.codes == ("E101",)
        assert "command line" in str(refusal.value)
