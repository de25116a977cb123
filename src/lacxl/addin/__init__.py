"""The add-in for Excel: built from its sources, put in place for one user, looked after."""
