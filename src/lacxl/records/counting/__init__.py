"""Counting children's records into readings, as docs/definitions.md says."""
