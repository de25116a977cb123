"""The built add-in itself: LibreOffice compiles it, and its procedures give known values."""

from __future__ import annotations

import os
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from lacxl.addin.building import SHIPPED
from macros.button import BOOK, SAFE
from macros.calc import Calc
from macros.twin import UNCOMPILABLE, planted

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def shipped(calc: Calc) -> Calc:
    """LibreOffice with the add-in that ships."""
    if calc.opened != SHIPPED:
        calc.open(SHIPPED)
    return calc


class TestTheAddinThatShips:
    """The built file itself, its host module and all: LibreOffice compiles it and it gives."""

    KNOWN = (
        ("LacxlText.SafeName", (BOOK,), SAFE),
        ("LacxlText.SafeName", ("\N{GRINNING FACE}",), "_D83D_DE00"),
        ("LacxlText.Escaped", ("a£\\\nb",), "a\\u00A3\\\\\\nb"),
        ("LacxlText.Unescaped", ("a\\u00a3\\\\\\nb\\uD83D\\uDE00",), "a£\\\nb\N{GRINNING FACE}"),
        ("LacxlText.Unescaped", ("\\\\n \\uzzzz \\q end\\",), "\\n uzzzz q end\\"),
        (
            "LacxlText.FieldOf",
            ("status=ok\r\nmessage=Filled 31\\n2 left\r\n", "message"),
            "Filled 31\n2 left",
        ),
        ("LacxlText.FieldOf", ("xmessage=no\nmessage=yes=1\n", "message"), "yes=1"),
        ("LacxlText.FieldOf", ("status=ok\n", "message"), ""),
        (
            "LacxlText.CommandLine",
            (
                '"C:\\a b\\pythonw.exe" -m lacxl',
                "issue",
                "77",
                "a b.xlsx",
                "C:\\t\\r.txt",
                "2015-05",
                "",
            ),
            (
                '"C:\\a b\\pythonw.exe" -m lacxl ribbon issue --hwnd "77" --book "a b.xlsx" '
                '--result "C:\\t\\r.txt" --arg "2015-05"'
            ),
        ),
        (
            "LacxlText.CommandLine",
            ("c", "fill", "1", 'a" b', "r", "", ""),
            'c ribbon fill --hwnd "1" --book "a b" --result "r"',
        ),
        (
            "LacxlText.CommandLine",
            ("c", "accept", "1", "b", "r", "K102 'a'!B2", '£5, %TEMP% "so" C:\\x\\'),
            (
                'c ribbon accept --hwnd "1" --book "b" --result "r" --arg "K102 \'a\'!B2" --reason '
                '"\\u00A35, \\u0025TEMP\\u0025 \\u0022so\\u0022 C:\\u005Cx\\u005C"'
            ),
        ),
        (
            "LacxlText.RequestText",
            ("fill", "1", "£", "r", "", ""),
            "verb=fill\r\nhwnd=1\r\nbook=\\u00A3\r\nresult=r\r\narg=",
        ),
        (
            "LacxlText.RequestText",
            ("restate", "1", "b", "r", "2015-04", "Late £"),
            "verb=restate\r\nhwnd=1\r\nbook=b\r\nresult=r\r\narg=2015-04\r\nreason=Late \\u00A3",
        ),
        ("LacxlText.XmlEscape", ('a<b>&"c"',), "a&lt;b&gt;&amp;&quot;c&quot;"),
        ("LacxlText.Shortened", ("x" * 1000,), "x" * 1000),
        (
            "LacxlText.Shortened",
            ("x" * 1001,),
            "x" * 950 + " ...\n\nThe log has the rest: Help > Open log.",
        ),
        ("LacxlRibbon.VerbOf", ("lacxl_explain_table",), "explain"),
        ("LacxlRibbon.VerbOf", ("lacxl_issue",), "issue"),
        ("LacxlRibbon.VerbOf", ("other",), ""),
    )

    @pytest.mark.parametrize(("macro", "arguments", "value"), KNOWN)
    def test_its_functions_give_known_values(
        self, shipped: Calc, macro: str, arguments: tuple[object, ...], value: object
    ) -> None:
        assert shipped.call(macro, *arguments) == value

    def test_every_kind_of_failure_says_what_to_do(self, shipped: Calc) -> None:
        def text(number: int) -> str:
            said: str = shipped.call(
                "LacxlRun.FailureText", number, "Words.", "C:\\py.exe -m lacxl"
            )
            return said

        assert "creating child processes" in text(70)
        assert 'Run "lacxl helper"' in text(70)
        for gone in (53, -2147024894):
            assert "C:\\py.exe -m lacxl" in text(gone)
            assert "lacxl addin install" in text(gone)
        assert "Words. (error 1004)" in text(1004)
        assert "Test set-up" in text(1004)

    def test_the_months_become_a_menu_that_is_a_valid_ribbon(self, shipped: Calc) -> None:
        months = "2015-04|April 2015 (issued);2015-05|May & <open>;broken"
        menu = etree.fromstring(shipped.call("LacxlRibbon.MonthMenuXml", months, "2015-05"))
        items = [dict(item.attrib) for item in menu]
        assert [(i["tag"], i["label"], i.get("imageMso")) for i in items] == [
            ("2015-04", "April 2015 (issued)", None),
            ("2015-05", "May & <open>", "AcceptInvitation"),
        ]
        assert {item["onAction"] for item in items} == {"LacxlRibbon.OnMonthChosen"}

    def test_without_months_the_menu_has_a_way_to_find_them(self, shipped: Calc) -> None:
        (item,) = etree.fromstring(shipped.call("LacxlRibbon.MonthMenuXml", "", ""))
        assert shipped.call("LacxlRibbon.VerbOf", item.get("id")) == "months"
        assert item.get("onAction") == "LacxlRibbon.OnAction"


@pytest.mark.skipif(os.name == "nt", reason="here a backslash is a letter of a file's name")
class TestTheHostsFiles:
    r"""The host module that ships, as LibreOffice runs it: only what it does with files.

    It joins names with a backslash, which is no separator here: the files lie beside the folder.
    """

    @pytest.mark.parametrize("text", ["status=ok\nmessage=half", "a=1\r\nb=2\r\n", ""])
    def test_a_file_is_read_to_the_letter(self, shipped: Calc, tmp_path: Path, text: str) -> None:
        file = tmp_path / "a result.txt"
        file.write_text(text, encoding="ascii", newline="")
        assert shipped.call("LacxlHost.HostReadFile", str(file)) == text
        assert shipped.call("LacxlHost.HostReadFile", f"{file}x") == ""

    def test_a_stamp_tells_that_a_file_has_changed(self, shipped: Calc, tmp_path: Path) -> None:
        def stamp() -> str:
            said: str = shipped.call("LacxlHost.HostFileStamp", str(file))
            return said

        file = tmp_path / "file"
        assert stamp() == ""
        stamps = []
        for text, minute in (("one", 0), ("three", 0), ("three", 1), ("three", 60)):
            file.write_text(text, encoding="ascii")
            os.utime(file, (1_400_000_000 + 60 * minute,) * 2)
            stamps += [stamp(), stamp()]
        assert [a == b for a, b in pairwise(stamps)] == [True, False] * 3 + [True]

    def test_a_file_is_removed_and_one_that_is_not_there_is_no_fault(
        self, shipped: Calc, tmp_path: Path
    ) -> None:
        file = tmp_path / "file"
        file.touch()
        for _ in range(2):
            shipped.call("LacxlHost.HostRemoveFile", str(file))
            assert not file.exists()

    def test_the_helper_is_alive_while_its_sign_is_younger_than_20_seconds(
        self, shipped: Calc, tmp_path: Path
    ) -> None:
        sign = Path(f"{tmp_path}\\helper.alive")
        assert shipped.call("LacxlHost.HostHelperAlive", str(tmp_path)) is False
        for age, alive in ((0, True), (15, True), (25, False), (3600, False)):
            sign.touch()
            os.utime(sign, (time.time() - age,) * 2)
            assert shipped.call("LacxlHost.HostHelperAlive", str(tmp_path)) is alive, age
        assert shipped.call("LacxlHost.HostHelperAlive", "") is False

    def test_a_request_appears_whole_and_under_its_last_name(
        self, shipped: Calc, tmp_path: Path
    ) -> None:
        text = "verb=fill\r\nbook=\\u00A3.xlsx\r\narg="
        named = Path(shipped.call("LacxlHost.HostPost", str(tmp_path), text))
        assert list(tmp_path.parent.glob(f"{tmp_path.name}\\*")) == [named]
        assert re.fullmatch(r".*\\inbox\\[0-9]{8}-[0-9]{6}-[0-9]+\.request", str(named))
        assert named.read_text(encoding="ascii").splitlines() == text.split("\r\n")

    def test_its_places(self, shipped: Calc) -> None:
        folder = str(shipped.folder)
        assert shipped.call("LacxlHost.HostSettingsFile") == f"{folder}/roaming\\lacxl\\addin.cfg"
        result = shipped.call("LacxlHost.HostResultFile")
        place = re.escape(f"{folder}/temp\\lacxl-")
        assert re.fullmatch(place + r"[0-9]{8}-[0-9]{6}-[0-9]+\.txt", result)


def test_a_module_that_libreoffice_cannot_compile_is_noticed(calc: Calc) -> None:
    """It says nothing: every function of the module gives nothing. Hence the known values."""
    path = calc.folder / "planted.xlam"
    path.write_bytes(planted(UNCOMPILABLE))
    calc.open(path)
    assert calc.call("LacxlText.XmlEscape", "a<b") is None
