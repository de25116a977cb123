"""A Windows to run the folder in: Wine with a prefix of its own, started and ended by the tests.

What Wine stands for: Windows' file rules, its command interpreter, and the folder's own Python and
libraries as they ship. What it is not: Excel, Explorer, virus scanners, Defender, file servers.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from missing_dll import forwarding_dll

_OVERRIDES = ("mscoree", "mshtml", "winemenubuilder.exe", "propsys")
"""What Wine is to do without: .NET, a browser, menus; and propsys, which Wine 8 has in part only:
without it Python's _wmi module does not load, as where WMI is switched off, and nothing crashes."""
_RANDOM = ("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")
_KEPT = ("PATH", "TMPDIR", "LANG")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program left with, and the bytes that it wrote."""

    code: int
    out: bytes
    err: bytes

    def text(self, encoding: str = "cp1252") -> str:
        """Return all that was said, read as a Windows program would read it, with \\n line ends."""
        return (self.out + self.err).decode(encoding).replace("\r\n", "\n")

    def said(self) -> str:
        """Return all that was said without blanks: lines are wrapped at places that vary."""
        return re.sub(r"\s+", "", self.text())


@dataclass(slots=True)
class Windows:
    """A Wine prefix and the unpacked folder under test; use it as a context."""

    wine: Path
    place: Path
    folder: Path
    _calls: int = field(default=0, init=False)
    _open: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def prefix(self) -> Path:
        """The folder that is this Windows."""
        return self.place / "prefix"

    @property
    def drive(self) -> Path:
        """Drive C: as seen from outside."""
        return self.prefix / "drive_c"

    @property
    def python(self) -> Path:
        """The folder's own python.exe."""
        return self.folder / "python" / "python.exe"

    def __enter__(self) -> Windows:
        """Make the prefix: Windows 10, with what Wine 8 lacks."""
        (self.place / "home").mkdir(parents=True)
        self._set_up("wineboot", "-i")
        self._set_up("winecfg", "-v", "win10")
        system = self.drive / "windows" / "system32"
        (system / _RANDOM[0]).write_bytes(forwarding_dll(*_RANDOM))
        # Wine ends its services with the last program and starts them anew with the next one,
        # which takes seconds: one program that waits for input keeps them.
        self._open = subprocess.Popen(
            [str(self.wine), "cmd"],
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everything that runs in the prefix; a process that is left over is an error."""
        if self._open:
            self._open.communicate(b"exit\r\n", timeout=60)
        self._server("-k")
        deadline = time.monotonic() + 20
        while (left := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.2)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        if left and fault is None:
            raise RuntimeError(f"left over in Wine and killed: {left}")

    def processes(self) -> list[int]:
        """Return the ids of all processes of this prefix."""
        mark = f"WINEPREFIX={self.prefix}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except (OSError, ValueError):  # gone meanwhile, another's, or no process
                continue
        return found

    def path(self, place: Path) -> str:
        """Return a path as this Windows writes it: on C: where it lies there, else on Z:."""
        absolute = place.absolute()
        if absolute.is_relative_to(self.drive):
            return "C:\\" + str(absolute.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(absolute).replace("/", "\\")

    def lacxl(
        self,
        *arguments: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> Ran:
        """Run lacxl as the folder's start files and the add-in do: python.exe -m lacxl."""
        return self.program(
            self.python, "-m", "lacxl", *arguments, cwd=cwd, env=env, timeout=timeout
        )

    def program(
        self,
        program: Path | str,
        *arguments: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> Ran:
        """Run a Windows program to its end."""
        with self.start(program, *arguments, cwd=cwd, env=env) as running:
            try:
                out, err = running.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                running.kill()
                out, err = running.communicate()
                raise AssertionError(f"no end after {timeout} s: {out!r} {err!r}") from None
        return Ran(running.returncode, out, err)

    def start(
        self,
        program: Path | str,
        *arguments: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a Windows program; its output goes into pipes, its input is empty."""
        return subprocess.Popen(
            [str(self.wine), str(program), *arguments],
            cwd=cwd or self.drive,
            env={**self.environment(), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def start_file(
        self,
        name: str,
        *arguments: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> Ran:
        """Run one of the folder's start files with cmd.exe, as a double click or a prompt does."""
        named = {f"LACXL_TEST_{number}": word for number, word in enumerate(arguments)}
        line = " ".join(f'"%{variable}%"' for variable in named)
        return self.command(
            f'call "%LACXL_TEST_FOLDER%\\{name}" {line}',
            cwd=cwd,
            env={**named, "LACXL_TEST_FOLDER": self.path(self.folder), **(env or {})},
            timeout=timeout,
        )

    def command(
        self,
        *lines: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> Ran:
        """Run lines of plain ASCII as a .cmd file; it ends with the code of the last one.

        What is not ASCII comes in by variables: the file is read in the console's code page.
        """
        self._calls += 1
        script = self.drive / f"call{self._calls}.cmd"
        text = "\r\n".join(("@echo off", *lines, "exit /b %errorlevel%", ""))
        script.write_bytes(text.encode("ascii"))
        return self.program("cmd", "/c", self.path(script), cwd=cwd, env=env, timeout=timeout)

    def console(self, program: Path | str, *arguments: str, cwd: Path, timeout: float = 180) -> Ran:
        """Run a Windows program in a console window, which Wine draws on a terminal of Linux.

        `out` is what the terminal got: the text between the codes that move the cursor.
        """
        terminal, inside = pty.openpty()
        rows_and_columns = struct.pack("HHHH", 30, 120, 0, 0)  # what Windows opens a console with
        fcntl.ioctl(inside, termios.TIOCSWINSZ, rows_and_columns)
        with subprocess.Popen(
            [str(self.wine), str(program), *arguments],
            cwd=cwd,
            env={**self.environment(), "TERM": "xterm"},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        ) as running:
            os.close(inside)
            drawn = b""
            deadline = time.monotonic() + timeout
            while True:
                if time.monotonic() > deadline:
                    running.kill()
                if select.select([terminal], [], [], 0.5)[0]:
                    try:
                        drawn += os.read(terminal, 65536)
                    except OSError:  # how Linux says that nobody has the other end
                        break
            os.close(terminal)
        text = re.sub(rb"\x1b\[[?0-9;]*[A-Za-z]|\r", b"", drawn)
        return Ran(running.returncode, text, b"")

    def environment(self) -> dict[str, str]:
        """Return the variables that a program of this Windows is started with."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {
            **kept,
            "HOME": str(self.place / "home"),
            "LC_ALL": "C.UTF-8",
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": f"{','.join(_OVERRIDES)}=",
            "LACXL_NO_WINDOW": "1",
        }

    def _set_up(self, *command: str) -> None:
        """Run a program of Wine's own; its services outlive it and would keep a pipe open."""
        subprocess.run(
            [str(self.wine), *command],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=180,
            check=True,
        )

    def _server(self, option: str) -> None:
        beside = self.wine.parent / "wineserver"
        subprocess.run(
            [str(beside), option], env=self.environment(), capture_output=True, timeout=60
        )
