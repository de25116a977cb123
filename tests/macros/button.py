"""A button of the add-in as a test sees it: pressed, asked, its messages read."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.calc import Calc
from macros.door import escaped
from macros.twin import HERE

BOOK = "Performance_2015-16 £ (draft) 日本.xlsx"
SAFE = "Performance_005F2015-16 _00A3 _0028draft_0029 _65E5_672C.xlsx"
VERBS = (
    *("months", "next", "fill", "preview", "undo", "check", "problems", "explain", "accept"),
    *("map", "charts", "issue", "restate", "publish", "log", "doctor", "help"),
)


def door(kind: str) -> str:
    """Return the command that answers to order."""
    return f'"{sys.executable}" "{HERE / "door.py"}" --as {kind}'


@dataclass(frozen=True)
class Button:
    """The twin of the add-in in LibreOffice, and the folder of its files."""

    calc: Calc
    folder: Path

    def set_up(
        self,
        *,
        command: str = "",
        book: str = BOOK,
        yes: bool = True,
        blocked: bool = False,
        helper: bool = False,
        state: Mapping[str, str] | None = None,
    ) -> None:
        """Bring Excel, Windows and the files into a state; nothing of the test before stays."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                path.unlink()
        for name in ("state", "inbox"):
            (self.folder / name).mkdir(exist_ok=True)
        keys = {"command": command, "home": str(self.folder), "local": str(self.folder)}
        self.write("addin.cfg", keys)
        if state is not None:
            self.write(f"state/{SAFE}.state", state)
        self.calc.call("LacxlState.ForgetState")
        self.calc.call("LacxlHost.TestSetUp", book, yes, blocked, helper)

    def write(self, name: str, keys: Mapping[str, str]) -> None:
        text = "".join(f"{key}={escaped(value)}\n" for key, value in keys.items())
        (self.folder / name).write_text(text, encoding="ascii")

    def press(self, control: str, tag: str = "") -> None:
        self.calc.call("Controls.AskRibbon", "OnAction", control, tag)

    def ask(self, callback: str, control: str, tag: str = "") -> Any:
        return self.calc.call("Controls.AskRibbon", callback, control, tag)

    def host(self, name: str, *arguments: object) -> Any:
        return self.calc.call(f"LacxlHost.Test{name}", *arguments)

    def tick(self) -> None:
        """Do what Excel's OnTime does a second later."""
        macro = self.host("Later")
        assert macro == "LacxlRun.PollHelper"
        self.calc.call(macro)

    @property
    def said(self) -> str:
        said: str = self.host("Said")
        return said

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.folder.rglob(pattern))
