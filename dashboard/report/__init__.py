"""The report: an analysis written out for others as HTML, pictures, tables and a workbook."""
