"""Health checks and visits: which took place, and which kind of check is an assessment."""

from __future__ import annotations

from lacxl.records.feeds.assembling import Context
from lacxl.records.feeds.held import report_others
from lacxl.records.feeds.stacking import report_rows
from lacxl.records.frames import Codes, Frame, Mask

_ASSESSMENT = ("health",)
_SURVEILLANCE = ("surveillance",)


def visits(frame: Frame, context: Context) -> Frame:
    """Return visits, having reported those at which the child was not seen."""
    report_others(frame, "seen", "the child was seen", "visits", context)
    return frame


def checks(frame: Frame, context: Context) -> Frame:
    """Return health assessments and dental checks, having reported those that were not held.

    A "Health Check" is surveillance of a child's growth and no assessment, unless the table knows
    no assessments, for some systems call them so; an option says it otherwise.
    """
    if "kind" in frame:
        frame = _of_its_kind(frame, context)
    report_others(frame, "status", "the check was held", "health", context)
    return frame


def _of_its_kind(frame: Frame, context: Context) -> Frame:
    kind = frame.codes("kind")
    simple = kind.any_of(_SURVEILLANCE)
    if simple.any():
        said = context.options.health_check
        beside = bool(kind.any_of(_ASSESSMENT).any())
        counts = not beside if said == "auto" else said == "assessment"
        if said == "auto":
            _report(frame, simple, beside, context)
        if counts:
            texts = ["health" if text in _SURVEILLANCE else text for text in kind.texts]
            frame = frame.assign(kind=Codes.mapped(kind.places, texts))
    return frame.taken(frame.codes("kind").any_of((*_ASSESSMENT, "dental")))


def _report(frame: Frame, rows: Mask, beside: bool, context: Context) -> None:
    code, what = "X170", "counted as an assessment (7.8): the table has none by that name."
    if beside:
        code, what = "X169", "not counted as an assessment (7.8), for the table has those as well."
    report_rows(
        context.report, code, frame, rows, "kind", f"[row|rows] of a health check, {what}",
        "Say what a health check is: health_check under [children].",
        context.kind("health", context.file_of(frame)),
    )  # fmt: skip
