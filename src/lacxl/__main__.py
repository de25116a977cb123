"""Lets python -m lacxl do what the command lacxl does."""

from lacxl.cli import main

main()
