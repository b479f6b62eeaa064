// Paints a network on one canvas: links, nodes above them, labels above all. It knows no time, no
// hands and no server: it is told what stands where, and paints all of it at once. That takes a
// few milliseconds, where a library that keeps a style for each link and node takes hundreds.
(() => {
  "use strict";
  const TURN = 2 * Math.PI;
  const RIM = 1.5, RIM_PINNED = 2, RIM_PICKED = 3.5; // pixels of paper or ink around a node
  const HALO = 2.5; // pixels of paper around letters
  const GLOW = 5, GLOW_EDGE = 4; // pixels around what is taken, around a picked link
  const DASHES = { solid: [], dashed: [6, 3], dotted: [1, 1] };

  const CORNERS = { // of shapes that have some, in halves of their size
    rectangle: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
    triangle: [[0, -1], [1, 1], [-1, 1]],
  };

  // The outline of a shape; `more` pixels wider all around.
  function outline(pen, { shape, x, y, size }, more = 0) {
    const half = size / 2 + more, corners = CORNERS[shape];
    pen.beginPath();
    if (!corners) return pen.arc(x, y, half, 0, TURN);
    corners.forEach(([dx, dy], i) => pen[i ? "lineTo" : "moveTo"](x + half * dx, y + half * dy));
    pen.closePath();
  }

  class NetworkPainting {
    constructor() {
      this.canvas = document.createElement("canvas");
      this.canvas.className = "painting";
      this.pen = this.canvas.getContext("2d");
    }

    // frame: width and height, in pixels of the page.
    resize([width, height]) {
      this.frame = [width, height];
      this.ratio = devicePixelRatio || 1;
      this.canvas.width = Math.round(width * this.ratio);
      this.canvas.height = Math.round(height * this.ratio);
    }

    // Paint edges, nodes and labels, each kind in its order, what comes later above.
    // looks: the colours of paper and ink; letters: a font as style sheets write it.
    paint({ looks, letters, edges, nodes, labels }) {
      if (!this.frame) return;
      if (this.ratio !== devicePixelRatio) this.resize(this.frame);
      const { pen, ratio, frame: [width, height] } = this;
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, width, height);
      for (const edge of edges) this._paintEdge(edge, looks);
      pen.globalAlpha = 1;
      pen.setLineDash([]);
      for (const node of nodes) this._paintNode(node, looks);
      pen.font = letters;
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.strokeStyle = looks.paper;
      pen.lineWidth = 2 * HALO;
      for (const label of labels) this._paintLabel(label);
    }

    _paintEdge({ from, to, width, colour, opacity, line, picked }, { accent }) {
      const { pen } = this;
      pen.beginPath();
      pen.moveTo(from.x, from.y);
      pen.lineTo(to.x, to.y);
      pen.setLineDash([]);
      if (picked) {
        pen.strokeStyle = accent;
        pen.globalAlpha = 0.25;
        pen.lineWidth = width + 2 * GLOW_EDGE;
        pen.stroke();
      }
      if (line !== "solid") pen.setLineDash(DASHES[line]);
      pen.strokeStyle = colour;
      pen.globalAlpha = opacity;
      pen.lineWidth = width;
      pen.stroke();
    }

    _paintNode(node, { paper, ink, accent }) {
      const { pen } = this;
      if (node.taken) {
        pen.globalAlpha = 0.3;
        pen.fillStyle = accent;
        outline(pen, { ...node, shape: "ellipse" }, GLOW);
        pen.fill();
        pen.globalAlpha = 1;
      }
      outline(pen, node);
      pen.fillStyle = node.colour;
      pen.fill();
      pen.strokeStyle = node.picked ? accent : node.pinned ? ink : paper;
      pen.lineWidth = node.picked ? RIM_PICKED : node.pinned ? RIM_PINNED : RIM;
      pen.stroke();
      if (!node.cursor) return;
      pen.strokeStyle = accent;
      pen.lineWidth = 2;
      pen.setLineDash([5, 3]);
      outline(pen, node, 4);
      pen.stroke();
      pen.setLineDash([]);
    }

    _paintLabel({ text, left, middle, colour }) {
      const { pen } = this;
      pen.strokeText(text, left, middle);
      pen.fillStyle = colour;
      pen.fillText(text, left, middle);
    }
  }

  globalThis.NetworkPainting = NetworkPainting;
})();
