"""The names of the pages, in the order of the navigation."""

from __future__ import annotations

PAGES = (
    "overview",
    "library",
    "duplicates",
    "stories",
    "words",
    "statistics",
    "cloud",
    "entities",
    "network",
    "quotations",
    "reader",
)

RESULT = "result"  # stands before all others while a result folder is open


def page_path(name: str) -> str:
    """Return the script of a page, as `st.Page` and `st.switch_page` name it."""
    return f"app_pages/{name}.py"
