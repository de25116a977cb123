"""What reading an extract gives: its content, and what was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from lacxl.domain.finding import Finding

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Extract(Generic[T]):
    """An extract file that could be read: `findings` are warnings and notes, never errors.

    `file` is the file's name without its folder.
    """

    file: str
    content: T
    findings: tuple[Finding, ...] = ()
