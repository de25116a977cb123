"""What the helper admits: each fault of a request alone is enough to refuse it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.files.key_values import to_text
from lacxl.ribbon.requests import LARGEST, Request, admit, read_request, require_fresh, result_of


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACXL_HOME", str(tmp_path))


def request(folder: Path, **other: str) -> dict[str, str]:
    return {
        "verb": "fill",
        "hwnd": "4711",
        "book": "Août 2015.xlsx",
        "result": str(folder / "lacxl-20150609-17.txt"),
        "arg": "2015-05",
    } | other


def test_a_request_as_the_add_in_writes_it_is_admitted(tmp_path: Path) -> None:
    text = to_text(request(tmp_path)).replace("\n", "\r\n")
    assert admit(text) == Request(
        "fill", "4711", "Août 2015.xlsx", tmp_path / "lacxl-20150609-17.txt", "2015-05", ""
    )
    typed = request(tmp_path, verb="accept", arg="K102 'Août'!B2", reason="Both: £5")
    assert (admit(to_text(typed)).arg, admit(to_text(typed)).reason) == (
        "K102 'Août'!B2",
        "Both: £5",
    )
    without = {key: value for key, value in request(tmp_path).items() if key != "arg"}
    assert admit(to_text(without)).arg == ""
    assert admit(to_text(request(tmp_path, verb="log", book="", hwnd="-5"))).hwnd == "-5"


def test_the_temporary_folder_may_be_spelt_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real, target_is_directory=True)
    monkeypatch.setenv("TEMP", str(tmp_path / "link"))
    assert admit(to_text(request(real))).result.parent == real


@pytest.mark.parametrize(
    "other",
    [
        {"verb": "refresh"},
        {"verb": "FILL"},
        {"verb": "fill --arg x"},
        {"verb": ""},
        {"hwnd": "4711; calc"},
        {"hwnd": ""},
        {"hwnd": "9" * 30},
        {"book": "..\\Report.xlsx"},
        {"book": "a/b.xlsx"},
        {"book": "x" * 300},
        {"book": "a\nb"},
        {"arg": "2015-05 --x"},
        {"arg": "May"},
        {"verb": "accept", "arg": "K102 a\nb"},
        {"reason": "a\nb"},
        {"reason": "x" * 2001},
        {"result": "lacxl-1.txt"},
        {"result": ""},
        {"result": "/etc/lacxl-1.txt"},
        {"result": "{home}/../lacxl-1.txt"},
        {"result": "{home}/sub/../lacxl-1.txt"},
        {"result": "{home}/inbox/lacxl-1.txt"},
        {"result": "{home}/addin.cfg"},
        {"result": "{home}/lacxl-1.state"},
        {"result": "{home}/lacxl-1.txt:stream.txt"},
        {"result": "{home}/lacxl-there.txt"},
        {"result": "{home}/lacxl-dangling.txt"},
    ],
)
def test_anything_else_is_refused(tmp_path: Path, other: dict[str, str]) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "lacxl-there.txt").write_text("there", "utf-8")
    (tmp_path / "lacxl-dangling.txt").symlink_to(tmp_path / "nowhere")
    filled = {key: value.replace("{home}", str(tmp_path)) for key, value in other.items()}
    with pytest.raises(Refused) as caught:
        admit(to_text(request(tmp_path, **filled)))
    assert set(caught.value.codes) == {"B302"}
    assert len(caught.value.findings) == 1
    allowed = result_of(to_text(request(tmp_path, **filled)))
    assert (allowed is None) == ("result" in other)


@pytest.mark.parametrize("line", ["program=calc.exe", "verb=issue", "no line of a request"])
def test_other_lines_and_repeated_ones_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(Refused):
        admit(to_text(request(tmp_path)) + line + "\n")


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        admit("verb=calc\nhwnd=x\n")
    assert len(caught.value.findings) == 4, "verb, hwnd, and two that are missing"


@given(st.text(max_size=300))
def test_no_text_is_a_fault_of_the_helper(text: str) -> None:
    with pytest.raises(Refused):
        admit(text)


class TestReading:
    def test_a_small_plain_file_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "1.request"
        file.write_bytes(b"verb=fill\r\n")
        assert read_request(file) == "verb=fill\r\n"

    @pytest.mark.parametrize("kind", ["link", "folder", "large", "other", "absent"])
    def test_anything_else_is_not(self, tmp_path: Path, kind: str) -> None:
        file = tmp_path / "1.request"
        if kind == "link":
            (tmp_path / "real").write_bytes(b"verb=fill")
            file.symlink_to(tmp_path / "real")
        elif kind == "folder":
            file.mkdir()
        elif kind != "absent":
            file.write_bytes(
                {"large": b"x" * (LARGEST + 1), "other": "verb=été".encode()}.get(kind, b"verb=x")
            )
        with pytest.raises(Refused) as caught:
            read_request(file)
        assert caught.value.codes == ("B301",)

    def test_one_that_waited_for_more_than_a_minute_is_too_old(self, tmp_path: Path) -> None:
        file = tmp_path / "1.request"
        file.write_bytes(b"verb=fill")
        require_fresh(file)
        os.utime(file, (time.time() - 61, time.time() - 61))
        with pytest.raises(Refused) as caught:
            require_fresh(file)
        assert caught.value.codes == ("B306",)
