"""The doctor: what is set up, what blocks the buttons, and what to do. It changes nothing."""

from lacxl.addin.doctor.examination import Examination, is_well
from lacxl.addin.doctor.examining import examine, for_it

__all__ = ["Examination", "examine", "for_it", "is_well"]
