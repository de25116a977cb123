"""Where results become words: what every door says of a use case.

A door shows the parts as it can: the command line prints them, a button shows the headline in a
message and the rows in a list. Findings have their own words, `domain/finding.py`.
"""

from lacxl.app.words.of_children import of_due, of_measure, of_profile
from lacxl.app.words.of_figures import (
    of_add_charts,
    of_benchmarks,
    of_explain,
    of_figures,
    of_needed,
    of_signals,
)
from lacxl.app.words.of_months import (
    of_accept,
    of_issue,
    of_next_month,
    of_publish,
    of_refresh,
    of_restate,
    of_undo,
)
from lacxl.app.words.of_workbooks import (
    of_adopted,
    of_check,
    of_checked,
    of_diff,
    of_scan,
    of_verified,
)
from lacxl.app.words.words_of_results import (
    Listing,
    TableOfTexts,
    TextLine,
    Words,
    cell_of,
    changes,
)

__all__ = [
    "Listing",
    "TableOfTexts",
    "TextLine",
    "Words",
    "cell_of",
    "changes",
    "of_accept",
    "of_add_charts",
    "of_adopted",
    "of_benchmarks",
    "of_check",
    "of_checked",
    "of_diff",
    "of_due",
    "of_explain",
    "of_figures",
    "of_issue",
    "of_measure",
    "of_needed",
    "of_next_month",
    "of_profile",
    "of_publish",
    "of_refresh",
    "of_restate",
    "of_scan",
    "of_signals",
    "of_undo",
    "of_verified",
]
