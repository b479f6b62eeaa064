"""Sharing: a finished analysis kept as it is, opened by a link or from one file."""
