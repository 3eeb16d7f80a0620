"""Distances, reach, supply, need, coverage and the other arithmetic of the plan; pure."""
