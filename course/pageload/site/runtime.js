// Loads chunks and third parties at their times, and evaluates modules in their order.
const shop = (() => {
  const plan = /*plan*/;
  const modules = {};
  const evaluated = new Map();
  const arrived = {};
  const loaded = {};
  const say = text => { document.getElementById('message').textContent = text; };

  // Work of the processor, which a throttled one takes longer for; or, where others are at work
  // on the machine, a task of that length by the clock.
  function work(ms) {
    let x = 1;
    if (plan.clock) for (const end = performance.now() + ms * plan.clock; performance.now() < end;) x++;
    else for (let left = Math.round(ms * plan.loops); left > 0; left--) x = (x * 16807) % 2147483647;
    return x;
  }
  // When the document is there: a script in the head runs before it is.
  function ready(then) {
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', then);
    else then();
  }
  const soon = () => new Promise(then => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then();
    channel.port2.postMessage(0);
  });

  function script(url, done) {
    const element = document.createElement('script');
    element.src = url;
    element.async = false;
    element.onload = () => done && done();
    document.head.append(element);
  }
  function preload(url) {
    const element = document.createElement('link');
    element.rel = 'preload';
    element.as = 'script';
    element.href = url;
    document.head.append(element);
  }

  const define = (name, ms, body) => { modules[name] = { ms, body }; };
  function evaluate(name) {
    if (evaluated.has(name)) throw new Error(`${name} is evaluated already`);
    for (const other of plan.imports[name])
      if (!evaluated.has(other) && !plan.cycles.includes(other))
        throw new Error(`${name} needs ${other}`);
    modules[name].body();
    evaluated.set(name, performance.now());
  }
  function whole(names) {
    for (const name of names) {
      work(modules[name].ms);
      evaluate(name);
    }
  }
  async function sliced(names) {
    let used = 0;
    for (const name of names) {
      let left = modules[name].ms;
      while (used + left > plan.slice) {
        work(plan.slice - used);
        left -= plan.slice - used;
        used = 0;
        await soon();
      }
      work(left);
      used += left;
      evaluate(name);
    }
  }
  let before = Promise.resolve();
  // The last line of each chunk.
  function chunk(name) {
    const names = plan.chunks[name].modules;
    if (plan.slice) before = before.then(() => sliced(names));
    else whole(names);
    arrived[name] = plan.slice ? before : Promise.resolve();
  }
  function run(name) {
    loaded[name] ??= new Promise(then => script(plan.chunks[name].url, then)).then(() => arrived[name]);
    return loaded[name];
  }
  async function open(route) {
    say(`Opening ${route} ...`);
    for (const name of plan.routes[route]) {
      if (!evaluated.has(plan.chunks[name].modules.at(-1))) await run(name);
    }
    say(`${route} is open`);
  }
  function vendor(name) {
    loaded[`vendor ${name}`] ??= new Promise(then => script(plan.vendors[name].url, then));
    return loaded[`vendor ${name}`];
  }
  function vendors(time) {
    for (const [name, { load }] of Object.entries(plan.vendors)) if (load === time) vendor(name);
  }

  async function idle() {
    performance.mark('idle');
    const chunks = Object.entries(plan.chunks);
    for (const [, { fetch, url }] of chunks)
      if (fetch === 'idle') preload(url);
    vendors('idle');
    for (const [name, { run: time }] of chunks) if (time === 'idle') await run(name);
  }
  addEventListener('load', () => requestIdleCallback(() => idle()));
  addEventListener('DOMContentLoaded', () => {
    for (const button of document.querySelectorAll('[data-opens]'))
      button.addEventListener('click', () => open(button.dataset.opens));
    for (const button of document.querySelectorAll('[data-vendor]'))
      button.addEventListener('click', () => vendor(button.dataset.vendor));
    document.getElementById('buy').addEventListener('click', () => {
      if (evaluated.has('buy')) return;
      open('event').then(() => document.getElementById('buy').click());
    });
  });
  return { chunk, define, evaluated, open, plan, ready, say, soon, vendor, vendors, work };
})();
