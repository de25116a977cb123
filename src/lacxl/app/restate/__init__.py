"""Restating an issued month: its cells, its ledger, and the copies that it supersedes."""
