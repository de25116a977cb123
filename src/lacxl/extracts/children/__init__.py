"""Children's records out of the layouts that councils have: found, checked, repaired, in frames."""

from lacxl.extracts.children.extract import ChildrenExtract, FileRead, Period
from lacxl.extracts.children.identities import Identities
from lacxl.extracts.children.options import ReadOptions
from lacxl.extracts.children.profile import Profile, profile
from lacxl.extracts.children.read import read_children
from lacxl.extracts.children.repairs import REPAIRS, Repair
from lacxl.extracts.children.sources import LocalList, SourceSpec, SqlQuery

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
