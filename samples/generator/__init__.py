"""Draws Form 4 filings as printed pages in several layout families, wears them and scans them, with truth.

    filing (paths -> values) ─ families ─► sheets ─ draw ─► PDF ─ scan ─► image ─ cases ─► folder

Everything is drawn from a seed: the same seed gives the same bytes where the same fonts are installed.
"""
