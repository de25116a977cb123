"""Definitions that ship as TOML: indicators, layouts and the codes of findings."""
