// What one can say and do: declaration, hypothesis, acts, posts, notes, the end.

// Send a form's line; what is wrong comes back to its field.
function sayForm(id, fields, words, price, send, before = []) {
  const go = make("button", { type: "button", class: "cw-button cc-go", onclick: send }, words, " ",
    make("span", { class: "cc-price" }, price));
  return make("div", { class: "cc-form", "data-form": id }, ...before, ...fields, make("div", { class: "cc-row" }, go));
}

const checkboxes = (legendText, options, draft) => {
  const all = picks("checkbox", newId("several"), options.map((one) => [one, one]), []);
  all.forEach(({ input, value }) => input.setAttribute("data-draft", `${draft}-${value}`));
  const told = make("p", { class: "cc-wrong" });
  const node = make("fieldset", { class: "cc-several" }, make("legend", {}, legendText), ...all.map((one) => one.node), told);
  return { node, read: () => picked(all), wrong: (text) => {
    told.textContent = text;
    all.forEach(({ input }) => (text ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid")));
  }, control: all[0]?.input };
};

function declareForm(spec, pay) {
  const levels = [["1", "1: critical, most users or their data"], ["2", "2: major, some users or one main function"], ["3", "3: minor, few users or a detour exists"]];
  const all = picks("radio", newId("severity"), levels, []);
  all.forEach(({ input, value }) => input.setAttribute("data-draft", `severity-${value}`));
  const told = make("p", { class: "cc-wrong" });
  const group = make("fieldset", {}, make("legend", {}, "How severe is it?"), ...all.map(({ node }) => node), told);
  const wrong = (text) => (told.textContent = text);
  const now = make("p", { class: "cc-said" });
  const send = () => {
    const [level] = picked(all);
    wrong(level ? "" : "choose a severity");
    if (level) pay("declare", { severity: Number(level) }, { severity: { wrong, control: all[0].input } });
  };
  return { node: sayForm("declare", [group], "Declare", `${spec.prices.declare} s`, send, [now]),
    show: (run) => (now.textContent = run.declared ? `Declared, severity ${run.declared}.` : "Not declared yet. Acts and posts come after it.") };
}

function hypothesisForm(spec, pay) {
  const kinds = spec.parts.map(([kind, names]) => checkboxes(kind, names, "part"));
  const cause = labelled("What is wrong", chooser([["", "choose …"], ...spec.causes.map(([name, about]) => [name, `${name}: ${about}`])], { "data-draft": "cause" }));
  const trigger = labelled("What set it off", chooser([["", "not known"], ...spec.triggers.map(([name, about]) => [name, `${name}: ${about}`])], { "data-draft": "trigger" }));
  const onset = labelled("Since when", make("input", { type: "text", maxlength: 8, placeholder: "14:07", "data-draft": "onset", autocomplete: "off" }), { hint: "time of day" });
  const now = make("p", { class: "cc-said" });
  const send = () => {
    const args = { components: kinds.flatMap((kind) => kind.read()), cause: cause.control.value };
    const placed = args.components.length || args.cause === spec.nothing;
    kinds[0].wrong(placed ? "" : "choose where it is");
    cause.wrong(args.cause ? "" : "choose a cause");
    if (!placed || !args.cause) return (placed ? cause : kinds[0]).control.focus();
    if (trigger.control.value) args.trigger = trigger.control.value;
    if (onset.control.value.trim()) args.onset = onset.control.value.trim();
    pay("hypothesis", args, { components: kinds[0], cause, trigger, onset, onset_s: onset });
  };
  return { node: sayForm("hypothesis", [make("p", { class: "cc-ask" }, "Where is it?"), ...kinds.map(({ node }) => node), cause.node, trigger.node, onset.node],
      "Record the hypothesis", `${spec.prices.hypothesis} s`, send, [now]),
    show: ({ hypothesis }) => (now.textContent = hypothesis ? `Last recorded: ${[...hypothesis.components, hypothesis.cause].join(", ")}. The last one counts.` : "The last one that you record counts.") };
}

// One argument of an act. Values keep their kind: options and flags hold JSON.
function actField(about, value) {
  const name = `act-${about.name}`;
  const label = about.label[0].toUpperCase() + about.label.slice(1) + (about.required ? "" : " (if needed)");
  let control;
  if (about.type === "choice" || about.type === "flag") {
    control = make("select", { name });
    const fill = (options) => {
      const blank = about.required && options.length === 1 ? [] : [["", about.required ? "choose …" : about.default === null || about.default === "" || about.default === undefined ? "leave open" : `usual: ${about.default === true ? "on" : about.default}`]];
      control.replaceChildren(...[...blank, ...options.map((one) => [JSON.stringify(Array.isArray(one) ? one[0] : one), String(Array.isArray(one) ? one[1] : one)])]
        .map(([v, words]) => make("option", { value: v }, words)));
    };
    if (about.type === "flag") fill([[true, "on"], [false, "off"]]);
    else if (about.on) fill([]);
    else fill(about.options);
    const field = labelled(label, control);
    return { ...field, about, refill: () => about.on && fill(about.options[value(about.on)] ?? []),
      read: () => (control.value ? JSON.parse(control.value) : undefined) };
  }
  if (about.type === "several") {
    const several = checkboxes(label, about.options, name);
    return { ...several, about, refill: () => {}, read: () => (several.read().length ? several.read() : undefined) };
  }
  const bounds = about.type === "number" && about.min !== null && about.max !== null ? `${about.min} to ${about.max}` : about.such ? `such as ${about.such}` : "";
  control = make("input", { type: "text", name, maxlength: about.longest ?? 30, autocomplete: "off", inputmode: about.type === "number" ? "decimal" : undefined,
    placeholder: about.default === null || about.default === undefined ? "" : String(about.default) });
  return { ...labelled(label, control, { hint: bounds }), about, refill: () => {}, read: () => {
    const text = control.value.trim();
    if (!text) return undefined;
    return about.type === "number" && Number.isFinite(Number(text)) ? Number(text) : text;
  } };
}

function actForm(spec, pay, ask) {
  const groups = [...new Set(spec.acts.map((act) => act.group))];
  const verb = make("select", { onchange: () => choose() }, make("option", { value: "" }, "choose …"),
    ...groups.map((group) => make("optgroup", { label: group }, ...spec.acts.filter((act) => act.group === group).map((act) =>
      make("option", { value: act.verb }, act.verb.replaceAll("_", " "))))));
  const about = make("p", { class: "cc-about" });
  const place = make("div", { class: "cc-fields" });
  const bill = make("div", { class: "cc-bill", role: "group", "aria-label": "What it takes", tabindex: -1, hidden: true });
  const gate = make("p", { class: "cc-said" });
  let fields = [];
  const value = (name) => fields.find((field) => field.about.name === name)?.read();
  const byName = () => Object.fromEntries(fields.map((field) => [field.about.name, field]));
  const check = make("button", { type: "button", class: "cw-button cc-go", onclick: () => price() }, "Show what it takes");
  function choose() {
    const act = spec.acts.find((one) => one.verb === verb.value);
    about.textContent = act?.words ?? "";
    fields = (act?.fields ?? []).map((field) => actField(field, value));
    place.replaceChildren(...fields.map(({ node }) => node));
    fields.forEach((field) => field.refill());
    bill.hidden = true;
    check.hidden = !act;
  }
  place.addEventListener("change", (event) => {
    const changed = fields.find((field) => field.control === event.target);
    fields.filter((field) => field.about.on && field.about.on === changed?.about.name).forEach((field) => field.refill());
    bill.hidden = true;
  });
  place.addEventListener("input", () => (bill.hidden = true));
  function read() {
    const args = {};
    let bad = null;
    for (const field of fields) {
      const got = field.read();
      const missing = got === undefined && field.about.required;
      field.wrong(missing ? "needed" : "");
      if (missing) bad ||= field;
      if (got !== undefined) args[field.about.name] = got;
    }
    bad?.control?.focus();
    return bad ? null : args;
  }
  function price() {
    const args = read();
    if (!args) return;
    const name = verb.value;
    ask(`act.${name}`, args, byName(), ({ cost }) => {
      const done = make("button", { type: "button", class: "cw-button cc-do", onclick: () => pay(`act.${name}`, args, byName(), () => {
        verb.value = "";
        choose();
        verb.focus();
      }) }, `Do it: ${cost.words}`);
      bill.replaceChildren(
        make("strong", {}, cost.words),
        make("dl", {},
          make("dt", {}, "To order it"), make("dd", {}, spanOf(cost.order_s)),
          make("dt", {}, "Takes effect"), make("dd", {}, cost.idle ? "changes nothing: it is so already" : `in full after ${spanOf(cost.takes_s)}, at ${cost.done}`),
          make("dt", {}, "Can hurt"), make("dd", {}, cost.blast.length ? cost.blast.join(", ") : "nobody")),
        make("div", { class: "cc-row" }, done, button("Not now", () => { bill.hidden = true; check.focus(); })),
      );
      bill.hidden = false;
      bill.focus();
    });
  }
  choose();
  return { node: make("div", { class: "cc-form", "data-form": "act" }, gate, labelled("What to do", verb).node, about, place, make("div", { class: "cc-row" }, check), bill),
    show: (run) => {
      gate.textContent = run.declared ? "You see what an act takes before you order it." : "Declare the incident before you act.";
      const running = (run.acts ?? []).filter((act) => act.done > run.now_s);
      if (running.length) gate.textContent = `Under way: ${running.map((act) => `${act.words}, done at ${timeOfDay(spec, act.done)}`).join("; ")}.`;
    } };
}

function postForm(spec, pay) {
  const pairs = (list) => list.map((one) => [one, one]);
  const audience = labelled("To", chooser(pairs(spec.audiences), { "data-draft": "audience" }));
  const status = labelled("Status", chooser(pairs(spec.statuses), { "data-draft": "status" }));
  const parts = checkboxes("Components that customers know", spec.public, "public");
  const share = labelled("Affected", make("input", { type: "text", inputmode: "decimal", maxlength: 6, "data-draft": "percent", autocomplete: "off" }), { hint: "percent" });
  const count = labelled("or", make("input", { type: "text", inputmode: "numeric", maxlength: 15, "data-draft": "count", autocomplete: "off" }), { hint: "in number" });
  const unit = labelled("of what", chooser([["", "requests, or what it is"], ...pairs(spec.amounts)], { "data-draft": "unit" }));
  const text = labelled("Text", make("textarea", { rows: 4, maxlength: 4000, "data-draft": "text" }), { wide: true });
  const next = labelled("Next update in", make("input", { type: "text", inputmode: "numeric", maxlength: 4, "data-draft": "next", autocomplete: "off", placeholder: String(spec.cadence_s / 60) }), { hint: "minutes" });
  const now = make("p", { class: "cc-said" });
  const number = (field, scale = 1) => {
    const said = field.control.value.trim().replace(",", ".");
    if (!said) return undefined;
    const value = Number(said);
    return Number.isFinite(value) ? Math.round(value * scale * 100) / 100 : said;
  };
  const send = () => {
    const args = { audience: audience.control.value, status: status.control.value, text: text.control.value.trim(), components: parts.read() };
    for (const [name, got] of [["affected_percent", number(share)], ["affected_count", number(count)], ["next_update_s", number(next, 60)]]) {
      if (got !== undefined) args[name] = got;
    }
    if (unit.control.value && ("affected_percent" in args || "affected_count" in args)) args.affected_unit = unit.control.value;
    text.wrong(args.text ? "" : "say something");
    if (!args.text) return text.control.focus();
    pay("post", args, { audience, status, text, components: parts, affected_percent: share, affected_count: count, affected_unit: unit, next_update_s: next }, () => {
      for (const field of [text, share, count]) field.control.value = "";
      text.control.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };
  return { node: sayForm("post", [make("div", { class: "cc-pair" }, audience.node, status.node), parts.node, make("div", { class: "cc-pair" }, share.node, count.node), unit.node, text.node, next.node],
      "Post", `${spec.prices.post} s`, send, [now]),
    show: ({ declared, posts = [], now_s }) => {
      const last = posts.filter((post) => post.audience === "customers").at(-1);
      const due = last && (last.next_update_s === undefined ? null : last.t + last.next_update_s);
      now.textContent = !declared ? "Declare the incident before you post." : !last ? "Customers have not heard from you."
        : `Last to customers at ${timeOfDay(spec, last.t)}: ${last.status}${last.status === "resolved" || due === null ? "" : `; next update ${due >= now_s ? "due" : "was due"} at ${timeOfDay(spec, due)}`}.`;
      now.classList.toggle("cc-due", Boolean(last && last.status !== "resolved" && due && due < now_s));
    } };
}

function noteForm(spec, pay) {
  const text = labelled("Note", make("textarea", { rows: 3, maxlength: 4000, "data-draft": "note" }), { wide: true, hint: "for yourself and for who reads the timeline" });
  const send = () => {
    const said = text.control.value.trim();
    text.wrong(said ? "" : "write something");
    if (said) pay("note", { text: said }, { text }, () => {
      text.control.value = "";
      text.control.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };
  return { node: sayForm("note", [text.node], "Note it", "free", send), show: () => {} };
}

function closeForm(spec, pay) {
  const sure = make("div", { class: "cc-bill", role: "group", "aria-label": "Close the incident", tabindex: -1, hidden: true },
    make("p", {}, "Nothing can be looked at, said or done after it, and what happens up to the end still counts. Has it held for three minutes?"),
    make("div", { class: "cc-row" }, button("Close it and see the score", () => pay("close", {})), button("Not yet", () => { sure.hidden = true; first.focus(); })));
  const first = button("Close the incident", () => { sure.hidden = false; sure.focus(); });
  return { node: make("div", { class: "cc-form cc-close", "data-form": "close" }, first, sure), show: () => {} };
}
