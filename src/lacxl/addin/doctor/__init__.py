"""The doctor: what is set up, what blocks the buttons, and what to do. It changes nothing."""

from lacxl.addin.doctor.check import Check, is_well
from lacxl.addin.doctor.examining import examine, for_it

__all__ = ["Check", "examine", "for_it", "is_well"]
