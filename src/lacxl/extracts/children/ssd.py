"""Annex A: lists 8, 9 and 10 into datasets."""

from __future__ import annotations
from collections.abc import Mapping, Sequence
import pandas as pd
from lacxl.extracts.children.assembling import Assembled, Context, Modules


def assemble(modules: Modules, context: Context) -> Assembled:
    return {}
