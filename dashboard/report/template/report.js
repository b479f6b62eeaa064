(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("wenmai-data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const charts = [...document.querySelectorAll("[data-chart]")];
  const config = { displayModeBar: false, scrollZoom: false, responsive: true, doubleClick: false };
  const PRINTED = 640;
  let chosen = "";
  let printing = false;
  const nets = [...document.querySelectorAll("[data-net]")].map((box) => new Net(box));

  // Draw every chart for the mode in use; paper is always light.
  function draw() {
    const mode = dark.matches && !printing ? "dark" : "light";
    nets.forEach((net) => net.show());
    for (const chart of charts) {
      if (chart.matches(".on-paper") && !printing) continue;
      const figure = data.charts[chart.dataset.chart][mode];
      const size = printing ? { width: PRINTED, autosize: false } : { autosize: true };
      const layout = JSON.parse(JSON.stringify({ ...figure.layout, ...size }));
      Plotly.react(chart, JSON.parse(JSON.stringify(figure.data)), layout, config);
      if (!chart.dataset.listens) {
        chart.dataset.listens = "yes";
        chart.on("plotly_click", (event) => {
          const own = event.points.map((p) => p.customdata).find((c) => c !== undefined);
          if (own !== undefined) open(chart.dataset.prefix + (Array.isArray(own) ? own[0] : own));
        });
      }
      ring(chart);
    }
  }

  // A frame around the mark whose sentences are shown.
  function ring(chart) {
    if (chart.dataset.prefix === "s:" || !chart.data) return;
    const accent = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
    (chart.data || []).forEach((trace, i) => {
      if (!trace.customdata) return;
      const before = data.charts[chart.dataset.chart][dark.matches && !printing ? "dark" : "light"];
      const line = (before.data[i].marker || {}).line || {};
      const at = (value, n, other) =>
        Array.isArray(value) ? value[n] : value === undefined ? other : value;
      const on = trace.customdata.map((own) => chart.dataset.prefix + own === chosen);
      Plotly.restyle(chart, {
        "marker.line.width": [on.map((yes, n) => (yes ? 3 : at(line.width, n, 0)))],
        "marker.line.color": [on.map((yes, n) => (yes ? accent : at(line.color, n, accent)))],
      }, [i]);
    });
  }

  function open(key) {
    const entry = data.entries[key];
    if (!entry) return;
    chosen = key;
    for (const other of document.querySelectorAll("[data-key]")) {
      other.classList.toggle("on", other.dataset.key === key);
    }
    charts.forEach(ring);
    nets.forEach((net) => net.show());
    document.getElementById("evidence-title").textContent = entry.heading;
    const body = document.getElementById("evidence-body");
    body.replaceChildren(...entry.items.map(quote));
    if (!entry.items.length) body.append(line("p", "none", data.labels.none));
    if (entry.more) body.append(line("p", "note", entry.more));
    document.getElementById("close").hidden = false;
    document.getElementById("evidence").classList.add("open");
    document.querySelector("#evidence .card").scrollTop = 0;
  }

  function close() {
    document.getElementById("evidence").classList.remove("open");
  }

  // A network that can be taken into the hands; what they do stays in this window.
  function Net(box) {
    const scenes = data.scenes[box.dataset.net];
    let now = { hidden: new Set(), places: new Map() };
    const past = [], future = [];
    const change = (how) => {
      const next = { hidden: new Set(now.hidden), places: new Map(now.places) };
      how(next);
      past.push(now);
      future.length = 0;
      now = next;
    };
    const step = (from, to) => {
      if (!from.length) return;
      to.push(now);
      now = from.pop();
    };
    const acts = {
      pick: ({ ids: [id] }) => {
        if (id) open(id);
        else chosen = "";
      },
      hide: ({ ids }) => change((next) => ids.forEach((id) => next.hidden.add(id))),
      pin: ({ places }) =>
        change((next) => places.forEach(([id, x, y]) => next.places.set(id, [x, y]))),
      free: ({ ids }) => change((next) => ids.forEach((id) => next.places.delete(id))),
      undo: () => step(past, future),
      redo: () => step(future, past),
    };
    const drawing = new NetworkDrawing(box, (act) => {
      acts[act.verb]?.(act);
      this.show();
    });
    box.drawing = drawing;
    this.show = () => {
      const scene = scenes[dark.matches ? "dark" : "light"];
      const shown = scene.nodes.filter((node) => !now.hidden.has(node.id));
      const at = new Map(shown.map((node, i) => [node.id, i]));
      const nodes = shown.map((node) => {
        const put = now.places.get(node.id);
        return put ? { ...node, x: put[0], y: put[1], pinned: true } : node;
      });
      const edges = scene.edges
        .map((edge) => ({ ...edge, ends: edge.ends.map((end) => at.get(scene.nodes[end].id)) }))
        .filter(({ ends }) => ends.every((end) => end !== undefined));
      const can = { undo: past.length > 0, redo: future.length > 0 };
      drawing.show({ ...scene, nodes, edges }, { picked: chosen, can });
    };
  }

  // One sentence: what was asked for on a ground, other names underlined.
  function quote([number, times, title, start, asked]) {
    const [text, names] = data.sentences[number];
    const marks = asked.map((mark) => [...mark, true]);
    for (const name of names) {
      if (asked.every((mark) => name[1] <= mark[0] || mark[1] <= name[0])) marks.push([...name, false]);
    }
    marks.sort((one, other) => one[0] - other[0]);
    // Places are counted in code points, as the analysis does; JavaScript counts halves.
    const letters = [...text];
    const said = document.createElement("p");
    let done = 0;
    for (const [from, to, kind, isAsked] of marks) {
      said.append(letters.slice(done, from).join(""));
      said.append(line("mark", kind + (isAsked ? " asked" : ""), letters.slice(from, to).join("")));
      done = to;
    }
    said.append(letters.slice(done).join(""));
    const where = data.labels.place
      .replace("{start}", () => start.toLocaleString("en"))
      .replace("{title}", () => data.titles[title]);
    const often = times > 1 ? " · " + data.labels.times.replace("{n}", times.toLocaleString("en")) : "";
    const block = document.createElement("blockquote");
    block.append(said, line("footer", "", where + often));
    return block;
  }

  function line(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.textContent = text;
    return element;
  }

  function sort(button) {
    const head = button.closest("th");
    const table = head.closest("table");
    const column = [...head.parentNode.children].indexOf(head);
    const up = head.getAttribute("aria-sort") === "descending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = (row) => {
      const cell = row.children[column];
      return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
    };
    const compare = (one, other) => {
      const [a, b] = [value(one), value(other)];
      return typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a).localeCompare(String(b), document.documentElement.lang);
    };
    const rows = [...table.tBodies[0].rows].sort(compare);
    table.tBodies[0].append(...(up ? rows : rows.reverse()));
  }

  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    const head = event.target.closest("[data-sort]");
    if (key) open(key.dataset.key);
    else if (head) sort(head);
    else if (event.target.closest("#close")) close();
  });
  document.addEventListener("keydown", (event) => {
    const word = event.target.closest("g[data-key]");
    if (event.key === "Escape") close();
    if (word && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      open(word.dataset.key);
    }
  });
  if (charts.length) {
    const print = (now) => {
      printing = now;
      draw();
    };
    dark.addEventListener("change", draw);
    addEventListener("beforeprint", () => print(true));
    addEventListener("afterprint", () => print(false));
    draw();
  }
})();
