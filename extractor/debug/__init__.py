"""Looking inside: what each stage made of a file."""
