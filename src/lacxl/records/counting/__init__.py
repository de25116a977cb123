"""Counting children's records into readings, as docs/definitions.md says."""

from lacxl.records.counting.choosing import Choice, choose
from lacxl.records.counting.count import count
from lacxl.records.counting.counted import Counted, LeftOut, Step
from lacxl.records.counting.options import DESCRIPTIONS, Options

__all__ = ["DESCRIPTIONS", "Choice", "Counted", "LeftOut", "Options", "Step", "choose", "count"]
