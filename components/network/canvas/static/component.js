// The picture of a network as a part of a page: what hands do is told to the server.
import "./cytoscape/cytoscape-3.35.0.min.js";
import "./painting.js";
import "./drawing.js";

const kept = new WeakMap(); // the framework calls at every run; the drawing stays

// Acts are numbered, and told again until the server says that it has heard them: clicks that
// follow each other quickly are one message, and none is lost.
class Reporter {
  constructor() {
    this.session = "";
    this.last = 0;
    this.unheard = [];
    this.send = () => {};
  }

  tell(act) {
    this.unheard.push({ n: ++this.last, ...act });
    this.send("acts", this.unheard);
  }

  // Take note of what was heard; true where an answer to a later act is still to come.
  hear({ session, heard }) {
    if (session !== this.session) { // the server does not know this drawing any more
      this.session = session;
      this.last = heard;
      this.unheard = [];
    }
    this.unheard = this.unheard.filter((act) => act.n > heard);
    return this.unheard.length > 0;
  }
}

export default function show({ data, parentElement, setStateValue }) {
  const box = parentElement.querySelector(".net");
  if (!kept.has(box)) {
    const reporter = new Reporter();
    const host = parentElement.host ?? parentElement;
    const root = host.closest(".st-key-bench") ?? box;
    const drawing = new NetworkDrawing(box, (act) => reporter.tell(act), root);
    box.drawing = drawing;
    kept.set(box, { drawing, reporter });
  }
  const { drawing, reporter } = kept.get(box);
  reporter.send = setStateValue; // another one at every run
  const awaits = reporter.hear(data);
  if (!awaits || !drawing.scene) drawing.show(data.scene, data);
  return () => {
    drawing.destroy();
    kept.delete(box);
  };
}
