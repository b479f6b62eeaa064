"""The analysis: one folder for each capability, in the order in which the text flows."""
