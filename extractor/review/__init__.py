"""Review: a person settles what extraction left open; results stay unchanged, decisions are kept apart."""
