// Quiz, prediction, hints, minute card; what anywidget calls.

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
  const short = spec.options.every(([option]) => option.length <= 12);
  const groups = [
    make("fieldset", { class: short ? "cw-inline" : "" }, make("legend", {}, ...inline(spec.prompt)), ...guess.map((g) => g.node)),
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
