"""Tables of children's records as arrays: one row a child or event, validated and typed."""

from lacxl.records.frames.frame import DAY, NO_DAY, Codes, Days, Frame, Mask, Rows, Whole

__all__ = ["DAY", "NO_DAY", "Codes", "Days", "Frame", "Mask", "Rows", "Whole"]
