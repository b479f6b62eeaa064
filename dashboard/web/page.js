// Runs in the head of every page, before the framework; the braces hold where the dashboard lies.
window.__streamlit = { BACKEND_BASE_URL: location.origin + "{path}" };

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
