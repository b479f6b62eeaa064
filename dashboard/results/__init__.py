"""Results: an analysis as a folder of columns, made in parts and read row by row."""
