"""Issuing a month: the lock, the cover, the issued copy and the record."""
