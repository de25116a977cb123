"""Children's records: files in, readings out.

`read_children` finds, checks and repairs the records of all sources (`feeds`) and gives them as
frames (`frames`); `count` counts one source's frames into figures by docs/definitions.md
(`counting`), and `choose` says which source's figure is used. `due` says what falls due by the
same rules. Other rooms take what is named here and nothing behind it.
"""

from lacxl.records.counting.choosing_sources import choose
from lacxl.records.counting.count import INDICATORS, USED_BY, count
from lacxl.records.counting.counted import Counted
from lacxl.records.counting.due import STANDARDS, DueChildren, When, due, teams
from lacxl.records.counting.options import Options
from lacxl.records.feeds.as_at import known_until
from lacxl.records.feeds.extract import ChildrenExtract, ExtractProfile
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.read import profile, read_children
from lacxl.records.feeds.sources import LocalList, SourceSpec, SqlQuery, files_of
from lacxl.records.frames import Frame

__all__ = [
    "INDICATORS",
    "STANDARDS",
    "USED_BY",
    "ChildrenExtract",
    "Counted",
    "DueChildren",
    "ExtractProfile",
    "Frame",
    "LocalList",
    "Options",
    "ReadOptions",
    "SourceSpec",
    "SqlQuery",
    "When",
    "choose",
    "count",
    "due",
    "files_of",
    "known_until",
    "profile",
    "read_children",
    "teams",
]
