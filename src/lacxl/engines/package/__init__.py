"""The headless engine: edits the file's parts, leaves every other part byte for byte."""
