"""Sharing: a finished analysis as one file that opens anywhere, without a server."""

from dashboard.sharing.report import write

__all__ = ["write"]
