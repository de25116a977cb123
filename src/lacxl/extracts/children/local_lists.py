"""Lists of the council's own, their columns named by the settings."""

from __future__ import annotations
from lacxl.extracts.children.assembling import Assembled, Context, Modules


def assemble(modules: Modules, context: Context) -> Assembled:
    return {}


def recognise_local(table, local, report):
    return None
