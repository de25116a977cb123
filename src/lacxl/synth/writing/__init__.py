"""Writers of extracts: lives in the layouts that councils have."""
