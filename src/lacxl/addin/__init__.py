"""The Excel add-in: built from its text sources, and put in place for a user."""
