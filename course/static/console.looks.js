// What one can look at: tabs with what the last look of each kind gave, and when that was.

// Tabs as the ARIA practices have them: one stop for Tab, arrows choose. `panels` are {id, label, node}.
function tabs(label, panels, onchosen = () => {}) {
  const row = make("div", { role: "tablist", "aria-label": label, class: "cc-tabs" });
  const all = panels.map((panel) => {
    const id = newId("tab");
    panel.node.id = `${id}-panel`;
    panel.node.setAttribute("role", "tabpanel");
    panel.node.setAttribute("aria-labelledby", id);
    const note = make("span", { class: "cc-tab-note" });
    const tab = make("button", { type: "button", role: "tab", id, class: "cc-tab", "aria-controls": panel.node.id, "data-tab": panel.id,
      onclick: () => choose(panel.id), onkeydown: (event) => move(event) }, panel.label, note);
    row.append(tab);
    return { ...panel, tab, note };
  });
  function choose(id, focus = false) {
    for (const one of all) {
      const mine = one.id === id;
      one.tab.setAttribute("aria-selected", String(mine));
      one.tab.tabIndex = mine ? 0 : -1;
      one.node.hidden = !mine;
      if (mine && focus) one.tab.focus();
    }
    onchosen(id);
  }
  function move(event) {
    const at = all.findIndex(({ tab }) => tab === event.currentTarget);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(all[(to + all.length) % all.length].id, true);
  }
  return { node: make("div", { class: "cc-tabbed" }, row, ...all.map(({ node }) => node)), choose,
    note: (id, text) => (all.find((one) => one.id === id).note.textContent = text) };
}

// A labelled control; `wrong` names a problem at it.
function labelled(label, control, { hint = "", wide = false } = {}) {
  control.id ||= newId("field");
  const told = make("span", { class: "cc-wrong", id: `${control.id}-wrong` });
  control.setAttribute("aria-describedby", told.id);
  const node = make("div", { class: `cc-field${wide ? " cc-field-wide" : ""}` },
    make("label", { for: control.id }, label, ...(hint ? [make("span", { class: "cc-hint" }, ` ${hint}`)] : [])), control, told);
  const wrong = (text) => {
    told.textContent = text;
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };
  return { node, control, wrong };
}

const chooser = (options, attributes = {}) =>
  make("select", attributes, ...options.map(([value, label]) => make("option", { value }, label)));

// The panels that hold looks; `pay` writes the line that a look is.
function lookPanels(spec, pay, priced) {
  const price = (verb) => `${spec.prices[verb]} s`;
  const body = () => make("div", { class: "cc-body" });
  const asOf = () => make("p", { class: "cc-asof" });
  const shown = {};
  const blank = (text) => make("p", { class: "cc-blank" }, text);

  function panel(id, controls, empty) {
    const one = { body: body(), asOf: asOf(), empty };
    one.body.append(blank(empty));
    one.node = make("div", { class: "cc-panel", "data-panel": id }, make("div", { class: "cc-row" }, ...controls, one.asOf), one.body);
    shown[id] = one;
    return one.node;
  }
  const look = (verb, words, args = () => ({})) => priced(words, price(verb), () => pay(verb, args()));

  const logWords = make("input", { type: "text", maxlength: 400, "data-draft": "logs", autocomplete: "off", placeholder: "error checkout",
    onkeydown: (event) => event.key === "Enter" && !event.shiftKey && searchLogs() });
  const logs = labelled("Every word of", logWords);
  const searchLogs = () => pay("logs", { query: logWords.value.trim() || "*" }, { query: logs });
  const traceId = make("input", { type: "text", maxlength: 32, "data-draft": "trace", autocomplete: "off", placeholder: "the slowest of late",
    onkeydown: (event) => event.key === "Enter" && !event.shiftKey && openTrace() });
  const trace = labelled("Trace", traceId);
  const openTrace = () => pay("traces", { trace: traceId.value.trim() }, { trace });

  const language = chooser([["metrics", "PromQL"], ["sql", "SQL"]], { "data-draft": "language", onchange: () => { offer(); queryPrice(); } });
  const ready = chooser([["", "ready-made …"]], { onchange: () => {
    const found = spec.queries[ready.value];
    if (found) area.value = found[2];
    area.dispatchEvent(new Event("input", { bubbles: true }));
  } });
  const offer = () => {
    const mine = spec.queries.map(([verb, words], n) => [verb, words, n]).filter(([verb]) => verb === language.value);
    ready.replaceChildren(...[["", "ready-made …"], ...mine.map(([, words, n]) => [n, words])].map(([value, words]) => make("option", { value }, words)));
  };
  const queryPrice = () => (runButton.lastChild.textContent = price(language.value));
  const area = make("textarea", { rows: 3, maxlength: 4000, spellcheck: "false", class: "cc-code", "data-draft": "query" });
  const query = labelled("Query", area, { hint: "a query that is refused costs nothing", wide: true });
  const runButton = priced("Run the query", price("metrics"), () => runQuery());
  offer();
  const runQuery = () => pay(language.value, { query: area.value.trim() }, { query });

  const hintRow = make("div", {});

  const panels = [
    { id: "signals", label: "Signals", node: panel("signals", [look("metrics", "Look at the signals", () => ({ query: spec.signals }))],
      "Traffic, errors, latency and saturation of each service. A look shows them as of its time.") },
    { id: "topology", label: "Topology", node: panel("topology", [look("topology", "Look at the topology")],
      "Who calls whom, and how each part does.") },
    { id: "logs", label: "Logs", node: panel("logs", [logs.node, priced("Search logs", price("logs"), searchLogs)],
      "Lines that hold every word you give; * for all.") },
    { id: "trace", label: "Traces", node: panel("trace", [trace.node, priced("Open the trace", price("traces"), openTrace)],
      "One request on its way through the services. Without an id: the slowest that ended lately. Ids stand in logs.") },
    { id: "query", label: "Query", node: panel("query", [
      labelled("Language", language).node, labelled("Ready-made", ready).node, query.node, runButton],
      "PromQL over metrics; SQL over logs, spans, deploys, audit and alerts.") },
    { id: "changes", label: "Changes", node: make("div", { class: "cc-panel", "data-panel": "changes" },
      panel("deploys", [look("deploys", "Look at the deploy log")], "What was rolled out, and when."),
      panel("audit", [look("audit", "Look at the audit log")], "Who changed what else."),
      panel("settings", [look("settings", "Look at the settings")], "Retries, timeouts, pools, cache keys, flags, limits: as they are set now.")) },
    { id: "runbook", label: "Runbooks", node: panel("runbook", spec.runbooks.map((name) => priced(`Read ${name}`, price("runbook"), () => pay("runbook", { name }))),
      spec.runbooks.length ? "What the team wrote down; somebody may have forgotten to keep it right." : "The team wrote nothing down.") },
    { id: "hints", label: "Hints", node: make("div", { class: "cc-panel", "data-panel": "hints" }, hintRow) },
  ];

  const dropped = (found) => (found.dropped ? [make("p", { class: "cc-count" }, found.dropped)] : []);
  const table = (caption, found) => [
    make("p", { class: "cc-count" }, found.total > found.rows.length
      ? `${found.total} rows; ${found.at_end ? "the last" : "the first"} ${found.rows.length} are shown`
      : found.total === 1 ? "1 row" : `${found.total} rows`),
    ...dropped(found),
    ...(found.rows.length ? [dataTable(caption, found.head, found.at_end ? [...found.rows].reverse() : found.rows, (row) =>
      row.map((cell, n) => (found.head[n] === "trace_id" && found.kept?.includes(cell) ? traceLink(cell) : cell)))] : []),
  ];
  const traceLink = (id) => make("button", { type: "button", class: "cc-link-button", title: id, "aria-label": `Take trace ${id} to Traces`,
    onclick: () => { traceId.value = id; shelf.choose("trace", true); } }, `${id.slice(0, 8)}…`);

  // Other versions that metrics show, and what oneself did, each with a letter.
  const marked = (found, acts) => [
    ...(found.versions ?? []).map((change) => ({ ...change, kind: "deploy" })),
    ...acts.filter((act) => act.t <= found.at).map((act) => ({ t: act.t, words: `you: ${act.words}`, kind: "act" })),
  ].sort((a, b) => a.t - b.t).map((marker, n) => ({ ...marker, sign: n < 26 ? String.fromCharCode(65 + n) : "·" }));
  const markerList = (markers) => (markers.length
    ? [make("ul", { class: "cc-markers", "aria-label": "Markers in the charts" }, ...markers.map((marker) =>
      make("li", {}, make("b", { class: `cc-badge cc-badge-${marker.kind}` }, marker.sign), ` ${timeOfDay(spec, marker.t)} ${marker.words}`)))]
    : []);

  const views = {
    signals: (found, acts) => {
      const names = [...new Set(found.charts.flatMap((chart) => chart.series.map((one) => one.name)))].sort();
      const hues = new Map(names.map((name, n) => [name, n]));
      const markers = marked(found, acts);
      return [
        legend(names.map((name, n) => [name, n])),
        make("div", { class: "cc-charts" }, ...found.charts.map((chart) => curves(spec, { ...chart, t: found.t, markers, hues, from: Math.min(120, found.t.at(-1) ?? 0) }))),
        ...markerList(markers),
      ];
    },
    topology: (found) => [
      topologyPicture(found),
      dataTable("Parts of the system", ["Part", "Kind", "Requests", "Errors", "p50", "p99", "Replicas", "Versions", "Busy", "Waiting"], found.nodes, (n) =>
        [n.name, n.kind, amount(n.rate, "/s"), percent(n.error_share), amount(n.p50_ms, "ms"), amount(n.p99_ms, "ms"), n.replicas ?? "-", n.versions.join(", ") || "-",
          percent(n.worker_share), n.kind === "queue" ? amount(n.depth) : amount(n.waiting)]),
      dataTable("Calls between parts", ["From", "To", "Kind", "Rate", "Errors", "p99", "Retries", "Breaker"], found.links, (l) =>
        [l.source, l.target, l.kind.replace("_", " "), amount(l.rate, "/s"), percent(l.error_share), amount(l.p99_ms, "ms"), percent(l.retry_share), l.breaker ?? "-"]),
    ],
    logs: (found) => table(`Log lines with ${found.query}`, found),
    trace: (found) => (found.spans.length
      ? [make("p", { class: "cc-count" }, `${found.total} spans${found.trace ? ` of ${found.trace}` : ", the slowest trace of late"}${
        found.total > found.spans.length ? `; the first ${found.spans.length} are shown` : ""}`), ...dropped(found), waterfallTable(found)]
      : [blank(found.trace ? `No spans of this trace were kept: ${found.sample} of all are. In logs, those that were can be clicked.` : "No trace ended lately."), ...dropped(found)]),
    query: (found, acts) => [
      make("pre", {}, make("code", {}, found.query)),
      ...(found.chart ? [
        legend(found.chart.series.map((one, n) => [one.name, n])),
        curves(spec, { name: "Result", about: "over time", ...found.chart, wide: 600, from: found.chart.t[0] ?? 0, markers: marked(found, acts) }),
        ...markerList(marked(found, acts)),
      ] : []),
      ...(found.note ? [make("p", { class: "cc-count" }, found.note)] : []),
      ...table("Result of the query", found),
    ],
    deploys: (found) => table("Deploy log", found),
    audit: (found) => table("Audit log", found),
    settings: (found) => table("Settings", found),
    runbook: (found) => [make("p", {}, make("strong", {}, `Runbook: ${found.name}`)), make("div", { class: "cc-book" }, ...words(found.text.split("\n").map((line) =>
      line.split("`").map((part, n) => [n % 2 ? "code" : "text", part]))))],
  };

  function show(looks, run) {
    for (const [id, one] of Object.entries(shown)) {
      const found = looks[id];
      one.asOf.textContent = !found ? "" : run.now_s - found.at < 1 ? `as of ${timeOfDay(spec, found.at)}` : `as of ${timeOfDay(spec, found.at)}, ${spanOf(run.now_s - found.at)} ago`;
      one.asOf.classList.toggle("cc-old", Boolean(found) && run.now_s - found.at >= 120);
      const mark = found ? `${found.line}/${found.at}` : "";
      if (one.mark === mark) continue;
      one.mark = mark;
      if (!found) one.body.replaceChildren(blank(one.empty));
      else if (found.problem) one.body.replaceChildren(make("p", { class: "cc-refused" }, found.problem));
      else one.body.replaceChildren(...views[id](found, run.acts ?? []));
    }
    const taken = run.hints?.length ?? 0;
    const next = spec.hints[taken];
    if (hintRow.dataset.taken !== `${taken}/${run.over}`) {
      hintRow.dataset.taken = `${taken}/${run.over}`;
      hintRow.replaceChildren(
        ...(taken ? [make("ol", { class: "cc-hints" }, ...run.hints.map((text) => make("li", {}, text)))] : [blank("A hint costs simulated time, and the score tells how many you took.")]),
        ...(next === undefined ? [blank("There are no more.")] : [priced(`Take hint ${taken + 1}`, `${next} s`, () => pay("hint", {}))]),
      );
    }
  }
  const shelf = tabs("Look", panels);
  shelf.choose("signals");
  return { node: shelf.node, show, choose: shelf.choose };
}
