"""Joining tables of the SSD: by an identifier of a row, of a period of care, or by day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def by_period(frame: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the child of its period of care where it has no child of its own."""
    unknown = frame["child"].to_numpy() < 0
    if not unknown.any() or "period" not in frame or "period" not in episodes:
        return frame
    named = episodes[(episodes["period"] != "").to_numpy()]
    children = pd.Series(named["child"].to_numpy(), index=named["period"].astype(str))
    children = children[~children.index.duplicated()]
    told = frame["period"].astype(str).map(children).fillna(-1).to_numpy(np.int64)
    return frame.assign(child=np.where(unknown, told, frame["child"].to_numpy()))


def by_link(
    frame: pd.DataFrame, other: pd.DataFrame, link: str, columns: Sequence[str]
) -> pd.DataFrame:
    """Return the frame with columns of the row of `other` that bears the same link."""
    if link not in frame or link not in other:
        return frame
    there = [name for name in columns if name in other]
    named = other[(other[link] != "").to_numpy()].sort_values(
        [c for c in (link, "start", "row") if c in other], kind="stable"
    )
    named = named.drop_duplicates(link, keep="last")
    texts = named[[link, *there]].astype(str).set_index(link)
    found = texts.reindex(frame[link].astype(str)).fillna("")
    return frame.assign(**{name: pd.Categorical(found[name].to_numpy()) for name in there})


def upon_day(frame: pd.DataFrame, other: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Fill columns from the row of the same child in `other` that held when the row started.

    Of several that held, the one that started last stands.
    """
    there = [name for name in columns if name in other]
    if "start" not in other or not there or not len(other):
        return frame
    blank = (frame[there[0]] == "").to_numpy() if there[0] in frame else np.ones(len(frame), bool)
    if not blank.any():
        return frame
    right = other[["child", "start", *(["end"] if "end" in other else []), *there]]
    right = right[(right["start"].notna() & (right["child"] >= 0)).to_numpy()]
    right = right.astype(dict.fromkeys(there, str)).sort_values(["start", "child", *there])
    left = frame.loc[blank, ["child", "start"]].reset_index().sort_values("start", kind="stable")
    merged = pd.merge_asof(
        left, right.rename(columns={"end": "until"}).assign(since=right["start"]),
        on="start", by="child",
    )  # fmt: skip
    if "until" in merged:
        over = (merged["until"] <= merged["start"]) & (merged["until"] > merged["since"])
        merged.loc[over.to_numpy(), there] = ""
    filled = merged.set_index("index")[there].fillna("")
    result = {}
    for name in there:
        values = (
            frame[name].astype(str) if name in frame else pd.Series("", index=frame.index)
        ).astype(object)
        values.loc[filled.index] = filled[name].astype(object)
        result[name] = pd.Categorical(values.to_numpy())
    return frame.assign(**result)
