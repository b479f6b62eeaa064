"""The report: an analysis written down for others, as HTML, pictures, tables and a workbook."""
