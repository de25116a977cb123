"""Adding a sheet with charts to a package."""
