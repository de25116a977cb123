"""Counting children's records into readings, as docs/definitions.md says."""

from lacxl.measures.choosing import Choice, choose
from lacxl.measures.count import count
from lacxl.measures.counted import Counted, LeftOut, Step
from lacxl.measures.options import DESCRIPTIONS, Options

__all__ = ["DESCRIPTIONS", "Choice", "Counted", "LeftOut", "Options", "Step", "choose", "count"]
