"""Sample filings and the generator that draws them."""
