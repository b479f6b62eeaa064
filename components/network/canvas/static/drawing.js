// Draws a network that is picked from, dragged, thinned out and put right, on a page and in a
// report. Cytoscape.js hears hands and finds nodes under them, `painting.js` paints; here stands
// what hands do. Names come from texts: they reach the page as text and never as HTML.
(() => {
  "use strict";
  const LEAST = 0.6, MOST = 16, STEP = 1.4;
  const WIDEST = 3; // times that a small picture is stretched to fill its frame
  const LOPSIDED = 2; // times that it is stretched more one way than the other
  const ROOM = [56, 32]; // pixels beside and above the outermost nodes, for their labels
  const ALWAYS = 40, SMALL = 0.7; // labels that stand over small nodes where there is no room
  const LINE = 1.25; // height of a label, times its letters
  const ANCHORS = ["bottom center", "top center", "middle right", "middle left", "bottom right",
    "bottom left", "top right", "top left"];
  // A diamond whose corners are a little blunt: the library takes a point straight below a corner
  // for one outside, so that a click at the middle of its own diamond falls through.
  const DIAMOND = [-0.01, -1, 0.01, -1, 1, 0, 0.01, 1, -0.01, 1, -1, 0];
  // What can be hit; links are found by `_edgeAt`, those of the period that is shown alone.
  const STYLES = [
    { selector: "node", style: {
      "width": "data(size)", "height": "data(size)", "shape": "data(shape)", "opacity": 0,
    } },
    { selector: 'node[shape = "diamond"]', style: {
      "shape": "polygon", "shape-polygon-points": DIAMOND,
    } },
    { selector: "edge, .gone", style: { "display": "none" } },
  ];
  const BEAT = 900; // milliseconds that a period stays while time is played
  const QUIET = 300; // after which a slider that rests is told
  const THINNEST = 1, THICKEST = 6.5; // pixels of a link in a period
  const NEAR = [8, 24]; // pixels beside a link that still are the link's, for mouse and finger
  const SHOWN_AT_ONCE = ["hide", "pin", "free"]; // acts that do not wait for the next scene
  const FAINT = 0.1, LIT = 0.85; // opacity of links beside what is looked at, and of its own
  const ICONS = {
    zoom_in: "M12 5v14M5 12h14",
    zoom_out: "M5 12h14",
    fit: "M12 8a4 4 0 1 0 .01 0M12 2v3M12 19v3M2 12h3M19 12h3",
    lasso: "M12 4c5 0 9 2.4 9 5.7s-4 5.8-9 5.8-9-2.5-9-5.8S7 4 12 4M7.5 15c-2.5 1.5-1 4 1 6",
    undo: "M9 14 4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-3",
    redo: "m15 14 5-5-5-5M20 9H10a5.5 5.5 0 0 0 0 11h3",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    play: "M8 5v14l11-7z",
    pause: "M8 5v14M16 5v14",
  };

  // Cytoscape asks for one frame after the other for ever, which takes a tenth of a core where
  // nothing moves. Here a frame is asked for when something has changed; it animates nothing.
  const renderer = cytoscape("renderer", "canvas").prototype;
  const note = renderer.redraw;
  renderer.startRenderLoop = function () {};
  renderer.redraw = function (options) {
    note.call(this, options);
    this.turn ??= requestAnimationFrame((time) => {
      this.turn = null;
      if (this.destroyed) return;
      if (this.cy.batching()) return this.redraw(options);
      this.requestedFrame = false;
      for (const { fn } of this.beforeRenderCallbacks) fn(true, time);
      this.render(this.renderOptions);
    });
  };

  function make(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  function isInside([x, y], outline) {
    let inside = false;
    for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      const [ax, ay] = outline[i], [bx, by] = outline[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }

  // box: where to draw. tell: hears what hands did, as { verb, … }. root: what fills the window.
  class NetworkDrawing {
    constructor(box, tell, root = box) {
      this.box = box;
      this.tell = tell;
      this.root = root;
      this.scene = null;
      this.told = "";
      this.base = [1, 1]; // how far the plane is stretched both ways to fill the frame
      this.k = 1; // how far the plane is stretched; marks and letters keep their size
      this.frame = [0, 0];
      this.picked = "";
      this.hovered = "";
      this.cursor = "";
      this.taken = []; // what the lasso holds
      this.merging = "";
      this.isArmed = false;
      this.widths = new Map();
      this.at = 0; // the period that is shown, from 1; 0 shows all times
      this._build();
      this._listen();
    }

    // --- what is there -----------------------------------------------------------------------

    _build() {
      this.bar = make("div", "bar");
      this.key = make("div", "key");
      this.tools = make("div", "tools");
      this.tools.setAttribute("role", "toolbar");
      this.bar.append(this.key, this.tools);
      this.stage = make("div", "stage");
      this.stage.tabIndex = 0;
      this.stage.setAttribute("role", "application");
      this.canvas = make("div", "canvas");
      this.painting = new NetworkPainting();
      this.veil = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      this.veil.setAttribute("class", "veil");
      this.outline = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
      this.veil.append(this.outline);
      this.hint = make("div", "hint");
      this.hint.hidden = true;
      this.acts = make("div", "acts");
      this.acts.setAttribute("role", "toolbar");
      this.said = make("output", "said");
      this._buildTime();
      this.stage.append(this.painting.canvas, this.canvas, this.veil, this.hint);
      this.box.replaceChildren(this.bar, this.stage, this.time, this.acts, this.said);
      this.coarse = matchMedia("(pointer: coarse)").matches;
      this.cy = cytoscape({
        container: this.canvas,
        userZoomingEnabled: false, // the plane is stretched instead: letters keep their size
        userPanningEnabled: !this.coarse, // a swipe is the page's
        autoungrabify: this.coarse,
        boxSelectionEnabled: false,
        autounselectify: true,
        minZoom: 1,
        maxZoom: 1,
        pixelRatio: 1, // it paints nothing
        style: STYLES,
      });
      this.buttons = {};
      for (const name of ["undo", "redo", "lasso", "zoom_out", "zoom_in", "fit", "full"]) {
        const button = make("button", "tool");
        button.type = "button";
        button.append(icon(name));
        button.dataset.does = name;
        this.buttons[name] = button;
        this.tools.append(button);
      }
    }

    _buildTime() {
      this.time = make("div", "time");
      this.time.hidden = true;
      this.player = make("button", "tool");
      this.player.type = "button";
      this.player.dataset.does = "play";
      this.slider = make("input");
      this.slider.type = "range";
      this.slider.min = this.slider.value = "0";
      this.shown = make("output", "shown");
      this.time.append(this.player, this.slider, this.shown);
      this.player.onclick = () => this._play(!this.playing);
      this.slider.oninput = () => {
        this._play(false);
        this._slide(Number(this.slider.value));
        this._tellTimeSoon();
      };
    }

    _listen() {
      const { cy, stage, canvas } = this;
      this.tools.onclick = (event) => {
        const button = event.target.closest("button");
        if (button && !button.disabled) this._use(button.dataset.does);
      };
      cy.on("tap", (event) => {
        const id = this._idAt(event);
        if (id) this._tap(id);
        else this._letGo();
      });
      cy.on("cxttap taphold", "node", (event) => this._take([event.target.id()]));
      cy.on("mousemove", (event) => {
        if (event.originalEvent?.buttons) return;
        const id = this._idAt(event);
        this._hover(id, event);
        if (id) this._moveHint(event.renderedPosition);
      });
      canvas.addEventListener("pointerleave", () => this._hover(""));
      cy.on("grab drag", "node", () => this._hover(""));
      cy.on("drag", "node", (event) => this._dragAlong(event.target));
      cy.on("dragfree", "node", (event) => this._drop(event.target));
      cy.on("pan", () => this._labelSoon());
      cy.on("pan drag", () => this._paintSoon());
      canvas.addEventListener("contextmenu", (event) => event.preventDefault());
      canvas.addEventListener("wheel", (event) => this._wheel(event), { passive: false });
      // A wheel that came here by scrolling the page goes on scrolling it until the mouse moves.
      canvas.addEventListener("pointermove", (event) => {
        if (event.movementX || event.movementY) this.isArmed = true;
      });
      this.onscroll = () => { this.isArmed = this.isFull; };
      document.addEventListener("scroll", this.onscroll, { capture: true, passive: true });
      stage.addEventListener("keydown", (event) => this._press(event));
      stage.addEventListener("focus", () => this._announce(this.cursor || this.picked));
      stage.addEventListener("pointerdown", (event) => {
        const isDrawn = event.target.closest(".canvas, .veil");
        if (isDrawn && event.button === 0 && (this.lassoing || event.shiftKey)) this._lasso(event);
      }, { capture: true });
      // The library remembers where it lies in the window, and hears of no scrolling from inside
      // a shadow: it is told before a pointer's event reaches it.
      for (const kind of ["pointerdown", "pointermove", "touchstart"]) {
        stage.addEventListener(kind, () => this._find(), { capture: true, passive: true });
      }
      this.watcher = new ResizeObserver(() => this._resize());
      this.watcher.observe(stage);
      this.onfull = () => { if (!document.fullscreenElement && this.isFull) this._fill(false); };
      document.addEventListener("fullscreenchange", this.onfull);
    }

    destroy() {
      this._fill(false);
      this.watcher.disconnect();
      clearTimeout(this.waiting);
      clearTimeout(this.resting);
      clearInterval(this.playing);
      cancelAnimationFrame(this.painted);
      document.removeEventListener("scroll", this.onscroll, { capture: true });
      document.removeEventListener("fullscreenchange", this.onfull);
      this.cy.destroy();
      this.box.replaceChildren();
    }

    _find() {
      const { left, top } = this.canvas.getBoundingClientRect();
      const place = `${left} ${top}`;
      if (place !== this.lies) this.cy.resize();
      this.lies = place;
    }

    // --- drawing -----------------------------------------------------------------------------

    // What is to be seen: a scene, what is picked, what may be done.
    show(scene, { picked = "", can = {}, at = null } = {}) {
      const told = JSON.stringify(scene);
      const isOther = !this.scene || scene.digest !== this.scene.digest;
      this.can = can;
      // What was hidden and taken back before an answer came is the same scene, and no longer seen.
      if (told !== this.told || this.isAhead) {
        this.isAhead = false;
        this.told = told;
        this.scene = scene;
        this._dress();
        this._fillIn();
        if (isOther) this._fit();
        this._offerTime();
      }
      if (at !== null && !this.playing) this._slide(this._numberOf(at));
      this.buttons.undo.disabled = !can.undo;
      this.buttons.redo.disabled = !can.redo;
      if (picked !== this.picked) this.merging = "";
      this.picked = this._has(picked) ? picked : "";
      this.taken = this.taken.filter((id) => this._has(id));
      if (!this._has(this.cursor)) this.cursor = "";
      this._emphasise();
      this._offerActs();
    }

    // --- time: one layout, and the links of one period after the other -------------------------

    _numberOf(code) {
      return (this.scene.slices?.codes.indexOf(code) ?? -1) + 1;
    }

    _offerTime() {
      const { slices, words } = this.scene;
      this.time.hidden = !slices;
      if (!slices) return void (this.at && this._slide(0));
      this.slider.max = String(slices.codes.length);
      this.slider.setAttribute("aria-label", words.time);
      this._namePlayer();
      this.most = 1;
      // The links of each period with how often, and the names that they link.
      this.periods = slices.codes.map(() => ({ edges: new Map(), nodes: new Set() }));
      for (const { data: { id, when, source, target } } of this.edges) {
        for (const [at, n] of when) {
          this.periods[at].edges.set(id, n);
          this.periods[at].nodes.add(source).add(target);
          this.most = Math.max(this.most, n);
        }
      }
      this._slide(Math.min(this.at, slices.codes.length));
    }

    // Show one period; nodes stay where they are, links are those of the period.
    _slide(at) {
      const { scene } = this, { slices } = scene, before = this.at;
      this.at = at;
      this.slider.value = String(at);
      if (!slices) return;
      const told = at ? slices.labels[at - 1] : scene.words.all_time;
      this.shown.textContent = told;
      this.slider.setAttribute("aria-valuetext", told);
      if (before === at) return;
      if (this.hovered || this.cursor || this.picked) this._emphasise();
      this._paintSoon();
    }

    // What is there in the period that is shown; null where all times are.
    get _now() {
      return this.at && this.scene.slices ? this.periods[this.at - 1] : null;
    }

    _play(on) {
      if (on === Boolean(this.playing)) return;
      clearInterval(this.playing);
      this.playing = on ? setInterval(() => this._beat(), BEAT) : 0;
      this._namePlayer();
      if (!on) this._tellTimeSoon();
      else if (this.at === this.scene.slices.codes.length) this._slide(1);
      else this._beat();
    }

    _beat() {
      const last = this.scene.slices.codes.length;
      this._slide(Math.min(this.at + 1, last));
      if (this.at === last) this._play(false);
    }

    _namePlayer() {
      const does = this.playing ? "pause" : "play", word = this.scene.words[does];
      this.player.replaceChildren(icon(does));
      this.player.title = word;
      this.player.setAttribute("aria-label", word);
    }

    get period() {
      return this.at ? this.scene.slices.codes[this.at - 1] : "";
    }

    _tellTimeSoon() {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this._do({ verb: "slide", period: this.period }), QUIET);
    }

    _hintOf(id) {
      const one = this.cy.getElementById(id), hint = one.data("hint");
      if (!this.at || one.isNode()) return hint;
      const n = String(this._now?.edges.get(id) ?? 0);
      const here = this.scene.words.in_slice.replace("{n}", () => n);
      return `${hint}\n${this.period}　${here}`;
    }

    _has(id) {
      return Boolean(id) && this.cy.getElementById(id).nonempty();
    }

    _dress() {
      const { words, looks, alt, height, key } = this.scene;
      for (const [name, value] of Object.entries(looks)) {
        if (name !== "font") this.box.style.setProperty(`--${name}`, value);
      }
      this.box.style.setProperty("--letters", looks.font);
      this.box.style.setProperty("--height", `${height}px`);
      this.stage.setAttribute("aria-label", `${alt} ${words.keys}`);
      for (const [name, button] of Object.entries(this.buttons)) {
        const word = name === "full" && this.isFull ? words.leave_full : words[name];
        button.title = word;
        button.setAttribute("aria-label", word);
      }
      this.key.replaceChildren(...key.map(([sign, colour, name]) => {
        const part = make("span"), mark = make("span", "sign", sign);
        mark.style.color = colour;
        part.append(mark, ` ${name}`);
        return part;
      }));
      this._paintSoon();
    }

    _fillIn() {
      const { nodes, edges, looks } = this.scene, { cy } = this;
      this.labels = new Map(); // by node, where its label stands
      this.edges = edges.map(({ ends: [a, b], ...edge }) => ({
        group: "edges",
        data: {
          colour: looks.quiet, line: "solid", ...edge,
          source: nodes[a].id, target: nodes[b].id,
        },
      }));
      cy.batch(() => {
        cy.elements().remove();
        cy.add([
          ...nodes.map((node, i) => ({
            group: "nodes",
            data: { ...node, rank: i },
            classes: node.pinned ? "pinned" : "",
          })),
          ...this.edges,
        ]);
      });
      // Who is largest has its label first; equals as the list has them.
      this.ranked = cy.nodes().sort((a, b) =>
        b.data("size") - a.data("size") || a.data("rank") - b.data("rank"));
      if (this.frame[0]) this._stretch();
    }

    _resize() {
      const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
      const [before, above] = this.frame;
      if (!width || !height || (width === before && height === above)) return;
      const pan = this.cy.pan();
      this.frame = [width, height];
      this.painting.resize(this.frame);
      this.cy.resize();
      if (!before) this._fit();
      else {
        this.cy.pan({ x: (pan.x * width) / before, y: (pan.y * height) / above });
        this._stretch();
      }
    }

    _fit() {
      if (!this.frame[0]) return;
      const seen = this.cy.nodes().filter((node) => this.isSeen(node.id()));
      const sides = ["x", "y"].map((side) => seen.map((node) => node.data(side)));
      const bounds = sides.map((all) =>
        all.length ? [Math.min(...all), Math.max(...all)] : [-1, 1]);
      const free = this.frame.map((pixels, i) => (pixels - 2 * ROOM[i]) / pixels);
      const fill = bounds.map(([low, high], i) =>
        Math.min(WIDEST, (2 * free[i]) / Math.max(high - low, 0.01)));
      this.base = fill.map((own, i) => Math.min(own, LOPSIDED * fill[1 - i]));
      this.k = 1;
      const [sx, sy] = this._scale(), [x, y] = bounds.map(([low, high]) => (low + high) / 2);
      this.cy.pan({ x: this.frame[0] / 2 - x * sx, y: this.frame[1] / 2 - y * sy });
      this._stretch();
    }

    // Put every node where it belongs on the stretched plane.
    _stretch() {
      const [sx, sy] = this._scale();
      this.cy.batch(() => {
        this.cy.nodes().positions((node) => ({ x: node.data("x") * sx, y: node.data("y") * sy }));
      });
      this._paintSoon();
      this._labelSoon();
    }

    _scale() {
      const [bx, by] = this.base;
      return [(this.k * bx * this.frame[0]) / 2, (-this.k * by * this.frame[1]) / 2];
    }

    _zoom(factor, at = [this.frame[0] / 2, this.frame[1] / 2]) {
      const k = Math.min(MOST, Math.max(LEAST, this.k * factor));
      const by = k / this.k;
      if (by === 1) return false;
      const pan = this.cy.pan();
      this.k = k;
      this.cy.pan({ x: at[0] - (at[0] - pan.x) * by, y: at[1] - (at[1] - pan.y) * by });
      this._stretch();
      return true;
    }

    _wheel(event) {
      this._hover("");
      if (!this.isArmed && !event.ctrlKey) return;
      const box = this.canvas.getBoundingClientRect();
      const lines = event.deltaMode === 1 ? 16 : 1;
      const factor = Math.exp(-event.deltaY * lines * 0.0016);
      this._zoom(factor, [event.clientX - box.left, event.clientY - box.top]);
      event.preventDefault();
    }

    // --- labels: none covers another, the largest nodes win ------------------------------------

    _labelSoon() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this._label(), 40);
    }

    _width(text) {
      if (!this.widths.has(text)) {
        this.pen ??= document.createElement("canvas").getContext("2d");
        this.pen.font = `${this.scene.font}px ${this.scene.looks.font}`;
        this.widths.set(text, this.pen.measureText(text).width);
      }
      return this.widths.get(text);
    }

    _boxOf({ x, y }, half, width, anchor) {
      const height = this.scene.font * LINE;
      const [vertical, horizontal] = anchor.split(" ");
      const left = { left: x - half - width - 2, center: x - width / 2, right: x + half + 2 };
      const top = { top: y - half - height, middle: y - height / 2, bottom: y + half };
      return [left[horizontal], top[vertical], left[horizontal] + width, top[vertical] + height];
    }

    _label() {
      if (!this.frame[0] || this.cy.destroyed()) return;
      const [width, height] = this.frame;
      const seen = this.ranked.filter((node) => {
        const { x, y } = node.renderedPosition();
        return this.isSeen(node.id()) && x > 0 && y > 0 && x < width && y < height;
      });
      const first = seen.filter((node) => this.near?.has(node.id()) || node.id() === this.picked);
      const spots = seen.map((node) => {
        const { x, y } = node.renderedPosition(), half = node.data("size") / 2;
        return [x - half, y - half, x + half, y + half];
      });
      const labels = [];
      this.labels = new Map();
      for (const node of first.union(seen)) {
        const important = this.labels.size < ALWAYS;
        const anchor = this._findRoom(node, spots, labels) ??
          (important ? this._findRoom(node, spots, labels, SMALL) : null);
        if (anchor) this.labels.set(node.id(), anchor);
      }
      this._paintSoon();
    }

    // cover: nodes that are so small beside its own may lie below a label.
    _findRoom(node, spots, labels, cover = 0) {
      const at = node.renderedPosition(), half = node.data("size") / 2;
      const width = this._width(node.data("name")), own = node.data("anchor");
      const order = own ? [own, ...ANCHORS.filter((anchor) => anchor !== own)] : ANCHORS;
      for (const anchor of order) {
        const box = this._boxOf(at, half, width, anchor);
        const [left, top, right, bottom] = box;
        if (left < 0 || top < 0 || right > this.frame[0] || bottom > this.frame[1]) continue;
        const inner = [left + 1, top + 2, right - 1, bottom - 2];
        if (labels.some((other) => overlap(inner, other))) continue;
        const isOwn = ([x0, y0, x1, y1]) => x0 === at.x - half && y0 === at.y - half &&
          x1 === at.x + half && y1 === at.y + half;
        const isSmall = ([x0, , x1]) => x1 - x0 < cover * 2 * half;
        if (spots.some((spot) => overlap(inner, spot) && !isOwn(spot) && !isSmall(spot))) continue;
        labels.push(box);
        return anchor;
      }
      return null;
    }

    // --- what stands out -----------------------------------------------------------------------

    _emphasise() {
      const centre = this.hovered || this.cursor || this.picked;
      this.near = this.lit = null; // ids of what stands out; null where everything does
      if (this._has(centre)) {
        const one = this.cy.getElementById(centre);
        const lit = one.isNode() ? one.connectedEdges().filter((edge) => this._isThere(edge)) : one;
        const ids = (these) => new Set(these.map((node) => node.id()));
        this.lit = ids(lit);
        this.near = ids(one.union(lit.connectedNodes()).nodes());
      }
      this._paintSoon();
      this._labelSoon();
    }

    // --- what is seen --------------------------------------------------------------------------

    // Whether a link is one of the period that is shown, or all times are.
    _isThere(edge) {
      return !this._now || this._now.edges.has(edge.id());
    }

    // Whether a node or a link is to be seen.
    isSeen(id) {
      const one = this.cy.getElementById(id), isShown = (node) => !node.hasClass("gone");
      if (one.empty()) return false;
      return one.isNode() ? isShown(one)
        : this._isThere(one) && isShown(one.source()) && isShown(one.target());
    }

    // The links that are seen, the strongest first, each with its ends in the frame.
    _seenEdges() {
      const at = new Map();
      for (const node of this.cy.nodes().not(".gone")) at.set(node.id(), node.renderedPosition());
      const now = this._now?.edges;
      return this.edges.map(({ data }) => ({ data, from: at.get(data.source),
        to: at.get(data.target) })).filter(({ data, from, to }) =>
        from && to && (!now || now.has(data.id)));
    }

    _widthOf({ id, width }) {
      const n = this._now?.edges.get(id);
      return n ? THINNEST + Math.sqrt(n / this.most) * (THICKEST - THINNEST) : width;
    }

    // The id of the node or else the link below a mouse or a finger; "" for none.
    _idAt({ target, renderedPosition }) {
      return target === this.cy ? this._edgeAt(renderedPosition) : target.id();
    }

    _edgeAt({ x, y }) {
      let found = "", least = Infinity;
      for (const { data, from, to } of this._seenEdges()) {
        const [dx, dy] = [to.x - from.x, to.y - from.y];
        const t = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1);
        if (t < 0 || t > 1) continue;
        const far = Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
        if (far >= least || far > this._widthOf(data) / 2 + NEAR[Number(this.coarse)]) continue;
        [found, least] = [data.id, far];
      }
      return found;
    }

    _paintSoon() {
      this.painted ??= requestAnimationFrame(() => {
        this.painted = null;
        this._paint();
      });
    }

    _paint() {
      if (!this.scene || !this.frame[0]) return;
      const { looks, font } = this.scene, now = this._now;
      const isFaint = (id) => (now && !now.nodes.has(id)) || (this.near && !this.near.has(id));
      const nodes = this.ranked.not(".gone").map((node) => this._markOf(node, isFaint(node.id())));
      const labels = nodes.filter(({ id }) => this.labels.has(id)).map(({ id, ...node }) => {
        const half = node.size / 2, width = this._width(node.name);
        const [left, top, , bottom] = this._boxOf(node, half, width, this.labels.get(id));
        const colour = isFaint(id) ? looks.quiet : looks.ink;
        return { text: node.name, left, middle: (top + bottom) / 2, colour };
      });
      this.painting.paint({
        looks, letters: `${font}px ${looks.font}`, nodes: nodes.reverse(), labels,
        edges: this._seenEdges().map((edge) => this._lineOf(edge, looks)).reverse(),
      });
    }

    _markOf(node, isFaint) {
      const data = node.data(), { x, y } = node.renderedPosition(), { id, name, size, shape } = data;
      return {
        id, name, size, shape, x, y, colour: isFaint ? data.faded : data.colour,
        pinned: node.hasClass("pinned"), picked: id === this.picked, cursor: id === this.cursor,
        taken: this.taken.includes(id),
      };
    }

    _lineOf({ data, from, to }, looks) {
      const { id, line } = data, picked = id === this.picked, isLit = this.lit?.has(id);
      const opacity = picked ? 1 : isLit ? LIT : this.lit ? FAINT : data.opacity;
      const colour = isLit ? looks.accent : data.colour;
      return { from, to, line, picked, opacity, colour, width: this._widthOf(data) };
    }

    _hover(id, event) {
      if (this.hovered === id) return;
      this.hovered = id;
      this.canvas.style.cursor = id ? "pointer" : "";
      this.hint.hidden = !id;
      if (id) {
        this.hint.textContent = this._hintOf(id);
        this._moveHint(event.renderedPosition);
      }
      this._emphasise();
    }

    _moveHint({ x, y }) {
      const { offsetWidth: width, offsetHeight: height } = this.hint;
      const left = Math.max(4, Math.min(this.frame[0] - width - 4, x + 14));
      const top = y + 18 + height > this.frame[1] ? y - height - 12 : y + 18;
      this.hint.style.transform = `translate(${left}px, ${Math.max(4, top)}px)`;
    }

    _announce(id) {
      this.said.textContent = this._has(id) ? this._hintOf(id) : "";
    }

    // --- what hands do -------------------------------------------------------------------------

    _tap(id) {
      const isNode = this.cy.getElementById(id).isNode();
      if (this.merging) {
        const ids = this.merging;
        if (!isNode || ids.includes(id) || !this._mayCorrect([id])) return;
        this.merging = "";
        this._do({ verb: "merge", ids: [...ids, id] });
      } else {
        this.taken = [];
        this.cursor = "";
        this.picked = id;
        clearTimeout(this.resting); // the click tells the period
        this._do({ verb: "pick", ids: [id], period: this.period });
        this._announce(id);
      }
      this._emphasise();
      this._offerActs();
    }

    _letGo() {
      this.merging = "";
      this.cursor = "";
      if (this.taken.length) this.taken = [];
      else if (this.picked) {
        this.picked = "";
        this._do({ verb: "pick", ids: [] });
      }
      this._emphasise();
      this._offerActs();
    }

    _do(act) {
      if (SHOWN_AT_ONCE.includes(act.verb)) this.isAhead = true;
      this.tell(act);
    }

    _take(ids) {
      this.merging = "";
      this.taken = ids;
      this._emphasise();
      this._offerActs();
    }

    // Nodes that an act is about: what the lasso holds, else what is picked.
    _about() {
      if (this.taken.length) return this.taken;
      const one = this.cursor || this.picked;
      return this._has(one) && this.cy.getElementById(one).isNode() ? [one] : [];
    }

    _use(name) {
      if (name === "zoom_in") this._zoom(STEP);
      else if (name === "zoom_out") this._zoom(1 / STEP);
      else if (name === "fit") this._fit();
      else if (name === "full") this._fill(!this.isFull);
      else if (name === "lasso") this._hold(!this.lassoing);
      else this._do({ verb: name });
    }

    _hide(ids) {
      this.taken = [];
      this.cursor = "";
      this.cy.batch(() => ids.forEach((id) => this.cy.getElementById(id).addClass("gone")));
      this._do({ verb: "hide", ids });
      this._emphasise();
      this._offerActs();
    }

    _keepOnly(ids) {
      const others = this.cy.nodes().filter((node) => !ids.includes(node.id()));
      this._hide(others.map((node) => node.id()));
    }

    _pin(ids) {
      const nodes = ids.map((id) => this.cy.getElementById(id));
      if (nodes.every((node) => node.hasClass("pinned"))) {
        nodes.forEach((node) => node.removeClass("pinned"));
        this._do({ verb: "free", ids });
      } else {
        nodes.forEach((node) => node.addClass("pinned"));
        this._do({ verb: "pin", places: nodes.map((node) => this._placeOf(node)) });
      }
      this._paintSoon();
      this._offerActs();
    }

    _placeOf(node) {
      const inside = (value) => Math.max(-1, Math.min(1, value));
      return [node.id(), inside(node.data("x")), inside(node.data("y"))];
    }

    _dragAlong(node) {
      const [sx, sy] = this._scale(), { x, y } = node.position();
      const [dx, dy] = [x / sx - node.data("x"), y / sy - node.data("y")];
      node.data({ x: x / sx, y: y / sy });
      if (!this.taken.includes(node.id())) return;
      for (const id of this.taken) { // the others that the lasso holds go along
        const other = this.cy.getElementById(id);
        if (id === node.id()) continue;
        other.data({ x: other.data("x") + dx, y: other.data("y") + dy });
        other.position({ x: other.data("x") * sx, y: other.data("y") * sy });
      }
    }

    _drop(node) {
      const ids = this.taken.includes(node.id()) ? this.taken : [node.id()];
      const places = ids.map((id) => this._placeOf(this.cy.getElementById(id)));
      for (const [id, x, y] of places) {
        this.cy.getElementById(id).data({ x, y }).addClass("pinned");
      }
      this._stretch();
      this._do({ verb: "pin", places });
      this._offerActs();
    }

    _hold(on) {
      this.lassoing = on;
      this.buttons.lasso.setAttribute("aria-pressed", String(on));
      this.stage.classList.toggle("lassoing", on);
    }

    _lasso(event) {
      event.preventDefault();
      event.stopPropagation();
      const box = this.canvas.getBoundingClientRect(), line = [];
      const add = ({ clientX, clientY }) => {
        line.push([clientX - box.left, clientY - box.top]);
        this.outline.setAttribute("points", line.map((point) => point.join(",")).join(" "));
      };
      const end = () => {
        removeEventListener("pointermove", add);
        this.outline.removeAttribute("points");
        this._hold(false);
        const held = this.ranked.filter((node) => {
          const { x, y } = node.renderedPosition();
          return this.isSeen(node.id()) && isInside([x, y], line);
        });
        this._take(held.map((node) => node.id()));
        this.stage.focus({ preventScroll: true });
      };
      this.stage.classList.add("lassoing");
      add(event);
      addEventListener("pointermove", add);
      addEventListener("pointerup", end, { once: true });
    }

    // --- the bar of what can be done -------------------------------------------------------------

    _offerActs() {
      const { acts } = this, ids = this._about();
      if (acts.querySelector("form") && acts.dataset.about === ids.join()) return;
      acts.dataset.about = ids.join();
      const { words } = this.scene;
      if (!ids.length) return void acts.replaceChildren(
        make("span", "idle", this.can.correct ? words.idle : words.idle_view));
      const name = (id) => this.cy.getElementById(id).data("name");
      const title = ids.length > 1
        ? words.chosen.replace("{n}", () => String(ids.length)) : name(ids[0]);
      if (this.merging) {
        const asked = words.merge_hint.replace("{name}", () => title);
        acts.replaceChildren(make("span", "", asked), this._button("cancel", () => {
          this.merging = "";
          this._offerActs();
        }));
        return;
      }
      const parts = [make("strong", "", title), this._button("hide", () => this._hide(ids))];
      if (ids.length > 1) parts.push(this._button("keep", () => this._keepOnly(ids)));
      const areAllPinned = ids.every((id) => this.cy.getElementById(id).hasClass("pinned"));
      parts.push(this._button(areAllPinned ? "free" : "pin", () => this._pin(ids)));
      if (this._mayCorrect(ids)) parts.push(...this._corrections(ids, name));
      acts.replaceChildren(...parts);
    }

    _mayCorrect(ids) {
      return this.can.correct && ids.every((id) => this.cy.getElementById(id).data("named"));
    }

    _corrections(ids, name) {
      if (ids.length === 1) {
        return [
          this._button("rename", () => this._askName(ids[0])),
          this._button("merge", () => this._askMerge(ids)),
        ];
      }
      const into = this.ranked.filter((node) => ids.includes(node.id()))[0].id();
      const text = this.scene.words.merge_all.replace("{name}", () => name(into));
      const merge = () => {
        this.taken = [];
        this._do({ verb: "merge", ids: [...ids.filter((id) => id !== into), into] });
        this._offerActs();
      };
      return [this._button("merge_all", merge, text)];
    }

    _button(does, act, text = this.scene.words[does]) {
      const button = make("button", "act", text);
      button.type = "button";
      button.dataset.does = does;
      button.onclick = act;
      return button;
    }

    _askMerge(ids) {
      this.merging = ids;
      this._offerActs();
      this.stage.focus({ preventScroll: true });
    }

    _askName(id) {
      const { words } = this.scene, form = make("form"), field = make("input");
      field.value = this.cy.getElementById(id).data("name");
      field.setAttribute("aria-label", words.rename_to);
      const send = this._button("rename", null);
      send.type = "submit";
      const leave = () => {
        this.acts.replaceChildren();
        this._offerActs();
        this.stage.focus({ preventScroll: true });
      };
      form.append(make("span", "", words.rename_to), field, send, this._button("cancel", leave));
      form.onsubmit = (event) => {
        event.preventDefault();
        const name = field.value.trim();
        if (name) this._do({ verb: "rename", ids: [id], name });
        leave();
      };
      // What is typed here is no shortcut of the page's.
      form.onkeydown = (event) => {
        event.stopPropagation();
        if (event.key === "Escape") leave();
      };
      this.acts.replaceChildren(form);
      field.focus();
      field.select();
    }

    // --- the same by keyboard --------------------------------------------------------------------

    _press(event) {
      if (event.target !== this.stage) return void event.stopPropagation();
      const { key } = event, isUndo = (event.ctrlKey || event.metaKey) && key.toLowerCase() === "z";
      const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const about = this._about();
      const does = {
        Enter: () => this.cursor && this._tap(this.cursor),
        " ": () => this.cursor && this._tap(this.cursor),
        Delete: () => about.length && this._hide(about),
        p: () => about.length && this._pin(about),
        F2: () => about.length === 1 && this._mayCorrect(about) && this._askName(about[0]),
        m: () => about.length === 1 && this._mayCorrect(about) && this._askMerge(about),
        l: () => this._hold(!this.lassoing),
        "+": () => this._zoom(STEP),
        "-": () => this._zoom(1 / STEP),
        0: () => this._fit(),
        f: () => this._fill(!this.isFull),
        Escape: () => this._escape(),
      };
      if (isUndo) this._do({ verb: event.shiftKey ? "redo" : "undo" });
      else if (event.ctrlKey || event.metaKey || event.altKey) return;
      else if (arrow[key]) event.shiftKey ? this._nudge(arrow[key]) : this._step(arrow[key]);
      else if (does[key]) does[key]();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    _escape() {
      if (this.lassoing) this._hold(false);
      else if (this.isFull) this._fill(false);
      else this._letGo();
    }

    // Go to the nearest node in a direction.
    _step([dx, dy]) {
      const from = this.cursor || this._about()[0];
      if (!from) this.cursor = this.ranked[0]?.id() ?? "";
      else {
        const here = this.cy.getElementById(from).renderedPosition();
        const cost = (node) => {
          const { x, y } = node.renderedPosition(), [along, aside] = dx
            ? [(x - here.x) * dx, y - here.y] : [(y - here.y) * dy, x - here.x];
          return along > 1 ? along + 2 * Math.abs(aside) : Infinity;
        };
        const best = this.ranked.filter((node) => this.isSeen(node.id()) && node.id() !== from)
          .min((node) => cost(node));
        if (best.ele && best.value < Infinity) this.cursor = best.ele.id();
        else this.cursor = from;
      }
      this._emphasise();
      this._offerActs();
      this._announce(this.cursor);
    }

    _nudge([dx, dy]) {
      const [id] = this._about();
      if (!id) return;
      const node = this.cy.getElementById(id), [sx, sy] = this._scale();
      node.data({ x: node.data("x") + (12 * dx) / sx, y: node.data("y") + (12 * dy) / sy });
      this._stretch();
      clearTimeout(this.nudged);
      this.nudged = setTimeout(() => this._has(id) && this._drop(node), 400);
    }

    // --- the whole window ----------------------------------------------------------------------

    _fill(on) {
      if (Boolean(this.isFull) === on) return;
      this.isFull = on;
      this.isArmed = on;
      this.root.toggleAttribute("data-fills-window", on);
      this.box.toggleAttribute("data-full", on);
      this.cy.userPanningEnabled(on || !this.coarse);
      this.cy.autoungrabify(this.coarse && !on);
      if (on && document.fullscreenEnabled) {
        document.documentElement.requestFullscreen().catch(() => {});
      } else if (!on && document.fullscreenElement) document.exitFullscreen();
      if (this.scene) this._dress();
      this.stage.focus({ preventScroll: true });
      if (on) this.box.scrollIntoView({ block: "start" });
    }
  }

  globalThis.NetworkDrawing = NetworkDrawing;
})();
