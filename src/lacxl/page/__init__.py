"""The door of the page: what lacxl.html asks, from JSON to JSON.

It runs in the page's own interpreter, in a folder of its memory; see docs/page.md.
"""
