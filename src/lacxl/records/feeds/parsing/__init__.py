"""What is written in a cell as a value: dates, codes, words for held, flags, numbers, years."""
