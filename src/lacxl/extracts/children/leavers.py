"""Care leavers: the words of in touch, and who is no longer counted."""

from __future__ import annotations

import numpy as np

from lacxl.extracts.children.assembling import Context
from lacxl.extracts.children.stacking import count_by_file, report_rows
from lacxl.frames import Frame

LEFT_OUT = ("DIED", "RHOM")
"""Died, or back with parents for six months or more: DfE counts neither as care leavers."""


def leavers(frame: Frame, context: Context) -> Frame:
    """Return care leavers with `in_touch` and `suitable` as 1, 0 or none; those who are no longer
    counted are left out.
    """
    if "suitable" in frame and frame.is_text("suitable"):
        said = frame.codes("suitable")
        flags = np.where(said.any_of(("unsuitable",)), 0.0, np.nan)
        frame = frame.assign(suitable=np.where(said.any_of(("suitable",)), 1.0, flags))
    if "in_touch" not in frame:
        return frame
    gone = frame.codes("in_touch").any_of(LEFT_OUT)
    if gone.any() and context.options.repairs("leave_out_leavers"):
        report_rows(
            context.report, "X158", frame, gone, "in_touch",
            "[row is of a care leaver|rows are of care leavers] who died or returned home; left "
            "out.", "",
        )  # fmt: skip
        for file, count in count_by_file(frame.file[gone]).items():
            context.report.repaired("leave_out_leavers", file, count)
        frame = frame.taken(~gone)
    said = frame.codes("in_touch")
    flags = np.where(said.is_blank, np.nan, 0.0)
    return frame.assign(in_touch=np.where(said.any_of(("YES",)), 1.0, flags))
