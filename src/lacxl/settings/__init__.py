"""The settings file lacxl.toml: found, read, checked as a whole, and described."""
