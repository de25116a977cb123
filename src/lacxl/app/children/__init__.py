"""Children's records of a workbook's folder: read, counted, and what falls due."""
