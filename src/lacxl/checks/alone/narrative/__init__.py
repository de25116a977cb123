"""The narratives against the cells: sentences, what they claim, whom they mean, what is printed."""
