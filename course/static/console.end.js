// How it ended: points with their evidence, and the run as a curve with a slider over it.

const ofAll = (value, most) => `${amount(value)} of ${amount(most)}`;

function meter(share, label) {
  const bar = make("span", { class: "cc-meter", "aria-hidden": "true" }, make("span", {}));
  bar.firstChild.style.width = `${Math.round(100 * Math.min(Math.max(share, 0), 1))}%`;
  if (label) bar.title = label;
  return bar;
}

function scoreBoard(spec, { score, feedback, truth, course }, run) {
  const duration = (seconds) => (seconds === null ? "never" : spanOf(seconds));
  const rows = Object.entries(score.parts_of).map(([part, most]) => [part, score.parts[part], most]);
  const remarks = (head, list) => (list.length ? [make("section", { class: "cc-remarks" }, make("h4", {}, head), make("ul", {}, ...list.map(({ words: said, evidence }) =>
    make("li", {}, said, ...(evidence ? [make("span", { class: "cc-evidence" }, evidence)] : [])))))] : []);
  const facts = [
    ["Time to detect", duration(score.metrics.time_to_detect)], ["Time to resolve", duration(score.metrics.time_to_resolve)],
    ["Communication", `${Math.round(100 * score.metrics.communication_quality)} %`],
    ["Accuracy", `${Math.round(100 * score.criteria.accuracy)} %`], ["Efficiency", `${Math.round(100 * score.criteria.efficiency)} %`],
    ["Harm", `${amount(score.harm.learner)}; nobody acting ${amount(score.harm.nothing)}, at best ${amount(score.harm.oracle)}`],
  ];
  if (score.false_alarms) facts.push(["False alarms", score.false_alarms]);
  if (score.hints) facts.push(["Hints", score.hints]);
  const reached = score.out_of - score.pending;
  return make("div", { class: "cc-ending" },
    make("div", { class: "cc-score" },
      make("p", { class: "cc-points" }, make("strong", { "data-points": score.points }, amount(Math.round(score.points * 10) / 10)), ` of ${amount(reached)} points`),
      make("p", { class: "cc-count" }, `${amount(score.pending)} more await a person who reads what you wrote.`),
      meter(score.points / reached)),
    make("dl", { class: "cc-facts" }, ...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))])),
    make("div", { class: "cc-columns" },
      ...remarks("Strengths", feedback.strengths), ...remarks("To improve", feedback.improvements), ...remarks("Next time", feedback.recommendations)),
    ...(feedback.acts.length ? [make("section", { class: "cc-remarks cc-acts" }, make("h4", {}, "What each act did"),
      make("p", { class: "cc-count" }, "The run was played again without the act, all else as it was."),
      make("ul", {}, ...feedback.acts.map((line) => make("li", {}, line))))] : []),
    make("p", { class: "cc-lesson" }, make("strong", {}, truth.components.length ? `It was: ${truth.cause} in ${truth.components.join(", ")}, set off by: ${truth.trigger}.` : `It was: ${truth.cause}.`)),
    make("details", {}, make("summary", {}, "Points by part"),
      dataTable("Points by part", ["Part", "Points", "Of", ""], rows, ([part, points, most]) => [part.replace(".", ": ").replaceAll("_", " "), points === undefined ? "a person's" : amount(Math.round(points * 10) / 10), amount(most), meter((points ?? 0) / most)])),
    make("details", {}, make("summary", {}, "Points by task"),
      dataTable("Points by task", ["Phase", "Task", "Points"], score.tasks, (task) => [task.phase, task.name, ofAll(Math.round(task.points * 10) / 10, task.out_of) + (task.pending ? `, ${amount(Math.round(task.pending * 10) / 10)} await a person` : "")])),
    replayBoard(spec, course, feedback.timeline, run),
  );
}

// The run again: what users had at a time, what had been said and done by then.
function replayBoard(spec, course, story, run) {
  const requests = course.counts_requests;
  const [mine, nobody] = requests ? [course.bad, course.bad_of_nothing] : [course.harm, course.harm_of_nothing];
  const acts = run.timeline.filter((line) => ["say", "do"].includes(line.kind));
  const signs = { declare: "D", hypothesis: "H", post: "P", close: "C" };
  const markers = acts.filter((line) => line.verb !== "note").map((line) => ({ t: line.t, kind: line.kind === "do" ? "act" : "say", sign: line.kind === "do" ? "A" : signs[line.verb] ?? "·" }));
  const series = [{ name: "your run", values: mine }, { name: "nobody acting", values: nobody, dash: true }];
  const figure = curves(spec, { name: requests ? "Bad requests" : "Harm", about: requests ? "share of users' requests in the minute before" : "counted since it began",
    unit: requests ? "%" : "", t: course.t, series, markers, wide: 760, from: Math.max(0, course.start_s - 120) });
  const now = make("div", { class: "cc-then", "aria-live": "polite" });
  const slider = make("input", { type: "range", min: Math.max(0, course.start_s - 120), max: course.t[course.t.length - 1], step: 15, oninput: () => show() });
  const events = make("ol", { class: "cc-story" }, ...story.map((line) => make("li", {}, line)));
  const times = story.map((line) => {
    const [hours, minutes, seconds = 0] = line.split(" ")[0].split(":").map(Number);
    return (hours * 3600 + minutes * 60 + seconds - spec.clock_s + 86400) % 86400;
  });
  function show() {
    const second = Number(slider.value);
    let at = course.t.findIndex((time) => time > second) - 1;
    if (at < 0) at = course.t.length - 1;
    slider.setAttribute("aria-valuetext", timeOfDay(spec, second));
    const bad = requests ? `${amount(course.bad[at], "%")} of requests were bad (${amount(course.bad_of_nothing[at], "%")} with nobody acting)` : `harm ${amount(course.harm[at])} (${amount(course.harm_of_nothing[at])} with nobody acting)`;
    now.textContent = `${timeOfDay(spec, second)}: ${bad}; the objective ${course.met[at] ? "is met" : "is missed"}; harm so far ${amount(course.harm[at])}.`;
    [...events.children].forEach((item, n) => item.classList.toggle("cc-past", times[n] <= second));
  }
  slider.value = course.breach_s ?? course.start_s;
  show();
  return make("section", { class: "cc-replay", "aria-label": "Replay" }, make("h4", {}, "Replay"),
    legend([["your run", 0], ["nobody acting", 1, true]]), figure,
    make("p", { class: "cc-count" }, "D declared, H hypothesis, A act, P post, C closed"),
    labelled("Go to", slider).node, now, events);
}
