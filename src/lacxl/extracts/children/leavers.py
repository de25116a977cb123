"""Care leavers: the words of in touch, and who is no longer counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lacxl.extracts.children.assembling import Context
from lacxl.extracts.children.stacking import report_rows

LEFT_OUT = ("DIED", "RHOM")
"""Died, or back with parents for six months or more: DfE counts neither as care leavers."""


def leavers(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return care leavers with `in_touch` and `suitable` as 1, 0 or none; those who are no longer
    counted are left out.
    """
    if "suitable" in frame and isinstance(frame["suitable"].dtype, pd.CategoricalDtype):
        said = frame["suitable"].astype(str).to_numpy()
        flags = np.where(said == "suitable", 1.0, np.where(said == "unsuitable", 0.0, np.nan))
        frame = frame.assign(suitable=flags)
    if "in_touch" not in frame:
        return frame
    gone = frame["in_touch"].isin(LEFT_OUT).to_numpy()
    if gone.any() and context.options.repairs("leave_out_leavers"):
        report_rows(
            context.report, "X158", frame, gone, "in_touch",
            "rows are of care leavers who died or returned home, and were left out.", "",
        )  # fmt: skip
        for file, count in frame["file"][gone].value_counts().items():
            context.report.repaired("leave_out_leavers", str(file), int(count))
        frame = frame[~gone].reset_index(drop=True)
    said = frame["in_touch"].astype(str).to_numpy()
    flags = np.where(said == "YES", 1.0, np.where(said == "", np.nan, 0.0))
    return frame.assign(in_touch=flags)
