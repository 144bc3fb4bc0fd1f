"""Reading: ink or text layer → lines of words."""
