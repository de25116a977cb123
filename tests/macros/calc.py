"""LibreOffice with a workbook's macros: starts it, calls them, leaves no process behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent
LONGEST_CALL = 180.0
"""Seconds after which a call has hung: Basic shows a box that nobody sees."""


class MacroError(Exception):
    """LibreOffice could not run the macro; the text is what it said."""


class Calc:
    """One LibreOffice in a profile of its own, its macros called by name."""

    def __init__(self, soffice: Path, python: Path, folder: Path, env: Mapping[str, str]) -> None:
        self._soffice = soffice
        self._python = python
        self.folder = folder
        self.opened: Path | None = None
        """The workbook that is open."""
        self._profile = folder / "profile"
        self._env = {**os.environ, **env}
        self._pipe = f"lacxl-{uuid.uuid4().hex}"
        self._office: subprocess.Popen[bytes] | None = None
        self._driver: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        # a new profile is made by a start that ends by itself, so that the second one stays
        command: list[str | Path] = [
            self._soffice,
            f"-env:UserInstallation={self._profile.resolve().as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
        ]
        subprocess.run([*command, "--terminate_after_init"], env=self._env, timeout=180)
        self._office = subprocess.Popen(
            [*command, f"--accept=pipe,name={self._pipe};urp;"],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
        self._driver = subprocess.Popen(
            [self._python, HERE / "driver.py", self._pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._driver:
            if self._driver.stdin:
                self._driver.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._driver.wait(20)
            self._driver.kill()
            self._driver.wait()
            if self._driver.stdout:
                self._driver.stdout.close()
        self._end_office()

    def open(self, path: Path) -> list[str]:
        """Open a workbook in the place of the one before; return the names of its modules."""
        modules: list[str] = self._order({"open": str(path.resolve())})
        self.opened = path
        return modules

    def call(self, macro: str, *arguments: object) -> Any:
        """Return what "Module.Name" gives: None where LibreOffice could not compile the module."""
        return self._order({"call": macro, "args": arguments})

    def _order(self, order: Mapping[str, object]) -> Any:
        assert self._driver
        assert self._driver.stdin
        assert self._driver.stdout
        too_long = threading.Timer(LONGEST_CALL, self._end_office)
        too_long.start()
        try:
            self._driver.stdin.write(json.dumps(order) + "\n")
            self._driver.stdin.flush()
            line = self._driver.stdout.readline()
        finally:
            too_long.cancel()
        if not line:
            raise MacroError("LibreOffice or its driver has ended")
        answer = json.loads(line)
        if "fault" in answer:
            raise MacroError(answer["fault"])
        return answer["value"]

    def _end_office(self) -> None:
        """End LibreOffice with all that it started; a call that waits for it then fails."""
        if self._office is None:
            return
        with suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(self._office.pid, signal.SIGKILL)
            else:
                self._office.kill()
        self._office.wait()
