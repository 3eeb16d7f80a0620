"""The plan document and the workbook."""
