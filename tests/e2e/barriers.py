"""Finding what on a page bars people who do not see well: axe-core in the real browser."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What the framework's own parts bring, by rule and by the part; ours bring nothing.
_FRAMEWORK = {
    ("presentation-role-conflict", "stFileUploaderDropzone"),  # a section that is no region
}


def violations(page: Page) -> list[str]:
    """Return the rules that a page breaks, and where, less what the framework brings."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == id_ and part in node["html"] for id_, part in _FRAMEWORK)
    ]
