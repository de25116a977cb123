"""Inserting rows or columns: everything in the package that names a cell follows."""
