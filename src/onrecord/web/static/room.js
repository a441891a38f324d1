"use strict";
// Choosing a statement: its card opens, and the words that each of its fields rests on are lit in the text.
// Without this script the links to #s3 open the cards all the same.
(() => {
  const search = document.getElementById("q") || document.getElementById("q-top");
  const cards = [...document.querySelectorAll(".card")];
  const parts = [...document.querySelectorAll("[data-m]")];
  const text = document.getElementById("text");
  let chosen = null;
  document.documentElement.classList.add("js");

  function clear() {
    if (!chosen) return;
    chosen.classList.remove("chosen");
    chosen.querySelector(".head").removeAttribute("aria-current");
    for (const part of document.querySelectorAll(".lit")) {
      part.classList.remove("lit", "lit-content");
      delete part.dataset.lit;
    }
    text.classList.remove("choosing");
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
    else clear();
  }

  function walk(step) {
    const at = cards.indexOf(chosen);
    const next = at < 0 ? (step > 0 ? 0 : cards.length - 1) : at + step;
    if (cards[next]) choose(cards[next]);
  }

  function close() {
    clear();
    history.replaceState(null, "", location.pathname + location.search);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if (cards.length && event.key === "j") walk(1);
    else if (cards.length && event.key === "k") walk(-1);
    else if (event.key === "Escape" && chosen) close();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && cards.length) {
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
    if (part && getSelection().isCollapsed) choose(document.getElementById(part.dataset.s));
  });

  addEventListener("hashchange", () => follow(false));
  if (cards.length && location.hash) {
    follow(true);
    // The browser goes to the card of its own accord when the page has loaded; the text is what was asked for.
    addEventListener("load", () => requestAnimationFrame(() => follow(true)));
  }
})();
