"""Geospatial toolkit for the provincial plan on the reception of asylum seekers."""
