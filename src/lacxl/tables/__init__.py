"""Any table of an extract as columns of cells with the true row numbers; it knows no layout."""
