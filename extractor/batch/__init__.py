"""Archives: many documents extracted unattended, with a journal of those that are done."""
