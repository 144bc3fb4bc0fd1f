"""Review: a person settles what extraction left open; corrections lie over the results, never in them."""
