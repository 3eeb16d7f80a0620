"""Sheets and pages that people look at."""
