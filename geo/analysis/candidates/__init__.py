"""Candidate sites: what is known of them, what the rules say, how they rank and how sure that is."""
