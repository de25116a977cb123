"""The command line, a door to the use cases: lacxl refresh 2015-05."""

from lacxl.cli.entry import cli, main

__all__ = ["cli", "main"]
