"""The errors of lacxl: each carries every fault found, never just the first."""

from __future__ import annotations

from collections.abc import Iterable

from lacxl.domain.finding import Finding, error


class LacxlError(Exception):
    """Something a person can act on: `findings` say what happened, where, and what to do.

    Nothing was written when it is raised.
    """

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = (
            (findings,) if isinstance(findings, Finding) else tuple(findings)
        )
        super().__init__("\n".join(str(finding) for finding in self.findings))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the findings, in order."""
        return tuple(finding.code for finding in self.findings)


class Refused(LacxlError):  # noqa: N818 - "refused" is the word of the field and of the docs
    """The input, the workbook or the disk does not allow it; nothing was changed."""


class Unfinished(Refused):
    """The workbook was written; what comes after it could not be. The next run finishes."""


class Failed(LacxlError):  # noqa: N818
    """A fault of lacxl itself, or of a library. What it says repeats nothing of the input."""


class UsageFault(LacxlError):  # noqa: N818
    """The call itself is wrong: a month that is no month, an indicator that is unknown."""


def failed(fault: BaseException) -> Failed:
    """Return what to say about an unexpected exception: its kind, never its words."""
    if isinstance(fault, MemoryError):
        return Failed(
            error(
                "U109",
                "lacxl failed: the memory of this computer is used up.",
                todo="Close other programs, check that no extract is far larger than it should be, "
                "and run again.",
            )
        )
    return Failed(
        error(
            "U107",
            f"lacxl failed: {type(fault).__name__}.",
            todo="Please report it; LACXL_DEBUG=1 shows where it happened.",
        )
    )


def refuse(code: str, what: str, where: str = "", todo: str = "") -> Refused:
    """Return the exception for a single fault."""
    return Refused(error(code, what, where, todo))
