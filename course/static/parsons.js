// Lines to put in order: a listbox worked by keys, and buttons that do the same.

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
