"""What is made once, on a developer's machine, and shipped as data."""
