import { isMarking, markingKey } from "./marking.js";

// Choosing a statement: its card opens, and the words that each of its fields rests on are lit in the text.
// Without this script the links to #s3 open the cards all the same, and every form can be sent.
(() => {
  const search = document.getElementById("q") || document.getElementById("q-top");
  const cards = [...document.querySelectorAll(".card")];
  const parts = [...document.querySelectorAll("[data-m]")];
  const text = document.getElementById("text");
  const queue = [...document.querySelectorAll(".doubt")];
  let chosen = null;
  document.documentElement.classList.add("js");
  for (const button of document.querySelectorAll('[data-do="cite"]')) button.hidden = false;

  function clear() {
    if (!chosen) return;
    chosen.classList.remove("chosen");
    chosen.querySelector(".head")?.removeAttribute("aria-current");
    for (const part of document.querySelectorAll(".lit")) {
      part.classList.remove("lit", "lit-content", "pointed");
      delete part.dataset.lit;
    }
    text?.classList.remove("choosing");
    chosen = null;
  }

  function light(id) {
    const named = new Set();
    let first = null;
    for (const part of parts) {
      const roles = part.dataset.m.split(" ").filter((mark) => mark.startsWith(id + ":"));
      if (!roles.length) continue;
      part.classList.add("lit");
      const names = roles.map((mark) => mark.slice(id.length + 1));
      if (names.includes("content")) {
        part.classList.add("lit-content");
        first = first || part;
      }
      const fresh = names.filter((name) => name !== "content" && !named.has(name));
      fresh.forEach((name) => named.add(name));
      if (fresh.length) part.dataset.lit = fresh.join(", ");
    }
    return first;
  }

  function choose(card, arriving = false) {
    clear();
    chosen = card;
    card.classList.add("chosen");
    card.querySelector(".head").setAttribute("aria-current", "true");
    text.classList.add("choosing");
    const first = light(card.id);
    history.replaceState(null, "", "#" + card.id);
    const still = arriving || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const sheet = matchMedia("(max-width: 60rem)").matches;
    // Two smooth scrolls at once cancel each other, so the panel jumps and the text glides.
    if (!sheet) card.parentElement.closest(".panel").scrollTop = card.offsetTop - 80;
    if (first) first.scrollIntoView({ block: sheet ? "start" : "center", behavior: still ? "instant" : "smooth" });
  }

  function follow(arriving) {
    const card = document.getElementById(location.hash.slice(1));
    if (card && cards.includes(card)) choose(card, arriving);
    else {
      clear();
      seek();
    }
  }

  // A statement that stands in another part of a long article.
  function seek() {
    const name = location.hash.slice(1);
    if (!text?.dataset.parts || !name || document.getElementById(name)) return;
    if (new URLSearchParams(location.search).get("at") === decodeURIComponent(name)) return;
    location.replace(`${location.pathname}?at=${name}#${name}`);
  }

  function pick(item) {
    clear();
    chosen = item;
    item.classList.add("chosen");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  function walk(step) {
    const list = cards.length ? cards : queue;
    const at = list.indexOf(chosen);
    const next = at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step;
    if (list[next]) (cards.length ? choose : pick)(list[next]);
    else if (text && (at >= 0 || !list.length)) {
      const onward = step > 0 ? text.dataset.after : text.dataset.before;
      if (onward) location.assign(onward);
    }
  }

  function close() {
    clear();
    history.replaceState(null, "", location.pathname + location.search);
  }

  // Press what the chosen statement offers.
  function act(what) {
    const button = chosen?.querySelector(`button[data-do="${what}"], a[data-do="${what}"]`)
      || (what === "confirm" && chosen?.querySelector('button[value="confirm"]'));
    button?.click();
  }

  async function cite(card) {
    const words = card.querySelector(".citation").textContent + ", " + location.origin + location.pathname + "#" + card.id;
    const said = document.getElementById("said");
    try {
      await navigator.clipboard.writeText(words);
      said.textContent = "The citation is copied.";
      const button = card.querySelector('[data-do="cite"]');
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy citation"; }, 2000);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(card.querySelector(".citation"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      said.textContent = "The citation is selected.";
    }
  }

  const keys = {
    j: () => walk(1), k: () => walk(-1), c: () => act("confirm"), e: () => act("edit"), x: () => act("delete"),
    y: () => cards.includes(chosen) && cite(chosen), u: () => document.querySelector('[data-key="u"]')?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea")) return;
    if (markingKey(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && chosen) cards.length ? close() : clear();
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
  });

  document.addEventListener("click", (event) => {
    const citing = event.target.closest('[data-do="cite"]');
    if (citing) return void cite(citing.closest(".card"));
    const link = event.target.closest('a[href^="#"]');
    if (link && cards.length && text) {
      const card = document.getElementById(link.getAttribute("href").slice(1));
      if (cards.includes(card)) {
        event.preventDefault();
        choose(card);
      } else if (link.classList.contains("close")) {
        event.preventDefault();
        close();
      }
      return;
    }
    const part = event.target.closest("[data-s]");
    if (!part || !getSelection().isCollapsed || isMarking()) return;
    const card = document.getElementById(part.dataset.s);
    if (card) choose(card);
    else location.hash = part.dataset.s;
  });

  // Pointing at a field of the open card points at its words.
  document.addEventListener("pointerover", (event) => {
    for (const part of document.querySelectorAll(".pointed")) part.classList.remove("pointed");
    const field = event.target.closest(".card.chosen [data-field]");
    if (!field) return;
    const mark = chosen.id + ":" + field.dataset.field;
    for (const part of parts) if (part.dataset.m.split(" ").includes(mark)) part.classList.add("pointed");
  });

  // Whose words are being marked anew, they are shown where they stand.
  const remarked = document.getElementById("marker")?.dataset.card;
  if (remarked) {
    text.classList.add("choosing");
    const first = light(remarked);
    addEventListener("load", () => requestAnimationFrame(() => first?.scrollIntoView({ block: matchMedia("(max-width: 60rem)").matches ? "start" : "center" })));
  }

  addEventListener("hashchange", () => follow(false));
  if (text && location.hash && !remarked) {
    follow(true);
    // The browser goes to the card of its own accord when the page has loaded; the text is what was asked for.
    addEventListener("load", () => requestAnimationFrame(() => follow(true)));
  }

  // Search as one types: the same page is fetched, and its results put in the place of the old ones.
  const filters = document.getElementById("filters");
  let asked = 0;
  let timer = 0;

  async function look() {
    const query = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value.trim()));
    const address = "/search" + (query.size ? "?" + query : "");
    const mine = ++asked;
    const results = document.getElementById("results");
    results.classList.add("waiting");
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return;
      results.replaceWith(page.getElementById("results"));
      history.replaceState(null, "", address);
    } catch {
      results.classList.remove("waiting");
    }
  }

  filters?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  // Who types before this script has come is heard too.
  if ([...(filters?.elements ?? [])].some((field) => "defaultValue" in field && field.value !== field.defaultValue)) look();

  // A file may be dropped anywhere on the page that takes one.
  const drop = document.getElementById("drop");
  if (drop) {
    const file = document.getElementById("file");
    addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    addEventListener("dragleave", () => drop.classList.remove("over"));
    addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      file.files = event.dataTransfer.files;
      document.getElementById("paste").requestSubmit();
    });
  }

  // Waiting for a reading.
  const progress = document.getElementById("progress");
  async function wait() {
    const answer = await fetch(progress.dataset.state);
    if (!answer.ok) return location.reload();
    const state = await answer.json();
    if (state.over) return location.reload();
    document.getElementById("bar").value = state.at;
    document.getElementById("stage").textContent = `${state.stage}, ${state.seconds} s`;
    progress.querySelectorAll(".stages li").forEach((item, place) => {
      if (place === state.at) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    return setTimeout(wait, 400);
  }
  if (progress) wait();
})();
