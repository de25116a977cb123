"""Children's records out of the layouts that councils have: found, checked, repaired, in frames."""
