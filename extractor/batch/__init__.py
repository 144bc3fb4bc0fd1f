"""Archives: many documents through the road, unattended, with a journal of what was done."""
