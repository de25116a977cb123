"""What the figures mean: pure arithmetic and names, the standard library only."""
