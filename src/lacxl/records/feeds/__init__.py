"""Children's records out of the layouts that councils have: found, checked, repaired, in frames."""

from lacxl.records.feeds.extract import ChildrenExtract, FileRead, Period
from lacxl.records.feeds.identities import Identities
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.profile import Profile
from lacxl.records.feeds.read import profile, read_children
from lacxl.records.feeds.repairs import REPAIRS, Repair
from lacxl.records.feeds.sources import LocalList, SourceSpec, SqlQuery

__all__ = [
    "REPAIRS",
    "ChildrenExtract",
    "FileRead",
    "Identities",
    "LocalList",
    "Period",
    "Profile",
    "ReadOptions",
    "Repair",
    "SourceSpec",
    "SqlQuery",
    "profile",
    "read_children",
]
