"""What one browser session holds: who is there, which workspace, what was chosen."""
