"""The months of a report as series: what they say of each figure, and their charts."""
