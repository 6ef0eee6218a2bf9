// The incident console: clock, pager, what can be looked at, what can be said and done, timeline,
// score. It sends lines of the journal and nothing else (course/widgets/console/session.py), and
// calls a line written only when the kernel has said so.

const SILENT = "NOT saved: the kernel was restarted or is busy. Run this cell again; what is in the journal is not lost.";
const PLAY_MS = 1000;
const WATCH_S = 60;

// Messages one after the other; `told` and `alarm` are the live regions.
function lineTo(model, told, alarm) {
  let number = Math.floor(Math.random() * 1e9); // two pages of one console do not take each other's answers
  let waiting = null;
  const say = (kind, text) => {
    const [here, there] = kind === "bad" ? [alarm, told] : [told, alarm];
    here.textContent = text;
    there.textContent = "";
    told.className = `cw-status cw-${kind}`;
  };
  const heard = (message) => {
    const of = message?.ack ?? message?.refused ?? message?.heard;
    if (!waiting || of !== waiting.number) return;
    clearTimeout(waiting.timer);
    if (message.heard !== undefined) {
      if (message.words) say("waiting", message.words);
      return;
    }
    const { onDone, fields, quiet } = waiting;
    waiting = null;
    if (message.refused !== undefined) {
      say("bad", `Refused, and nothing was changed: ${message.why}`);
      let first = null;
      for (const [name, text] of Object.entries(message.fields ?? {})) {
        fields[name]?.wrong(text);
        first ||= fields[name]?.control;
      }
      first?.focus();
      onDone(message, false);
      return;
    }
    if (!quiet) say("saved", message.line ? `Saved: line ${message.line} of the journal. It is ${message.clock}.${message.idle ? " The act changes nothing: it is so already." : ""}` : "");
    onDone(message, true);
  };
  model.on("msg:custom", heard);
  function send(value, { fields = {}, onDone = () => {}, quiet = false } = {}) {
    if (waiting && !waiting.lost) return say("waiting", "One moment: the last thing is not done yet."), false;
    Object.values(fields).forEach((field) => field.wrong(""));
    const mine = { number: ++number, onDone, fields, quiet };
    waiting = mine;
    if (!quiet) say("waiting", "Saving …");
    const lose = () => {
      mine.lost = true;
      say("bad", SILENT);
      onDone({ lost: true }, false);
    };
    mine.timer = setTimeout(lose, SILENCE_MS);
    try {
      model.send({ seq: mine.number, value });
    } catch {
      clearTimeout(mine.timer);
      lose();
    }
    return true;
  }
  return { send, say, end: () => model.off("msg:custom", heard) };
}

// What was typed and not sent yet stays with the page: a reload shows it again.
function keepDrafts(section, key) {
  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const known = read();
  for (const control of section.querySelectorAll("[data-draft]")) {
    const kept = known[control.dataset.draft];
    if (typeof kept === "boolean" && "checked" in control) control.checked = kept;
    else if (typeof kept === "string") {
      control.value = kept;
      if (control.dataset.draft === "language") control.dispatchEvent(new Event("change"));
    }
  }
  section.addEventListener("input", ({ target }) => {
    if (!target.dataset?.draft) return;
    const drafts = read();
    for (const control of section.querySelectorAll("[data-draft]")) {
      drafts[control.dataset.draft] = ["checkbox", "radio"].includes(control.type) ? control.checked : control.value;
    }
    try {
      sessionStorage.setItem(key, JSON.stringify(drafts));
    } catch {
      // a page without storage keeps no drafts
    }
  });
}

KINDS.console = function incidentConsole({ spec, model }) {
  const told = make("p", { class: "cw-status", role: "status" });
  const alarm = make("p", { class: "cw-status cw-bad", role: "alert" });
  const wire = lineTo(model, told, alarm);
  const pay = (verb, args = {}, fields = {}, after = () => {}) => {
    stop();
    wire.send({ verb, args }, { fields, onDone: (message, done) => done && after(message) });
  };
  const ask = (verb, args, fields, after) =>
    wire.send({ verb, args, ask: true }, { fields, onDone: (message, done) => done && (wire.say("waiting", ""), after(message)) });
  const priced = (text, price, onclick) => make("button", { type: "button", class: "cw-button cc-go", onclick }, text, " ", make("span", { class: "cc-price" }, price));

  // Before it begins
  const story = make("div", { class: "cc-story-text" }, ...words(spec.story));
  const begin = make("div", { class: "cc-begin" },
    make("div", { class: "cc-row" },
      make("button", { type: "button", class: "cw-button cc-do", onclick: () => wire.send({ verb: "open", args: {} }) }, "Come on call"),
      make("span", { class: "cc-count cc-which" }),
      make("span", { class: "cc-count" }, `${timeOfDay(spec, spec.start_s)} to ${timeOfDay(spec, spec.horizon_s)}, simulated: time passes when you play it, and when you look, say or do something.`)));

  // Clock
  const clock = make("span", { class: "cc-clock" });
  const left = make("span", { class: "cc-count" });
  const state = make("span", { class: "cc-chip" });
  const lines = make("span", { class: "cc-count" });
  const passed = make("span", { class: "cc-passed" });
  const step = (seconds, text) => button(text, () => pay("advance", { seconds }), { "aria-label": `Advance ${spanOf(seconds)}` });
  const speed = chooser([["15", "15 s a second"], ["30", "30 s a second"], ["60", "1 min a second"]], { "aria-label": "Pace of play", "data-draft": "pace" });
  const watch = make("input", { type: "checkbox", id: newId("watch"), checked: true, "data-draft": "watch" });
  const play = make("button", { type: "button", class: "cw-button cc-play", "aria-pressed": "false", onclick: () => (playing ? stop("Paused.") : start()) }, "▶ Play");
  const times = make("div", { class: "cc-times", role: "group", "aria-label": "Advance" },
    step(15, "+15 s"), step(60, "+1 min"), step(300, "+5 min"), play, speed,
    make("span", { class: "cw-option" }, watch, make("label", { for: watch.id }, `check alerts each minute (${spec.prices.alerts} s), pause when a new one fires`)));
  let playing = false;
  let due = 0;
  let timer = null;
  const firing = () => (model.get("looks").alerts?.alerts ?? []).filter((alert) => alert.state === "firing").map((alert) => alert.name + alert.labels);
  function start() {
    playing = true;
    due = WATCH_S;
    play.textContent = "⏸ Pause";
    play.setAttribute("aria-pressed", "true");
    wire.say("waiting", "Time passes …");
    tick();
  }
  function stop(text) {
    if (!playing) return;
    playing = false;
    clearTimeout(timer);
    play.textContent = "▶ Play";
    play.setAttribute("aria-pressed", "false");
    if (text) wire.say("waiting", text);
  }
  function tick() {
    if (!playing) return;
    if (!play.isConnected || document.hidden) return stop("Paused: the page was out of sight.");
    const seconds = Number(speed.value) || 15;
    const looking = watch.checked && due >= WATCH_S;
    const before = firing();
    const sent = wire.send(looking ? { verb: "alerts", args: {} } : { verb: "advance", args: { seconds } }, { quiet: true, onDone: (message, done) => {
      due = looking ? spec.prices.alerts : due + seconds;
      if (!done) return stop();
      if (model.get("state").over) return stop();
      const fresh = looking ? firing().filter((name) => !before.includes(name)) : [];
      if (fresh.length) {
        stop();
        return wire.say("bad", `Paused: ${fresh.length === 1 ? "an alert is" : `${fresh.length} alerts are`} firing. See Alerts.`);
      }
      timer = setTimeout(tick, looking ? 0 : PLAY_MS);
    } });
    if (!sent) stop();
  }

  // Pager, looks, response, timeline, end
  const pagerBody = make("div", { class: "cc-alerts" });
  const pagerAge = make("span", { class: "cc-asof" });
  const pager = make("section", { class: "cc-pager", "aria-label": "Alerts" },
    make("div", { class: "cc-row" }, make("h4", {}, "Alerts"), priced("Look at alerts", `${spec.prices.alerts} s`, () => pay("alerts")), pagerAge), pagerBody);
  const shelf = lookPanels(spec, pay, priced);
  const forms = [declareForm(spec, pay), hypothesisForm(spec, pay), actForm(spec, pay, ask), postForm(spec, pay), noteForm(spec, pay), closeForm(spec, pay)];
  const respond = tabs("Respond", ["Declare", "Diagnose", "Act", "Post", "Note", "Close"].map((label, n) => ({ id: label.toLowerCase(), label, node: make("div", {}, forms[n].node) })));
  respond.choose("declare");
  const entries = make("ol", {});
  const log = make("div", { class: "cc-log", tabindex: 0, role: "group", "aria-label": "Timeline, the newest first" }, entries);
  const response = make("section", { class: "cc-respond", "aria-label": "Respond" }, make("h4", {}, "Respond"), respond.node);
  const end = make("section", { class: "cc-end", "aria-label": "Score", tabindex: -1 });
  const brief = make("details", { class: "cc-brief" }, make("summary", {}, "What you were told"), make("div", {}, ...words(spec.story)));
  const board = make("div", { class: "cc-board" },
    make("header", { class: "cc-bar-top" }, make("div", { class: "cc-row" }, clock, state, left, lines), make("div", { class: "cc-progress", "aria-hidden": "true" }, passed), times),
    brief, end,
    make("div", { class: "cc-main" },
      make("div", { class: "cc-left" }, pager, make("section", { "aria-label": "Look" }, shelf.node)),
      make("div", { class: "cc-right" }, response, make("section", { "aria-label": "Timeline" }, make("h4", {}, "Timeline"), log))));

  function showAlerts(found, run) {
    pagerAge.textContent = found ? `as of ${timeOfDay(spec, found.at)}${run.now_s > found.at ? `, ${spanOf(run.now_s - found.at)} ago` : ""}` : "";
    const mark = JSON.stringify(found ?? null);
    if (pagerBody.dataset.mark === mark) return;
    pagerBody.dataset.mark = mark;
    if (!found) pagerBody.replaceChildren(make("p", { class: "cc-blank" }, "Not looked at yet. A look costs a few simulated seconds."));
    else if (!found.alerts.length) pagerBody.replaceChildren(make("p", { class: "cc-quiet" }, `✓ None of ${found.rules} rules is pending or firing.`));
    else pagerBody.replaceChildren(make("ul", { class: "cc-pages" }, ...found.alerts.map((alert) => make("li", { class: `cc-page cc-page-${alert.state}` },
      make("b", { class: `cc-badge cc-badge-${alert.state}` }, alert.state), make("strong", {}, ` ${alert.name} `), `(${alert.severity}) ${alert.summary}. Since ${timeOfDay(spec, alert.since_s)}, value ${amount(alert.value)}.`,
      ...(alert.labels ? [make("span", { class: "cc-count" }, ` ${alert.labels}`)] : []), ...(alert.runbook ? [make("span", { class: "cc-count" }, ` Runbook: ${alert.runbook}`)] : [])))));
  }

  function showLog(run) {
    const known = `${run.lines}/${run.now_s}`;
    if (log.dataset.known === known) return;
    log.dataset.known = known;
    entries.replaceChildren(...[...run.timeline].reverse().map((line) => make("li", { class: `cc-entry cc-entry-${line.kind}` },
      make("time", {}, timeOfDay(spec, line.t, true)), make("span", { class: "cc-words" }, line.words),
      make("span", { class: "cc-price" }, line.until > line.t && line.kind !== "advance" ? spanOf(line.until - line.t) : ""))));
  }

  // Other runs of one's own: another draw each.
  const runs = make("div", { class: "cc-row cc-runs", role: "group", "aria-label": "Runs" });
  const which = (draw) => (draw > 1 ? `Run ${draw}, for practice. Run 1 is handed in.` : "");
  function showRuns({ begun, over, draw, draws }) {
    begin.querySelector(".cc-which").textContent = which(draw);
    const go = (number, text) => button(text, () => wire.send({ verb: "draw", args: { draw: number } }));
    const others = draws.filter((number) => number !== draw).map((number) => go(number, `Show run ${number}`));
    const again = begun && over ? [go(Math.max(...draws) + 1, "Play again: another draw")] : [];
    runs.hidden = !others.length && !again.length && draw === 1;
    runs.replaceChildren(...again, ...others, make("span", { class: "cc-count" }, begun ? which(draw) : ""));
  }

  let endedWith = null;
  function show() {
    const run = model.get("state");
    const looks = model.get("looks");
    begin.hidden = story.hidden = Boolean(run.begun || run.problem);
    showRuns(run);
    if (run.problem && !run.begun) wire.say("bad", run.problem);
    board.hidden = !run.begun;
    if (!run.begun) return;
    clock.textContent = timeOfDay(spec, run.now_s, true);
    left.textContent = run.over ? "The run is over." : `${spanOf(Math.max(spec.horizon_s - run.now_s, 0))} to the end of the run`;
    state.textContent = run.declared ? `Incident, severity ${run.declared}` : "No incident declared";
    state.className = `cc-chip${run.declared ? " cc-chip-on" : ""}`;
    lines.textContent = `${run.lines} ${run.lines === 1 ? "line" : "lines"} in the journal`;
    passed.style.width = `${(100 * (run.now_s - spec.start_s)) / (spec.horizon_s - spec.start_s)}%`;
    times.hidden = response.hidden = run.over;
    board.classList.toggle("cc-over", run.over);
    showAlerts(looks.alerts, run);
    shelf.show(looks, run);
    forms.forEach((form) => form.show(run));
    showLog(run);
    const ending = model.get("ending");
    end.hidden = !ending;
    const points = ending ? JSON.stringify(ending.score) : null;
    if (points !== endedWith) {
      const live = endedWith === null && end.isConnected;
      endedWith = points;
      end.replaceChildren(...(ending ? [make("h4", {}, "Score"), scoreBoard(spec, ending, run)] : []));
      if (ending && live) {
        wire.say("saved", `The run is over: ${amount(Math.round(ending.score.points * 10) / 10)} of ${ending.score.out_of - ending.score.pending} points. The score is at the top.`);
        end.focus();
      }
    }
  }
  const changed = () => show();
  for (const name of ["state", "looks", "ending"]) model.on(`change:${name}`, changed);
  const nodes = [story, begin, make("div", { class: "cc-status", }, told, alarm), runs, board];
  show();
  const root = make("div", { class: "cc" }, ...nodes);
  keepDrafts(root, `course-console-${spec.id}`);
  return { label: `Incident: ${spec.title}`, nodes: [root], end: () => {
    stop();
    wire.end();
    for (const name of ["state", "looks", "ending"]) model.off(`change:${name}`, changed);
  } };
};
