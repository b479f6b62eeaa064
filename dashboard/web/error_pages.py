"""Small HTML pages outside the dashboard: not found, and the pass-phrase form."""

from __future__ import annotations

from html import escape

from components import i18n
from components.i18n import number, t
from components.theme import PALETTES, SANS, SERIF, ColourMode

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_PAUSE_MINUTES = 10
_STYLE = """
:root { color-scheme: light dark; %(light)s }
@media (prefers-color-scheme: dark) { :root { %(dark)s } }
body { background: var(--paper); color: var(--ink); font: 1rem/1.7 %(sans)s;
  margin: 0 auto; max-width: 34rem; padding: 18vh 1.5rem 2rem; }
h1 { font: 600 1.7rem/1.4 %(serif)s; margin: 0 0 .6rem; }
p { margin: 0 0 1.2rem; } .name { color: var(--quiet); letter-spacing: .04em; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; }
label { flex: 1 1 14rem; font-size: .875rem; }
input { box-sizing: border-box; display: block; width: 100%%; font: inherit; color: inherit;
  background: var(--panel); border: 1px solid var(--line); border-radius: .4rem;
  padding: .5rem .7rem; margin-top: .25rem; }
button { font: inherit; color: var(--paper); background: var(--accent); border: 0;
  border-radius: .4rem; padding: .55rem 1.2rem; cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.wrong { color: var(--accent); }
"""


def render_page(title: str, words: str, *, more: str = "") -> str:
    """Return a page that says one thing.

    Args:
        title: its heading.
        words: one sentence below.
        more: HTML of our own that follows.
    """
    style = _STYLE % {
        "light": _colours("light"), "dark": _colours("dark"), "sans": SANS, "serif": SERIF,
    }  # fmt: skip
    return (
        f'<!DOCTYPE html><html lang="{i18n.current().replace("_", "-")}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)} · Wenmai</title><style>{style}</style></head><body>"
        f'<p class="name">文脈 Wenmai</p><h1>{escape(title)}</h1><p>{escape(words)}</p>{more}'
        "</body></html>"
    )


def render_passphrase_page(path: str, *, wrong: bool, blocked: bool) -> str:
    """Return the page that asks for a pass-phrase and posts it to the same address."""
    if blocked:
        return render_page(
            t("share.asks_title"), t("share.blocked", minutes=number(_PAUSE_MINUTES))
        )
    told = f'<p class="wrong" role="alert">{escape(t("share.wrong"))}</p>' if wrong else ""
    form = (
        f'{told}<form method="post" action="{escape(path, quote=True)}">'
        f"<label>{escape(t('share.passphrase_asked'))}"
        '<input type="password" name="passphrase" maxlength="200" required autofocus '
        'autocomplete="off"></label>'
        f'<button type="submit">{escape(t("share.enter"))}</button></form>'
    )
    return render_page(t("share.asks_title"), t("share.asks_help"), more=form)


def _colours(mode: ColourMode) -> str:
    palette = PALETTES[mode]
    names = ("paper", "panel", "ink", "quiet", "line", "accent")
    return "".join(f"--{name}:{getattr(palette, name)};" for name in names)
