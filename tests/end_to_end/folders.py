"""Folders with the demo in them, the command line run on them, and what a folder holds."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lacxl.cli import main
from lacxl.demo import WORKBOOK
from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.marks import is_mark

MAY = "2015-05"
DONE, WITH_FINDINGS, USAGE, REFUSED, FAILED, DECIDE = 0, 1, 2, 3, 4, 5
TO_DECIDE = {
    "I103", "I105", "I106", "I107", "I110", "I111", "I116", "N101", "N102", "N104", "N106",
}  # fmt: skip
"""What is refused with 5 and a line on what to decide, where nothing else is wrong."""
COPY = "Monthly Performance - Corporate Parenting - May 2015 - I1.xlsx"
REGISTER = "lacxl-register.csv"
State = Mapping[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the command line left with and said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that was said, without blanks: lines are wrapped at places that vary."""
        return squeezed(self.out + self.err)

    def codes(self) -> list[str]:
        """The codes of the findings, each as often as it stands at the start of a line."""
        return re.findall(r"^([A-Z]\d{3})  ", self.out + self.err, re.MULTILINE)

    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


def squeezed(text: str) -> str:
    """Return a text without blanks and line breaks."""
    return re.sub(r"\s+", "", text)


def run(folder: Path, *arguments: str) -> Ran:
    """Run a command on a folder, in this process: lacxl COMMAND ... -s FOLDER."""
    return call(*arguments, "-s", str(folder))


def call(*arguments: str) -> Ran:
    """Run the command line with just these arguments, in this process."""
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as left:
            code = left.code
    assert isinstance(code, int), "the command line always leaves with an exit code"
    return Ran(code, out.getvalue(), err.getvalue())


def run_process(
    folder: Path,
    *arguments: str,
    before: str = "",
    preexec: Callable[[], None] | None = None,
    timeout: float = 60,
) -> Ran:
    """Run the command line as a process of its own, from within the folder.

    `before` is Python that runs first, to plant a fault into the process.
    """
    done = subprocess.run(
        [sys.executable, "-c", f"{before}\nfrom lacxl.cli import main\nmain()", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        preexec_fn=preexec,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def state_of(folder: Path, *, locks: bool = False) -> State:
    """Return everything in a folder: each file's fingerprint, time stamp and mode.

    The system's lock lives in an empty file that stays behind, as files/guarding.py says; it
    counts with `locks` alone. A lock file that is not empty always counts.
    """
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        facts = path.stat()
        if path.is_dir():
            found[name] = ("folder", facts.st_mode)
        elif locks or facts.st_size or not re.fullmatch(r"\.~lacxl-.*\.lock", path.name):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = (digest, facts.st_mtime_ns, facts.st_mode)
    return found


def without_empty_folders(state: State) -> State:
    """Leave out folders that hold nothing: they have a test of their own."""
    return {
        name: facts
        for name, facts in state.items()
        if facts[0] != "folder" or any(other.startswith(f"{name}/") for other in state)
    }


def leftovers(folder: Path) -> list[str]:
    """Return the temporary files and notes of holders that lie about in a folder."""
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.name.endswith((".tmp", ".holder"))
    ]


def assert_plain(ran: Ran) -> None:
    """No traceback, no fault of lacxl's own."""
    assert ran.code != FAILED, ran.err
    assert "Traceback" not in ran.out + ran.err
    assert "lacxl failed" not in ran.err


def assert_refused(ran: Ran, code: str, *words: str, exit_code: int | None = None) -> None:
    """The run was refused with the finding's code, and its message has these words."""
    assert_plain(ran)
    usual = DECIDE if code in TO_DECIDE else REFUSED
    assert ran.code == (usual if exit_code is None else exit_code), ran.out + ran.err
    assert (ran.code == DECIDE) == ran.err.splitlines()[-1].startswith("A person must decide: ")
    assert code in ran.codes(), ran.err
    assert "Nothing was changed." in ran.err
    assert ran.out == ""
    for word in words:
        assert squeezed(word) in ran.said, f"{word!r} is missing in: {ran.err}"


def assert_done(ran: Ran) -> None:
    """The run was done, with findings or without."""
    assert_plain(ran)
    assert ran.code in (DONE, WITH_FINDINGS), ran.out + ran.err


def refused_untouched(folder: Path, arguments: tuple[str, ...], code: str, *words: str) -> Ran:
    """Run, and assert that it was refused with this code and that nothing was written."""
    before = state_of(folder)
    ran = run(folder, *arguments)
    assert_refused(ran, code, *words)
    assert without_empty_folders(state_of(folder)) == without_empty_folders(before)
    assert leftovers(folder) == []
    return ran


def workbook_of(folder: Path) -> Path:
    """Return the demo's workbook."""
    return folder / WORKBOOK


def settings_add(folder: Path, text: str) -> None:
    """Add tables to lacxl.toml."""
    path = folder / "lacxl.toml"
    path.write_text(path.read_text("utf-8") + "\n" + text, "utf-8")


def settings_under(folder: Path, table: str, text: str) -> None:
    """Add keys under a table that lacxl.toml has already."""
    path = folder / "lacxl.toml"
    before = path.read_text("utf-8")
    assert f"[{table}]\n" in before
    path.write_text(before.replace(f"[{table}]\n", f"[{table}]\n{text}\n"), "utf-8")


def before_registers(folder: Path) -> None:
    """Leave a folder as a lacxl that kept no register left it: no receipt knows of one either."""
    (folder / REGISTER).unlink(missing_ok=True)
    for path in (folder / "receipts").glob("*.json"):
        content = json.loads(path.read_text("utf-8"))
        changes = content["changes"]
        if changes.pop("register", None) is None:
            continue
        if content.get("command") == "issue":
            path.unlink()  # what is kept of an issue came with the register
            continue
        del changes["seal"]
        plain = json.dumps(content, sort_keys=True)
        changes["seal"] = hashlib.sha256(plain.encode("ascii")).hexdigest()
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def marks(path: Path) -> set[str]:
    """Return the areas that are marked as restated."""
    with PackageWorkbook(path) as book:
        return {
            f"{sheet.name}!{rule.area}"
            for sheet in book.survey().sheets
            for rule in sheet.rules
            if is_mark(rule)
        }
