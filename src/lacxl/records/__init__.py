"""Children's records: read from their feeds, checked and repaired, counted into readings."""
