// The page side of all widgets. It shows `spec` and `state`, sends {seq, value}, and calls
// something saved only when the kernel has said so ({ack: seq}); see course/widgets/sheets.py.
// No markup is ever parsed: every word goes in as text.

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

function quiz({ spec, state, model }) {
  const ends = [];
  const questions = spec.questions.map((question, place) => {
    const answer = state.value?.[question.id];
    const status = statusLine(model, answer === undefined ? null : state.saved);
    ends.push(status.end);
    const feedback = make("div", { class: "cw-feedback", "aria-live": "polite" });
    const name = newId("question");
    const marks = new Map();
    let inputs = [];
    let read;
    const commit = () => {
      const given = read();
      if (given === undefined || given === "") {
        status.show("bad", "Choose or type an answer first.");
        return;
      }
      status.send({ question: question.id, answer: given }, (message) =>
        explain(message.state.feedback[question.id], given),
      );
    };
    // A graded answer is saved as it is given; in practice a button asks for the explanation,
    // since the arrow keys walk over options that nobody has chosen.
    const unsaved = () => status.show("waiting", spec.graded ? "Not saved yet." : "Not checked yet.");
    const onchange = () => (spec.graded ? commit() : unsaved());

    if (question.type === "number") {
      const id = newId("number");
      const input = make("input", { id, type: "text", inputmode: "decimal", class: "cw-number",
        maxlength: 40, autocomplete: "off", onchange: spec.graded ? commit : undefined, oninput: unsaved,
        onkeydown: (event) => event.key === "Enter" && !event.shiftKey && commit() });
      input.value = answer ?? "";
      const label = question.unit ? `Your answer (${question.unit})` : "Your answer";
      inputs = [make("div", { class: "cw-field" }, make("label", { for: id }, label), input)];
      read = () => input.value.trim();
    } else {
      const type = question.type === "several" ? "checkbox" : "radio";
      const all = picks(type, name, question.options, [answer ?? []].flat(), onchange);
      inputs = all.map(({ value, node }) => {
        const mark = make("span", { class: "cw-mark" });
        const why = make("div", { class: "cw-why" });
        marks.set(value, { mark, why, node });
        node.prepend(mark);
        return make("div", {}, node, why);
      });
      read = () => (type === "checkbox" ? picked(all) : picked(all)[0]);
    }

    function explain(told, given) {
      if (!told) return;
      const options = told.options ?? {};
      for (const [value, { mark, why, node }] of marks) {
        const { right, why: reason } = options[value];
        const mine = [given].flat().includes(value);
        node.className = `cw-option cw-${right ? "right" : "wrong"}${mine ? " cw-mine" : ""}`;
        mark.textContent = right ? "✓" : "✗";
        mark.setAttribute("role", "img");
        mark.setAttribute("aria-label", right ? "right:" : "wrong:");
        why.replaceChildren(...words(reason));
      }
      const verdict = told.right ? "Right." : "Not yet.";
      const key = told.answer !== undefined && !told.right ? ` It is ${told.answer}.` : "";
      feedback.className = `cw-feedback cw-${told.right ? "right" : "wrong"}`;
      feedback.replaceChildren(make("strong", {}, verdict + key), ...words(told.why ?? []));
    }

    if (answer !== undefined) explain(state.feedback[question.id], answer);
    return make(
      "fieldset",
      {},
      make("legend", {}, make("span", { class: "cw-count" }, `${place + 1}. `), ...inline(question.prompt)),
      ...(question.code ? [make("pre", {}, make("code", {}, question.code))] : []),
      ...inputs,
      make(
        "div",
        { class: "cw-row" },
        ...(spec.graded
          ? []
          : [button("Check", commit, { "aria-label": `Check question ${place + 1}` })]),
        status.node,
      ),
      feedback,
    );
  });
  return { label: spec.title, nodes: questions, end: () => ends.forEach((end) => end()) };
}

function predict({ spec, state, model }) {
  const status = statusLine(model, state.saved);
  const result = make("p", { class: "cw-feedback", "aria-live": "polite" });
  const value = state.value;
  const guess = picks("radio", newId("guess"), spec.options, [value?.prediction]);
  const levels = spec.confidences.map((sure) => [String(sure), `${sure} %`]);
  const sure = picks("radio", newId("sure"), levels, [String(value?.confidence)]);
  const groups = [
    make("fieldset", {}, make("legend", {}, ...inline(spec.prompt)), ...guess.map((g) => g.node)),
    make("fieldset", { class: "cw-inline" }, make("legend", {}, "How sure are you?"), ...sure.map((s) => s.node)),
  ];
  const commit = button("Commit", () => {
    const [prediction] = picked(guess);
    const [confidence] = picked(sure);
    if (prediction === undefined || confidence === undefined) {
      status.show("bad", "Choose a prediction and say how sure you are.");
      return;
    }
    status.send({ prediction, confidence: Number(confidence) }, close);
  });
  function close() {
    groups.forEach((group) => (group.disabled = true));
    const held = commit.contains(commit.getRootNode().activeElement);
    commit.hidden = true;
    if (held) {
      status.node.tabIndex = -1;
      status.node.focus();
    }
    if (!result.textContent) result.textContent = "Committed. Now run the next cell.";
  }
  const settle = () => {
    const said = model.get("state").feedback?.said;
    if (said) result.textContent = said;
  };
  model.on("change:state", settle);
  settle();
  if (value) close();
  return {
    label: "Predict",
    nodes: [...groups, make("div", { class: "cw-row" }, commit, status.node), result],
    end: () => {
      status.end();
      model.off("change:state", settle);
    },
  };
}

function hints({ spec, state, model }) {
  const status = statusLine(model, null);
  const nodes = [];
  let open = 0;
  for (let level = 1; level <= spec.levels; level++) {
    const id = newId("hint");
    const panel = make("div", { id, class: "cw-panel", hidden: true });
    const control = button(`Hint ${level}`, () => toggle(level), {
      "aria-expanded": "false",
      "aria-controls": id,
    });
    nodes.push({ control, panel, node: make("div", { class: "cw-hint" }, control, panel) });
  }
  function toggle(level) {
    const { control, panel } = nodes[level - 1];
    if (level <= open) {
      panel.hidden = !panel.hidden;
      control.setAttribute("aria-expanded", String(!panel.hidden));
      return;
    }
    status.send({ open: level }, (message) => {
      take(message.state.feedback.texts);
      status.show("saved", `Hint ${level} is open.`);
      show(level);
    });
  }
  function show(level) {
    const { control, panel } = nodes[level - 1];
    panel.hidden = false;
    control.setAttribute("aria-expanded", "true");
  }
  function take(texts) {
    open = texts.length;
    nodes.forEach(({ control, panel }, place) => {
      if (place < open) panel.replaceChildren(...words(texts[place]));
      // In order: the one after the last open one can be opened, later ones cannot yet.
      control.disabled = place > open;
    });
  }
  take(state.feedback.texts);
  return { label: "Hints", nodes: [...nodes.map(({ node }) => node), status.node], end: status.end };
}

function minute({ spec, state, model }) {
  const status = statusLine(model, state.saved);
  const unsaved = () => status.show("waiting", "Not saved yet.");
  const fields = spec.fields.map(([name, label]) => {
    const id = newId(name);
    const area = make("textarea", { id, rows: 2, maxlength: spec.longest, oninput: unsaved });
    area.value = state.value?.[name] ?? "";
    return { name, area, node: make("div", { class: "cw-field cw-wide" }, make("label", { for: id }, label), area) };
  });
  const paces = spec.paces.map((pace) => [pace, pace]);
  const pace = picks("radio", newId("pace"), paces, [state.value?.pace], unsaved);
  const save = button("Save", () => {
    const [chosen] = picked(pace);
    if (chosen === undefined) {
      status.show("bad", "Say how the pace was.");
      return;
    }
    const texts = Object.fromEntries(fields.map(({ name, area }) => [name, area.value.trim()]));
    status.send({ ...texts, pace: chosen });
  });
  return {
    label: "Minute card",
    nodes: [
      ...fields.map(({ node }) => node),
      make("fieldset", { class: "cw-inline" }, make("legend", {}, "The pace was"), ...pace.map((p) => p.node)),
      make("div", { class: "cw-row" }, save, status.node),
    ],
    end: status.end,
  };
}

function parsons({ spec, state, model }) {
  const status = statusLine(model, state.saved);
  const result = make("pre", { class: "cw-said", "aria-live": "polite", tabindex: "0", hidden: true, "aria-label": "What the run said" });
  const told = make("p", { class: "cw-hidden", "aria-live": "assertive" });
  const saved = new Map((state.value?.order ?? []).map(([name, indent]) => [name, indent]));
  const texts = new Map(spec.lines);
  const names = [...saved.keys(), ...[...texts.keys()].filter((name) => !saved.has(name))];
  // Until something was saved every line is in use; afterwards, those that were.
  let lines = names.map((name) => ({
    name,
    text: texts.get(name),
    indent: saved.get(name) ?? 0,
    used: !state.value || saved.has(name),
    id: newId("line"),
  }));
  let at = 0;
  const helpId = newId("help");
  const help = make("p", { class: "cw-help", id: helpId },
    "Up and Down choose a line, Alt+Up and Alt+Down move it, Left and Right indent it, Space leaves it out or takes it back. The buttons do the same.");
  const list = make("ul", { class: "cw-lines", role: "listbox", tabindex: "0",
    "aria-label": "Lines of your program", "aria-describedby": helpId, onkeydown });
  const order = () => lines.filter((line) => line.used).map(({ name, indent }) => [name, indent]);
  const keep = () => {
    result.hidden = true;
    status.send({ order: order() });
  };

  function place() {
    const line = lines[at];
    const used = lines.filter((other) => other.used);
    return line.used
      ? `line ${used.indexOf(line) + 1} of ${used.length}, indent ${line.indent}`
      : "left out";
  }
  function draw() {
    list.replaceChildren(
      ...lines.map((line, index) => {
        const code = make("code", {}, line.text);
        code.style.marginInlineStart = `${line.indent * 2}em`;
        const label = `${line.text}, ${line.used ? `indent ${line.indent}` : "left out"}`;
        return make("li", { id: line.id, role: "option", "aria-selected": String(index === at),
          "aria-label": label, class: line.used ? "" : "cw-out",
          onclick: () => { at = index; draw(); list.focus(); } },
          code, ...(line.used ? [] : [make("span", { class: "cw-badge" }, "left out")]));
      }),
    );
    list.setAttribute("aria-activedescendant", lines[at].id);
    leave.textContent = lines[at].used ? "Leave out" : "Take back";
  }
  function changed() {
    draw();
    told.textContent = `${lines[at].text}: ${place()}`;
    keep();
  }
  const acts = {
    choose: (step) => {
      at = Math.min(Math.max(at + step, 0), lines.length - 1);
      draw();
    },
    move: (step) => {
      const to = at + step;
      if (to < 0 || to >= lines.length) return;
      [lines[at], lines[to]] = [lines[to], lines[at]];
      at = to;
      changed();
    },
    indent: (step) => {
      const to = lines[at].indent + step;
      if (to < 0 || to > spec.deepest) return;
      lines[at].indent = to;
      changed();
    },
    leave: () => {
      lines[at].used = !lines[at].used;
      changed();
    },
  };
  function onkeydown(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (step) event.altKey ? acts.move(step) : acts.choose(step);
    else if (side && !event.altKey) acts.indent(side);
    else if (event.key === " ") acts.leave();
    else return;
    event.preventDefault();
  }
  const leave = button("Leave out", acts.leave);
  const tools = make("div", { class: "cw-row", role: "group", "aria-label": "The chosen line" },
    button("↑", () => acts.move(-1), { "aria-label": "Move up" }),
    button("↓", () => acts.move(1), { "aria-label": "Move down" }),
    button("←", () => acts.indent(-1), { "aria-label": "Indent less" }),
    button("→", () => acts.indent(1), { "aria-label": "Indent more" }),
    leave);
  const run = button("Run", () =>
    status.send({ order: order(), run: true }, ({ right, said }) => {
      result.hidden = false;
      result.className = `cw-said cw-${right ? "right" : "wrong"}`;
      result.textContent = said;
    }));
  draw();
  if (state.feedback.solved) {
    result.hidden = false;
    result.className = "cw-said cw-right";
    result.textContent = "Right.";
  }
  return {
    label: "Put the lines in order",
    nodes: [...words(spec.prompt), help, list, tools,
      make("div", { class: "cw-row" }, ...(spec.runs ? [run] : []), status.node), result, told],
    end: status.end,
  };
}

const KINDS = { quiz, predict, parsons, hints, minute };

function render({ model, el }) {
  const spec = model.get("spec");
  const state = model.get("state");
  const { label, nodes, end } = KINDS[spec.kind]({ spec, state, model });
  const id = newId("title");
  const section = make(
    "section",
    { class: `cw cw-kind-${spec.kind}`, "aria-labelledby": id, "data-cw": spec.id },
    make("p", { id, class: "cw-title" }, label),
    ...(state.problem ? [make("p", { class: "cw-status cw-bad", role: "alert" }, state.problem)] : []),
    ...nodes,
  );
  el.append(section);
  const free = freeKeys(section);
  return () => {
    end();
    free();
  };
}

// JupyterLab takes arrows, Enter and letters as commands to the notebook, before any element
// hears them, unless the element with the focus says otherwise. With Ctrl, or Shift+Enter, they
// stay commands: saving the notebook and running the cell work from within a widget.
function freeKeys(section) {
  const listen = (event) => {
    if (!section.contains(event.target)) return;
    const command = event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !command);
  };
  window.addEventListener("keydown", listen, true);
  return () => window.removeEventListener("keydown", listen, true);
}

export default { render };
