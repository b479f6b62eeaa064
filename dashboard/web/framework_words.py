"""The framework's own words, spoken in the reader's language.

Streamlit says them in English alone: menus of tables, empty lists, buttons that close. In its
scripts each becomes a look-up in the page (`web/page.js`), so that one file serves all languages
and may be kept by browsers for ever. Each word is replaced only in the piece that says it; a
later version that says it otherwise says it in English, and a test tells.
"""

from __future__ import annotations

import json
import re

from components import i18n

WORDS: dict[str, tuple[str, ...]] = {
    "DataFrame": (
        "Sort ascending", "Sort descending", "Format", "Autosize", "Pin column", "Unpin column",
        "Hide column", "Statistics", "Search", "Show/hide columns", "Clear selection",
        "Copy column name", "Automatic", "Localized", "Plain", "Compact", "Dollar", "Euro", "Yen",
        "Percent", "Scientific", "Accounting", "Sum", "Average", "Median", "Minimum", "Maximum",
        "Standard deviation", "Distinct", "Based on sample", "No data", "Type to search",
        "Select all", "Previous Result", "Next Result",
    ),
    "Selectbox": ("No results", "Clear value", "Open", "Selectbox options"),
    "Multiselect": (
        "No results", "Clear all", "Select all", "Open", "Multiselect options", "Selected values",
    ),
    "Toolbar": ("Fullscreen", "Close fullscreen"),
    "PlotlyChart": ("Fullscreen", "Close fullscreen"),
    "FileUploader": ("Upload", "Add files"),
    "TextInput": ("Show password", "Hide password"),
    "Pagination": ("Previous page", "Next page", "Pagination"),
    "NumberInput": ("Increment", "Decrement", "Clear value"),
    "DateInput": (
        "Choose date", "Choose date range", "Clear date", "Clear dates",
        "Use arrow keys to navigate dates. Enter to select. Escape to close.",
    ),
    "useCopyToClipboard": ("Copy to clipboard",),
    "StreamlitMarkdown": ("Help",),
    "index": (
        "Close", "Page not found", "Collapse sidebar", "Expand sidebar", "Skip to main content",
        "App pages", "The page that you have requested does not seem to exist", "View less",
        "Connection error", "Unable to connect to Streamlit server",
    ),
}  # fmt: skip
"""By piece (the first part of a file's name): what it says."""

_GOES_ON = ". Running the app's main page."
# What is no word of its own: parts of sentences, and where dates and numbers get their language.
_PIECES: dict[str, tuple[tuple[str, str], ...]] = {
    "StreamlitMarkdown": (("`Help for ${", '`${window.__words?.("Help for")??"Help for"} ${'),),
    "index": (
        (f"{_GOES_ON}`", f'${{window.__words?.("{_GOES_ON}")??"{_GOES_ON}"}}`'),
        ("locale:window.navigator.language", "locale:window.__locale?.()??navigator.language"),
    ),
}
_MORE = ("Help for", _GOES_ON)


def speak(name: str, script: str) -> str:
    """Return one of the framework's scripts with its words looked up in the page.

    Args:
        name: of the file.
        script: what it holds.
    """
    piece = name.partition(".")[0]
    for was, instead in _PIECES.get(piece, ()):
        script = script.replace(was, instead)
    if known := WORDS.get(piece):
        either = "|".join(map(re.escape, known))
        script = re.sub(f"`({either})`", _look_up, script)
    return script


def count_words(name: str, script: str) -> dict[str, int]:
    """Return how often a script says each word that is known of it."""
    piece = name.partition(".")[0]
    words = {word: script.count(f"`{word}`") for word in WORDS.get(piece, ())}
    return words | {was: script.count(was) for was, _ in _PIECES.get(piece, ())}


def as_json() -> str:
    """Return the words of every language but English for the page: `{"zh-Hant": {…}, …}`."""
    english = i18n.catalogue("en")
    ids = {english[key]: key for key in english if key.startswith("framework.")}
    words = {word for known in WORDS.values() for word in known} | {*_MORE}
    told = {
        locale.replace("_", "-"): {word: texts[ids[word]] for word in sorted(words)}
        for locale in i18n.LOCALES
        if locale != "en" and (texts := i18n.catalogue(locale))
    }
    return json.dumps(told, ensure_ascii=False).replace("</", "<\\/")


def _look_up(found: re.Match[str]) -> str:
    return f"(window.__words?.({json.dumps(found[1])})??`{found[1]}`)"
