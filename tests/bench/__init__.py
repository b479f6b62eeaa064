"""Speeds and qualities, measured against named peers in the same run."""
