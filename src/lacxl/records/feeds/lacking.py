"""Datasets as a source gives them, and which columns it does not give: a blank of these says
nothing of the child.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.records.feeds.context import file_of
from lacxl.records.feeds.schema import kinds
from lacxl.records.feeds.typed import Typed
from lacxl.records.frames import NO_DAY, Codes, Column, Frame

_NEVER_ALL_BLANK = frozenset(("rne", "legal_status", "place", "category", "in_touch", "dob"))


def as_dataset(name: str, frame: Frame, source: str, tables: Sequence[Typed]) -> Frame:
    """Return the frame in the columns of a dataset, with row and file; what it lacks is none.
    `tables` are those of the source.
    """
    columns: dict[str, Column] = {}
    for column, dtype in DATASETS[name].columns.items():
        if column in frame:
            columns[column] = frame.columns[column]
        elif dtype is Dtype.CODE:
            columns[column] = Codes.all_of("", len(frame))
        else:
            none = NO_DAY if dtype is Dtype.DATE else np.float64("nan")
            columns[column] = np.broadcast_to(none, len(frame))
    lacking = _lacking(name, frame, source, tables)
    return Frame({**columns, "row": frame.rows, "file": frame.file}, lacking)


def _lacking(
    dataset: str, frame: Frame, source: str, tables: Sequence[Typed]
) -> Mapping[str, bool]:
    """Return the columns of a dataset that the source, or a file of it, does not have, and whether
    its layout has them. Files of which nothing was used do not count.
    """
    used = {frame.file.texts[at] for at in np.flatnonzero(np.bincount(frame.file.indices)).tolist()}
    known = {kind for kind in kinds() if kind.source == source} | {each.kind for each in tables}
    given: dict[str, bool] = {}
    for kind in (kind for kind in known if kind.gives == dataset):
        files = [each.frame for each in tables if each.kind.name == kind.name and len(each.frame)]
        files = [each for each in files if file_of(each) in used] or files
        for name in {spec.name for spec in kind.columns} & DATASETS[dataset].columns.keys():
            is_given = all(_has(each, name) for each in files or (frame,))
            given[name] = given.get(name, False) or is_given
    if "dob" in frame and not given.get("dob"):  # another table may have all of them, or some
        unknown = frame.missing("dob")
        given["dob"] = not (unknown.any() if "dob" in given else unknown.all())
    found = {name: False for name in DATASETS[dataset].columns if name not in frame}
    return found | {name: True for name, is_given in given.items() if not is_given}


def _has(frame: Frame, name: str) -> bool:
    """Say whether a table has a column that says something: one that is blank in every row is as
    good as none, where it cannot be so of all children.
    """
    if name not in frame:
        return False
    ends = next((frame.missing(each) for each in ("end", "ceased") if each in frame), None)
    if name not in _NEVER_ALL_BLANK and (name != "rec" or ends is None or ends.all()):
        return True
    return not frame.missing(name).all()
