"""The application that people open: pages, command line, what lies between them."""

__version__ = "0.1.0"

__all__ = ["__version__"]
