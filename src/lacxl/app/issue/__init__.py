"""Issuing a month: what is locked and copied, what is kept of it, and runs that were cut off."""
