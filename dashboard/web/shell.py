"""What stands in a page until the framework draws over it: the name, and what this is."""

from __future__ import annotations

import html
from functools import cache

from components import i18n
from components.i18n import Locale

_SHELL = """
<div id="root"><style>
.wm-shell { --paper: #FBFAF7; --panel: #F3F0EA; --ink: #1F1D1A; --quiet: #6B665E; --line: #DDD8CE;
  position: fixed; inset: 0; display: grid; grid-template-columns: 300px 1fr;
  background: var(--paper); color: var(--ink); font: 16px/1.7 "Noto Sans TC", "PingFang TC",
  "Microsoft JhengHei", "Noto Sans SC", sans-serif; }
.wm-shell aside { background: var(--panel); border-right: 1px solid var(--line); }
.wm-shell main { padding: 3.5rem clamp(1rem, 4vw, 4rem); }
.wm-shell b { font: 700 1.8rem/1.4 "Noto Serif TC", "Songti TC", PMingLiU, serif; }
.wm-shell p { color: var(--quiet); max-width: 40em; }
.wm-shell i { display: block; height: 7rem; margin-top: 1.5rem; border-radius: .4rem;
  background: var(--panel); }
@media (prefers-color-scheme: dark) { :root:not([data-theme="Light"]) .wm-shell {
  --paper: #14161A; --panel: #1D2026; --ink: #ECE9E2; --quiet: #9C978D; --line: #33373F; } }
:root[data-theme="Dark"] .wm-shell {
  --paper: #14161A; --panel: #1D2026; --ink: #ECE9E2; --quiet: #9C978D; --line: #33373F; }
@media (max-width: 767px) { .wm-shell { grid-template-columns: 1fr; }
  .wm-shell aside { display: none; } }
</style><div class="wm-shell"><aside></aside><main><b>文脈 Wenmai</b><p>{what}</p><i></i></main>
</div></div>
""".strip()


@cache
def draw_shell(locale: Locale) -> bytes:
    """Return the shell in a language; it takes the place of the page's empty root."""
    what = html.escape(i18n.catalogue(locale)["frame.what_this_is"])
    return _SHELL.replace("{what}", what).encode()
