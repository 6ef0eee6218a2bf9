// Pictures of the console, drawn from plain data: curves, the topology, a trace's waterfall.
// Words go in as text; what a picture shows is said in words or in a table beside it.

const SVG_SPACE = new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")
  .namespaceURI;
const HUES = 8;

function drawn(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG_SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Time of day of a second of the run: 14:07, with seconds where they are not 0.
function timeOfDay(spec, second, exact = false) {
  const whole = spec.clock_s + Math.round(second);
  const part = (n) => String(Math.floor(n)).padStart(2, "0");
  const text = `${part((whole / 3600) % 24)}:${part((whole / 60) % 60)}`;
  return whole % 60 || exact ? `${text}:${part(whole % 60)}` : text;
}

function spanOf(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return minutes && rest ? `${minutes} min ${rest} s` : minutes ? `${minutes} min` : `${rest} s`;
}

function amount(value, unit = "") {
  if (value === null || value === undefined) return "-";
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  const text = size && (size < 0.001 || size >= 1e7) ? value.toExponential(1) : value.toFixed(digits);
  const plain = text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
  return unit ? `${plain}${unit === "/s" ? "" : " "}${unit}` : plain;
}

// Round numbers from 0 that reach at least so high.
function ticksTo(top) {
  const rough = (top || 1) / 3;
  const base = 10 ** Math.floor(Math.log10(rough));
  const step = base * [1, 2, 2.5, 5, 10].find((factor) => factor * base >= rough * 0.999);
  const found = [];
  for (let n = 0; n <= Math.ceil((top || 1) / step - 1e-9); n++) found.push(n * step);
  return found;
}

// A figure with curves over time. `series` are {name, values, hue, dash}, `markers` {t, sign, kind}.
function curves(spec, { name, about, unit, t, series, markers = [], from = 0, hues, wide = 360 }) {
  const [high, left, right, top, low] = [wide > 360 ? 190 : 150, 44, 10, 16, 22];
  const until = Math.max(t[t.length - 1] ?? from + 1, from + 1);
  const values = series.flatMap((one) => one.values.filter((v, n) => v !== null && t[n] >= from));
  const ticks = ticksTo(Math.max(0, ...values));
  const ceiling = ticks[ticks.length - 1];
  const x = (second) => left + ((second - from) / (until - from)) * (wide - left - right);
  const y = (value) => high - low - (value / ceiling) * (high - low - top);
  const hueOf = (one, n) => (hues ? hues.get(one.name) : n) % HUES;
  const svg = drawn("svg", { viewBox: `0 0 ${wide} ${high}`, class: "cc-chart", role: "img" });
  for (const tick of ticks) {
    svg.append(
      drawn("line", { class: "cc-grid", x1: left, x2: wide - right, y1: y(tick), y2: y(tick) }),
      drawn("text", { class: "cc-tick", x: left - 5, y: y(tick) + 3.5, "text-anchor": "end" }, amount(tick, unit)),
    );
  }
  const every = [60, 120, 300, 600, 1200].find((step) => (until - from) / step <= wide / 72) ?? 3600;
  for (let at = Math.ceil(from / every) * every; at <= until; at += every) {
    const anchor = x(at) > wide - 24 ? "end" : "middle";
    svg.append(
      drawn("text", { class: "cc-tick", x: x(at), y: high - 7, "text-anchor": anchor }, timeOfDay(spec, at)),
    );
  }
  let free = 0; // where the next sign may stand without covering the last
  for (const { t: at, sign, kind } of markers) {
    if (at < from || at > until) continue;
    const stands = Math.max(x(at), free);
    free = stands + 10;
    svg.append(
      drawn("line", { class: `cc-mark cc-mark-${kind}`, x1: x(at), x2: x(at), y1: top - 2, y2: high - low }),
      drawn("text", { class: `cc-sign cc-sign-${kind}`, x: stands, y: top - 5, "text-anchor": "middle" }, sign),
    );
  }
  series.forEach((one, n) => {
    let path = "";
    let down = true;
    one.values.forEach((value, at) => {
      if (t[at] < from) return;
      if (value === null) down = true;
      else {
        path += `${down ? "M" : "L"}${x(t[at]).toFixed(1)} ${y(value).toFixed(1)}`;
        down = false;
      }
    });
    svg.append(drawn("path", { class: `cc-line cc-hue-${hueOf(one, n)}${one.dash ? " cc-dashed" : ""}`, d: path }));
  });
  const last = (one) => [...one.values].reverse().find((value) => value !== null);
  const said = series.map((one) => {
    const most = Math.max(...one.values.filter((value) => value !== null));
    const now = last(one);
    return now === undefined ? `${one.name}: nothing` : `${one.name}: ${amount(now, unit)}, at most ${amount(most, unit)}`;
  });
  svg.setAttribute("aria-label", `${name}, ${about}, up to ${timeOfDay(spec, until)}. ${said.join("; ") || "Nothing was seen"}.`);
  const readout = make("p", { class: "cc-readout", "aria-hidden": "true" }, " ");
  const hair = drawn("line", { class: "cc-hair", y1: top, y2: high - low, x1: -9, x2: -9 });
  svg.append(hair);
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const second = from + (((event.clientX - box.left) / box.width) * wide - left) / (wide - left - right) * (until - from);
    const at = t.reduce((best, time, n) => (Math.abs(time - second) < Math.abs(t[best] - second) ? n : best), 0);
    hair.setAttribute("x1", x(t[at]));
    hair.setAttribute("x2", x(t[at]));
    const there = series.filter((one) => one.values[at] !== null && one.values[at] !== undefined);
    readout.textContent = [timeOfDay(spec, t[at]), ...there.map((one) => `${one.name} ${amount(one.values[at], unit)}`)].join(" · ");
  });
  svg.addEventListener("pointerleave", () => {
    hair.setAttribute("x1", -9);
    hair.setAttribute("x2", -9);
    readout.textContent = " ";
  });
  return make("figure", { class: "cc-figure" },
    make("figcaption", {}, make("strong", {}, name), ` ${about}`), svg, readout);
}

// What the curves' colours stand for.
const legend = (entries) =>
  make("ul", { class: "cc-legend" }, ...entries.map(([name, hue, dash]) =>
    make("li", {}, make("span", { class: `cc-key cc-key-${hue % HUES}${dash ? " cc-key-dashed" : ""}`, "aria-hidden": "true" }), name)));

const ill = (share) => (share === null || share === undefined ? "" : share >= 0.05 ? "bad" : share >= 0.01 ? "warn" : "");
const percent = (share) => (share === null || share === undefined ? "-" : amount(share * 100, "%"));

// Parts in columns, in the direction in which requests go; how each does is written into it.
function topologyPicture({ nodes, links }) {
  const [boxWide, boxHigh, gapX, gapY] = [136, 52, 44, 18];
  const rank = new Map(nodes.map((node) => [node.name, 0]));
  for (let round = 0; round < nodes.length; round++) {
    for (const { source, target } of links) {
      if (!rank.has(source) || !rank.has(target) || source === target) continue;
      rank.set(target, Math.max(rank.get(target), Math.min(rank.get(source) + 1, nodes.length - 1)));
    }
  }
  const used = [...new Set(rank.values())].sort((a, b) => a - b);
  const columns = used.map((level) => nodes.filter((node) => rank.get(node.name) === level));
  const most = Math.max(1, ...columns.map((column) => column.length));
  const wide = columns.length * boxWide + (columns.length - 1) * gapX + 4;
  const high = most * (boxHigh + gapY) - gapY + 4;
  const place = new Map();
  columns.forEach((column, c) => {
    const free = (high - (column.length * (boxHigh + gapY) - gapY)) / 2;
    column.forEach((node, r) => place.set(node.name, { x: 2 + c * (boxWide + gapX), y: free + r * (boxHigh + gapY) }));
  });
  const troubled = nodes.filter((node) => ill(node.error_share));
  const svg = drawn("svg", {
    viewBox: `0 0 ${wide} ${high}`, class: "cc-topology", role: "img",
    "aria-label": `Topology of ${nodes.length} parts. ${troubled.length ? "With errors: " + troubled.map((n) => `${n.name} ${percent(n.error_share)}`).join(", ") : "No part has errors worth a mark"}. The table below has all figures.`,
  });
  for (const link of links) {
    const [a, b] = [place.get(link.source), place.get(link.target)];
    if (!a || !b) continue;
    const forward = b.x > a.x;
    const [x1, x2] = [a.x + boxWide, forward ? b.x : b.x + boxWide];
    const [y1, y2] = [a.y + boxHigh / 2, b.y + boxHigh / 2];
    const bend = forward ? (x2 - x1) / 2 : gapX * 0.7;
    const d = `M${x1} ${y1}C${x1 + bend} ${y1} ${forward ? x2 - bend : x2 + bend} ${y2} ${x2} ${y2}`;
    svg.append(drawn("path", { class: `cc-link cc-link-${ill(link.error_share) || "well"}`, d }));
  }
  for (const node of nodes) {
    const { x, y } = place.get(node.name);
    const state = ill(node.error_share);
    const facts = node.kind === "queue" ? `${amount(node.depth)} wait` : node.kind === "cache" ? `hits ${percent(node.hit_share)}` : `${amount(node.rate, "/s")} · ${amount(node.p99_ms, "ms")}`;
    const health = state ? `${state === "bad" ? "✗" : "!"} ${percent(node.error_share)} errors` : node.rate ? "✓ well" : "· quiet";
    svg.append(
      drawn("rect", { class: `cc-node cc-node-${state || "well"} cc-kind-${node.kind}`, x, y, width: boxWide, height: boxHigh, rx: node.kind === "queue" ? 20 : 5 }),
      drawn("text", { class: "cc-name", x: x + 10, y: y + 17 }, node.name),
      drawn("text", { class: "cc-fact", x: x + 10, y: y + 31 }, facts),
      drawn("text", { class: `cc-fact cc-fact-${state || "well"}`, x: x + 10, y: y + 45 }, health),
    );
  }
  svg.style.maxWidth = `${wide}px`;
  return make("div", { class: "cc-scroll", tabindex: 0, role: "group", "aria-label": "Picture of the topology" }, svg);
}

// Rows of text under heads; the widget's own tables, not the notebook's.
function dataTable(caption, head, rows, cells = (row) => row) {
  return make("div", { class: "cc-scroll", tabindex: 0, role: "group", "aria-label": caption },
    make("table", { class: "cc-table" },
      make("caption", { class: "cw-hidden" }, caption),
      make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells(row).map((cell) => (cell instanceof Node ? make("td", {}, cell) : make("td", {}, String(cell))))))),
    ));
}

// Spans of a trace: where each began and how long it took, as bars in a table.
function waterfallTable({ spans }) {
  const whole = Math.max(1e-9, ...spans.map((span) => span.at_ms + span.ms));
  return dataTable("Spans of the trace", ["Part", "Operation", "From", "Took", "Result", "When in the trace"], spans, (span) => {
    const bar = make("span", { class: `cc-bar${span.failed ? " cc-bar-bad" : ""}` });
    bar.style.left = `${(100 * span.at_ms) / whole}%`;
    bar.style.width = `${Math.max(0.6, (100 * span.ms) / whole)}%`;
    const part = make("span", {}, span.service);
    part.style.paddingLeft = `${span.depth * 10}px`;
    const waits = [[span.wait_ms, "for a worker"], [span.pool_ms, "for a connection"]]
      .filter(([ms]) => ms > 0.5).map(([ms, what]) => `waited ${amount(ms, "ms")} ${what}`);
    const result = [span.failed ? `✗ ${span.status || ""} ${span.error}`.trim() : String(span.status || "ok"), ...waits];
    return [part, span.name, amount(span.at_ms, "ms"), amount(span.ms, "ms"), result.join(", "),
      make("span", { class: "cc-lane", "aria-hidden": "true" }, bar)];
  });
}
