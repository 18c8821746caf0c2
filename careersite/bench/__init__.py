"""The bench: references to measure against, served beside the site's own pages.

Only `./dev bench` uses these settings; see docs/performance.md.
"""
