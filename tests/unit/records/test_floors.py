"""The wing of children's records is low: a newcomer has few floors to climb."""

from __future__ import annotations

from functools import cache

import grimp

WING = ("lacxl.records", "lacxl.tables")
MOST = 8


def test_the_longest_chain_of_imports_has_eight_modules() -> None:
    graph = grimp.build_graph("lacxl", cache_dir=None)

    @cache
    def longest(module: str) -> tuple[str, ...]:
        """Return the longest chain of imports within the wing that begins with a module."""
        below = graph.find_modules_directly_imported_by(module)
        chains = [longest(each) for each in below if each.startswith(WING)]
        return (module, *max(chains, key=len, default=()))

    chain = max((longest(each) for each in graph.modules if each.startswith(WING)), key=len)
    assert len(chain) <= MOST, " imports ".join(chain)
