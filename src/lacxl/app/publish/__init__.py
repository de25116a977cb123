"""Publishing an issued month: what the copy shows, what it keeps back, and the folder of it."""
