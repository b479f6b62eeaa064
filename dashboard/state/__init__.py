"""What one browser session holds: who sits there, which workspace, what was chosen."""
