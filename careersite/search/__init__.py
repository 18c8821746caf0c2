"""Search over everything that readers see (rule 9)."""
