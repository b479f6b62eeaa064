"""The dashboard: pages, the command line, and the library behind them."""

__version__ = "0.1.0"

__all__ = ["__version__"]
