"""The folder for Windows that needs no installer, and the script that assembles it."""
