"""The analysis: one folder a capability, in the order in which the text flows."""
