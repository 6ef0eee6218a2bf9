// The page side of all widgets. It shows `spec` and `state`, sends {seq, value}, and calls
// something saved only when the kernel has said so ({ack: seq}); see course/widgets/save_protocol.py.
// No markup is ever parsed: every word goes in as text.
// views.py joins page.js, parsons.js and widgets.js into the one module that anywidget takes.

const SILENCE_MS = 2000;
const LOST =
  "NOT saved: the kernel was restarted or is busy. Run this cell again, then answer again.";
let seq = 0;
let made = 0;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) value && node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const newId = (name) => `cw-${name}-${++made}-${Math.random().toString(36).slice(2, 8)}`;
const button = (words, onclick, attributes = {}) =>
  make("button", { type: "button", class: "cw-button", onclick, ...attributes }, words);

// Paragraphs of [["text" | "code", words], …]; inline where there is one paragraph.
function words(paragraphs, tag = "p") {
  return paragraphs.map((spans) =>
    make(tag, {}, ...spans.map(([kind, text]) => (kind === "code" ? make("code", {}, text) : text))),
  );
}
const inline = (paragraphs) => words(paragraphs, "span");

const when = (saved) =>
  new Date(saved).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

// A line that tells what became of what was sent; only the newest sending counts.
function statusLine(model, saved) {
  const node = make("p", { class: "cw-status", role: "status" });
  let newest = 0;
  const show = (kind, text) => {
    node.className = `cw-status cw-${kind}`;
    node.textContent = text;
  };
  const waiting = new Map();
  const heard = (message) => {
    const number = message?.ack ?? message?.refused;
    const onSaved = waiting.get(number);
    if (onSaved === undefined) return;
    waiting.delete(number);
    if (message.ack === undefined) {
      if (number === newest) show("bad", `NOT saved: ${message.why}`);
      return;
    }
    if (number === newest) show("saved", `Saved ${when(message.state.saved)}`);
    onSaved(message);
  };
  model.on("msg:custom", heard);
  const send = (value, onSaved = () => {}) => {
    const number = ++seq;
    newest = number;
    waiting.set(number, onSaved);
    show("waiting", "Saving …");
    setTimeout(() => {
      if (waiting.has(number) && number === newest) show("bad", LOST);
    }, SILENCE_MS);
    try {
      model.send({ seq: number, value });
    } catch {
      show("bad", LOST);
    }
  };
  if (saved) show("saved", `Saved ${when(saved)}`);
  return { node, send, show, end: () => model.off("msg:custom", heard) };
}

// Radio buttons or checkboxes with their labels; gives the inputs and the nodes.
function picks(type, name, options, chosen, onchange) {
  return options.map(([value, label]) => {
    const id = newId("pick");
    const input = make("input", { type, id, name, value, onchange, checked: chosen.includes(value) });
    const node = make(
      "div",
      { class: "cw-option" },
      input,
      make("label", { for: id }, ...(typeof label === "string" ? [label] : inline(label))),
    );
    return { value, input, node };
  });
}
const picked = (all) => all.filter(({ input }) => input.checked).map(({ value }) => value);
