// Runs in the head of every page, before the framework; the braces hold where the dashboard lies.
window.__streamlit = { BACKEND_BASE_URL: location.origin + "{path}" };

// What the framework says in English alone, by language; its scripts ask here. See framework_words.
{
  const words = {words};
  const spoken = () => document.documentElement.lang;
  window.__words = (word) => words[spoken()]?.[word] ?? word;
  window.__locale = () => spoken() || navigator.language;
}

// The framework keeps light or dark for each address apart and has no switch without its menu.
{
  const own = localStorage.getItem("wenmai-theme");
  if (own) document.documentElement.dataset.theme = own;
  if (own) localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(own));
  const buttons = ".st-key-theme_Light button, .st-key-theme_Dark button";
  document.addEventListener("click", (event) => {
    const asked = event.isTrusted && event.target.closest?.(buttons);
    if (!asked) return;
    event.stopImmediatePropagation();
    const theme = asked.closest(".st-key-theme_Dark") ? "Dark" : "Light";
    localStorage.setItem("wenmai-theme", theme);
    location.reload();
  }, { capture: true });
  // When the system turns light or dark, the framework follows and what the server drew does not:
  // the button that nobody pressed runs the page again. It would close a dialog that is open.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (localStorage.getItem("wenmai-theme") || document.querySelector('[role="dialog"]')) return;
    setTimeout(() => document.querySelector(buttons)?.click());
  });
}

// The marks of a chart by keyboard: the chart takes the focus, arrows go from mark to mark, Enter
// picks. Plotly hears the movements of a mouse there, so that it shows and does what it always does.
{
  const marksOf = (chart) => chart._fullData.flatMap((trace) => {
    const across = trace.orientation === "h";
    return Array.from(trace.visible === true && trace.customdata || [], (own, i) => {
      if (own == null || own === "" || trace.x?.[i] == null) return null;
      const { xaxis, yaxis } = chart._fullLayout;
      const half = (value) => trace.type === "bar" ? value / 2 : value;
      const base = Number(trace.base?.length ? trace.base[i] : trace.base) || 0;
      const x = trace.type === "bar" && across ? base + half(trace.x[i]) : trace.x[i];
      const y = trace.type === "bar" && !across ? base + half(trace.y[i]) : trace.y[i];
      return { x: xaxis._offset + xaxis.d2p(x), y: yaxis._offset + yaxis.d2p(y) };
    }).filter(Boolean);
  });
  const send = (chart, mark, ...kinds) => {
    const box = chart.getBoundingClientRect();
    const at = { clientX: box.left + mark.x, clientY: box.top + mark.y, bubbles: true, view: window };
    const ground = chart.querySelector(".nsewdrag");
    for (const kind of kinds) ground?.dispatchEvent(new MouseEvent(kind, { ...at, buttons: 1 }));
  };
  const pick = (chart, mark) => {
    send(chart, mark, "mousemove", "mousedown");
    const box = chart.getBoundingClientRect();
    const at = { clientX: box.left + mark.x, clientY: box.top + mark.y, bubbles: true, view: window };
    document.dispatchEvent(new MouseEvent("mouseup", at));
  };
  document.addEventListener("keydown", (event) => {
    const chart = event.target.closest?.(".js-plotly-plot");
    if (chart !== event.target || !chart._fullData) return;
    const marks = marksOf(chart), last = marks.length - 1;
    if (last < 0) return;
    const now = chart.markAt ?? -1;
    const to = {
      ArrowRight: Math.min(now + 1, last), ArrowDown: Math.min(now + 1, last),
      ArrowLeft: Math.max(now - 1, 0), ArrowUp: Math.max(now - 1, 0), Home: 0, End: last,
    }[event.key];
    if (to != null) send(chart, marks[chart.markAt = to], "mouseover", "mousemove");
    else if ((event.key === "Enter" || event.key === " ") && now >= 0) pick(chart, marks[now]);
    else return;
    event.preventDefault();
  }, { capture: true });
  const open = (chart) => {
    if (chart.tabIndex === 0 || !chart._fullData || !marksOf(chart).length) return;
    chart.tabIndex = 0;
    chart.setAttribute("role", "application");
    const told = chart.closest("[aria-label]")?.getAttribute("aria-label") ?? "";
    chart.setAttribute("aria-label", told);
  };
  new MutationObserver(() => document.querySelectorAll(".js-plotly-plot").forEach(open))
    .observe(document, { subtree: true, childList: true });
}

// Who uses the keyboard keeps their place: where what had the focus is drawn anew, its successor
// gets it; where it gave way within the panel beside the chart, as sentences do to a full text, the
// first thing in the panel does. A reader with a mouse is left alone.
{
  const able = ':is(a[href], button, input, textarea, [tabindex="0"]):not(:disabled, [tabindex="-1"])';
  let held = null;
  document.addEventListener("pointerdown", () => { held = null; }, { capture: true, passive: true });
  document.addEventListener("focusin", ({ target }) => {
    const place = target.closest('[class*="st-key-"]');
    const key = [...place?.classList ?? []].find((name) => name.startsWith("st-key-"));
    const isKept = target.matches(":focus-visible") || target.matches(".js-plotly-plot");
    held = isKept ? { target, key, within: target.closest(".st-key-panel") !== null } : null;
  });
  const keep = () => {
    if (!held || ![document.body, held.target].includes(document.activeElement)) return;
    const { target, key, within } = held;
    if (target.isConnected && !target.disabled) return;
    const places = [key && `.${CSS.escape(key)}`, within && ".st-key-panel"].filter(Boolean);
    const next = places.map((one) => document.querySelector(one)?.querySelector(able)).find(Boolean);
    if (next?.matches(".js-plotly-plot")) next.markAt = target.markAt;
    next?.focus();
  };
  new MutationObserver(keep)
    .observe(document, { subtree: true, childList: true, attributeFilter: ["disabled", "tabindex"] });
}

// Plotly takes every touch for itself, and a swipe on a chart would scroll nothing. Kept from it,
// a swipe is the page's, and a tap still arrives as the click that browsers make of it.
for (const touch of ["touchstart", "touchmove", "touchend"]) {
  document.addEventListener(touch, (event) => {
    if (event.target.closest?.(".js-plotly-plot")) event.stopImmediatePropagation();
  }, { capture: true, passive: true });
}

// A page is pushed without its parameters first and with them right after: going back would land
// between the two, without what was picked. The second takes the place of the first.
{
  const given = document.documentElement.lang;
  const speak = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    document.documentElement.lang = asked ? asked.replace("_", "-") : given;
  };
  let justTurned = true;  // what an address lacks on arrival is no step of the reader's
  for (const act of ["pointerdown", "keydown"]) {
    document.addEventListener(act, () => { justTurned = false; }, { capture: true, passive: true });
  }
  const push = history.pushState, replace = history.replaceState;
  history.pushState = function (state, title, url) {
    const isSamePage = new URL(url ?? "", location.href).pathname === location.pathname;
    (isSamePage && justTurned ? replace : push).call(this, state, title, url);
    justTurned = justTurned || !isSamePage;
    speak();
  };
  history.replaceState = function (state, title, url) {
    replace.call(this, state, title, url);
    speak();
  };
}
