"""The office process: started with a profile of its own, and never left behind."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from libreoffice.uno_library import uno, uno_error

RESTART = 81
"""The exit code with which soffice asks to be started again after it made a new profile."""
_STARTS = 4
_START_SECONDS = 90.0
_STOP_SECONDS = 15.0
_GUARD = """
exec 3<&0
"$@" </dev/null 3<&- &
office=$!
(read -r _; kill -KILL "$office"; rm -rf "$PROFILE"; kill -KILL 0) <&3 2>/dev/null >&2 &
exec 3<&-
wait "$office"
"""
"""Runs soffice, and ends it as soon as whoever started it is gone.

The guard's input is a pipe that only the test process holds open. However that process ends,
even killed, the system closes the pipe; the read returns, and soffice and the guard die.
"""


_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Calculate every formula when a file is opened, as Excel does with files that it did not write."""


class OfficeError(RuntimeError):
    """LibreOffice could not be started or does not answer."""


class OfficeProcess:
    """One LibreOffice without windows; `desktop` is its root object over UNO.

    Profile and pipe have names of their own, so any number can run beside each other.
    """

    def __init__(self, soffice: Path) -> None:
        self._program = _binary(soffice)
        self._profile = Path(tempfile.mkdtemp(prefix="lacxl-office-"))
        self._pipe = f"lacxl{uuid.uuid4().hex[:12]}"
        self.starts = 0
        self._guard: subprocess.Popen[bytes] | None = None
        self._write_settings()
        atexit.register(self.stop)
        try:
            self._connect()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def group(self) -> int:
        """The number of the process group that soffice and its guard live in."""
        assert self._guard is not None
        return self._guard.pid

    @property
    def running(self) -> bool:
        """Whether the office still runs."""
        return self._guard is not None and self._guard.poll() is None

    @property
    def profile(self) -> Path:
        """The folder of the profile; it goes when the office stops."""
        return self._profile

    def stop(self) -> None:
        """End the office: asked first, killed if it does not answer. Safe to call twice."""
        atexit.unregister(self.stop)
        if self._guard is not None:
            if self.running:
                with contextlib.suppress(Exception):
                    self.desktop.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._guard.wait(_STOP_SECONDS)
            self._end_group()
        shutil.rmtree(self._profile, ignore_errors=True)

    def kill(self) -> None:
        """End the office without asking, as a crash would."""
        self._end_group()

    def _end_group(self) -> None:
        assert self._guard is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._guard.pid, signal.SIGKILL)
        self._guard.wait()
        if self._guard.stdin is not None:
            with contextlib.suppress(OSError):
                self._guard.stdin.close()

    def _write_settings(self) -> None:
        settings = self._profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")

    def _spawn(self) -> None:
        self.starts += 1
        self._guard = subprocess.Popen(
            [
                "/bin/sh",
                "-c",
                _GUARD,
                "office-guard",
                str(self._program),
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={self._profile.as_uri()}",
                f"--accept=pipe,name={self._pipe};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PROFILE": str(self._profile)},
        )

    def _connect(self) -> None:
        local = uno().getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        address = f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext"
        until = time.monotonic() + _START_SECONDS
        self._spawn()
        while True:
            with contextlib.suppress(uno_error()):
                self.context: Any = resolver.resolve(address)
                break
            self._look_after_start(until)
            time.sleep(0.03)
        create = self.context.ServiceManager.createInstanceWithContext
        self.desktop: Any = create("com.sun.star.frame.Desktop", self.context)

    def _look_after_start(self, until: float) -> None:
        """Start again where soffice asks for it; raise where it ended or takes too long."""
        assert self._guard is not None
        code = self._guard.poll()
        if code == RESTART and self.starts < _STARTS:
            self._end_group()
            self._spawn()
        elif code is not None:
            raise OfficeError(f"LibreOffice ended with {code} before it answered")
        elif time.monotonic() > until:
            raise OfficeError(f"LibreOffice did not answer within {_START_SECONDS:.0f} seconds")


def _binary(soffice: Path) -> Path:
    """Return the program itself rather than the script that starts it: one process less."""
    binary = soffice.resolve().with_name("soffice.bin")
    return binary if binary.is_file() else soffice
