"""The chapters of a provincial plan, one module each; every one gives its blocks in order."""
