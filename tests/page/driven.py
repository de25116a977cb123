"""The page in a browser, as a test drives it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_AT_REST = """
document.documentElement.dataset.ready === "yes" && !document.querySelector("dialog[open]") &&
document.getElementById("save").hidden
"""
CHROMIUM = Path(__file__).with_name("driver.cjs")
FIREFOX = Path(__file__).with_name("driver_firefox.cjs")
_CLOSING = 10.0
"""Seconds that a browser has to close."""


class Driven:
    """A browser with the page in it; each way returns once the page is at rest again."""

    def __init__(self, process: subprocess.Popen[str], page: Path) -> None:
        self._process = process
        self._page = page
        self._is_open = False

    def do(self, what: str, **given: object) -> Any:
        """Have the driver do something; raises AssertionError with what the browser says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the driver ended"
        answer = json.loads(line)
        assert "fault" not in answer, answer["fault"]
        return answer["answer"]

    def open(self, **given: object) -> None:
        """Open the page from the disk and wait until its Python is ready."""
        self.do("open", url=self._page.as_uri(), **given)
        self._is_open = not given  # one that is disguised is for its own test
        self.do("ready")
        self.do("idle")

    def begin(self) -> None:
        """Have a page with nothing unsaved, asked or broken: the one that is open, if it is so.

        Opening one takes seconds.
        """
        if not self._is_open or not self.do("evaluate", code=_AT_REST):
            self.open()

    def give(self, *paths: Path) -> None:
        """Choose files, or one folder."""
        if len(paths) == 1 and paths[0].is_dir():
            self.do("give", folder=str(paths[0]))
        else:
            self.do("give", paths=[str(path) for path in paths])

    def press(self, name: str, within: str = "body") -> None:
        """Press a button."""
        self.do("press", name=name, within=within)

    def answer(self, press: str, yes: str, typed: str = "") -> None:
        """Press a button that asks something, and answer."""
        self.do("press", name=press, leave=True)
        self.do("asked")
        if typed:
            self.do("type", text=typed)
        self.do("press", name=yes, within="dialog[open]", leave=True)
        self.do("rest")

    def text(self, selector: str) -> str:
        """Return what is shown there."""
        return str(self.do("text", selector=selector))

    def texts(self, selector: str) -> list[str]:
        """Return what is shown at every such place."""
        return list(self.do("texts", selector=selector))

    def shows(self, selector: str) -> bool:
        """Say whether something is shown."""
        return bool(self.do("visible", selector=selector))

    def download(self, name: str, to: Path) -> Path:
        """Press a button that saves; return the file."""
        return to / str(self.do("download", name=name, to=str(to)))


@contextmanager
def driven(driver: Path, browser: Path, packages: Path, page: Path) -> Iterator[Driven]:
    """A browser for the block."""
    command = [shutil.which("node") or "node", driver, browser, packages]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Driven(process, page)
        finally:
            assert process.stdin is not None
            process.stdin.close()  # the driver closes the browser, which else may outlive it
            with suppress(subprocess.TimeoutExpired):
                process.wait(_CLOSING)
            process.kill()
