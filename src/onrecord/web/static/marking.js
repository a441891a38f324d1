// Marking words of the article for a statement that was missed, or for one whose words are others.
// Places are counted in code points of the article's text, as everywhere in the record.
const text = document.getElementById("text");
const marker = document.getElementById("marker");
const places = { source: [], cue: [], content: [] };
let last = null;

const length = (words) => [...words].length;

function placeOf(node, offset) {
  const range = document.createRange();
  range.selectNodeContents(text);
  range.setEnd(node, offset);
  return Number(text.dataset.start) + length(range.toString());
}

// What is marked now, without space around it: its place and its words.
function marked() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const words = range.toString();
  const start = placeOf(range.startContainer, range.startOffset) + length(words) - length(words.trimStart());
  return words.trim() ? { start, end: start + length(words.trim()), words: words.trim() } : null;
}

function field(name) {
  return marker.querySelector(`textarea[name="${name}"]`);
}

// Take the marked words for a field: in the place of what it had, or with it.
function take(name, more) {
  const said = document.getElementById("said");
  const now = marked() || last;
  if (!now) {
    said.textContent = "Mark words in the text first.";
    return;
  }
  marker.open = true;
  const kept = more ? places[name].filter((one) => one.end <= now.start || one.start >= now.end) : [];
  places[name] = [...kept, now].sort((a, b) => a.start - b.start);
  field(name).value = places[name].map((one) => one.words).join(" … ");
  marker.querySelector(`[name="${name}_at"]`).value = places[name].map((one) => `${one.start}-${one.end}`).join(",");
  said.textContent = `Taken: ${now.words.slice(0, 80)}`;
  field(name).closest("p").classList.add("taken");
}

// By keyboard a word is always marked, so that one sees where one is.
function step(event) {
  const selection = getSelection();
  const way = ["ArrowLeft", "ArrowUp"].includes(event.key) ? "backward" : "forward";
  const unit = ["ArrowUp", "ArrowDown"].includes(event.key) ? "line" : event.ctrlKey ? "character" : "word";
  if (!selection.rangeCount || !text.contains(selection.anchorNode)) {
    selection.collapse(begin(), 0);
    selection.modify("extend", "forward", "word");
  } else if (event.shiftKey) selection.modify("extend", way, unit);
  else {
    if (way === "backward") selection.collapseToStart();
    else selection.collapseToEnd();
    selection.modify("move", way, unit);
    if (unit === "word" && way === "forward") selection.modify("move", "backward", "word");
    selection.modify("extend", "forward", "word");
  }
  last = marked() || last;
  selection.focusNode?.parentElement?.scrollIntoView({ block: "nearest" });
}

// Where to begin: at the statement that is chosen, else at the first paragraph that can be seen.
function begin() {
  const from = document.querySelector(".lit-content") || [...text.querySelectorAll(".b-body, .b-rest, .b-title")]
    .find((one) => one.getBoundingClientRect().bottom > 0) || text;
  return document.createTreeWalker(from, NodeFilter.SHOW_TEXT).nextNode() || text;
}

export function isMarking() {
  return Boolean(marker && marker.open && text);
}

// Tell whether a key was meant for marking.
export function markingKey(event) {
  if (!marker || event.altKey || event.metaKey) return false;
  if (event.key === "a" && !event.ctrlKey) {
    marker.open = true;
    text.focus();
  } else if (!marker.open) return false;
  else if (event.key.startsWith("Arrow")) step(event);
  else if (["Digit1", "Digit2", "Digit3"].includes(event.code) && !event.ctrlKey) {
    take(["source", "cue", "content"][Number(event.code.at(-1)) - 1], event.shiftKey);
  } else if (event.key === "Escape") marker.open = false;
  else return false;
  event.preventDefault();
  return true;
}

if (marker && text) {
  text.tabIndex = -1;
  for (const button of marker.querySelectorAll("[data-mark]")) {
    button.hidden = false;
    // The mouse must not take the marking away before it is read.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", (event) => take(button.dataset.mark, event.shiftKey));
  }
  for (const name of Object.keys(places)) {
    field(name).addEventListener("input", () => {
      places[name] = [];
      marker.querySelector(`[name="${name}_at"]`).value = "";
    });
  }
  document.addEventListener("selectionchange", () => { last = marked() || last; });
}
