// The keyboard of the review page. A piece of the page is swapped for each item; listeners sit on the document.
"use strict";

const csrf = document.querySelector('meta[name="csrf"]').content;
const one = (selector) => document.querySelector(selector);
const article = () => one("#review article");
const box = () => one("#value");

let editing = false; // the reviewer types: letters and digits are no commands
let waiting = false; // a decision is under way: a second key must not decide the next item unseen

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["x-csrf"] = csrf; });
document.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "review") begin(); });
document.addEventListener("htmx:responseError", (event) => { waiting = false; tell(event.detail.xhr.responseText); });
document.addEventListener("htmx:sendError", () => { waiting = false; tell("The server does not answer. Is form4 review still running?"); });

function begin() {
  waiting = false;
  tell("");
  const field = box();
  editing = Boolean(field) && field.value === "";
  if (field) { field.focus(); field.select(); } else { one("#review [autofocus], #review .main")?.focus(); }
  if (article()) history.replaceState(null, "", `/item/${article().dataset.item}`);
}

function tell(text) {
  const place = one("#alert");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}

function send(url, values) {
  if (waiting) return;
  waiting = true;
  htmx.ajax("POST", url, { target: "#review", swap: "innerHTML", values });
}

function go(way) {
  if (!waiting && article()) htmx.ajax("GET", `/item/${article().dataset.item}/${way}`, { target: "#review", swap: "innerHTML" });
}

function decide(action, value = "") {
  send(`/item/${article().dataset.item}/decide`, { action, value });
}

function accept() {
  const own = article();
  if (own.dataset.kind === "rows") return decide("complete");
  const value = box().value.trim();
  const offered = [own.dataset.value, ...[...document.querySelectorAll("[data-choice]")].map((b) => b.dataset.choice)];
  decide(offered.includes(value) && value ? "accept" : "type", value);
}

const acts = {
  accept,
  blank: () => decide("blank"),
  illegible: () => decide("illegible"),
  complete: () => decide("complete"),
  "as-filed": () => decide("as-filed", box().value.trim()),
};

const does = {
  undo: () => send("/undo", {}),
  page: showPage,
  help: () => one("#help").showModal(),
  add: () => { const form = one("#new"); form.hidden = !form.hidden; if (!form.hidden) form.querySelector("input").focus(); },
};

function showPage() {
  const sheet = one("#sheet");
  if (sheet.open) return sheet.close();
  one("#whole").src = `/item/${article().dataset.item}/page.png`;
  sheet.showModal();
}

function choose(number) {
  const button = document.querySelectorAll("[data-choice]")[number - 1];
  if (!button) return false;
  const field = box();
  field.value = button.dataset.choice;
  editing = false;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.select();
  return true;
}

const letters = { b: acts.blank, i: acts.illegible, f: acts["as-filed"], u: does.undo, "?": does.help, " ": does.page };

function inCell(event) {
  const { key, altKey } = event;
  const command = altKey || !editing;
  if (key === "Enter" && !event.shiftKey) return act(event, accept);
  if (key === "Tab") return act(event, () => go(event.shiftKey ? "previous" : "next"));
  if (key === "Escape") return act(event, begin_again);
  if (key === "F2") return act(event, () => { editing = true; box().setSelectionRange(box().value.length, box().value.length); });
  if (event.ctrlKey || event.metaKey) { editing = true; return; }
  if (command && /^[1-9]$/.test(key) && choose(Number(key))) return event.preventDefault();
  const known = letters[key.toLowerCase()];
  if (command && known && !(article().dataset.kind === "sample" && key === "f")) return act(event, known);
  if (key.length === 1 || ["Backspace", "Delete", "ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) {
    if (document.activeElement !== box()) { box().focus(); box().select(); }
    editing = true;
  }
}

function begin_again() {
  const field = box();
  field.value = article().dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  begin();
}

// Rows: a list of check boxes and the same rows drawn on the page.

const ticks = () => [...document.querySelectorAll("input[data-row]")];
const marked = () => ticks().filter((tick) => tick.checked).map((tick) => tick.dataset.row);

function inRows(event) {
  const { key } = event;
  const form = one("#new");
  if (form && form.contains(document.activeElement)) {
    if (key === "Escape") act(event, does.add);
    return;
  }
  if (key === "Enter") return act(event, accept);
  if (key === "Tab") return act(event, () => go(event.shiftKey ? "previous" : "next"));
  if (key === "ArrowDown" || key === "ArrowUp") return act(event, () => step(key === "ArrowDown" ? 1 : -1));
  if (key === "x") return act(event, () => { document.activeElement?.matches("input[data-row]") && document.activeElement.click(); });
  const known = { d: () => rows("delete-row"), m: () => rows("merge-rows"), a: does.add, u: does.undo, "?": does.help, " ": does.page }[key];
  if (known) act(event, known);
}

function step(by) {
  const all = ticks();
  const now = all.indexOf(document.activeElement);
  all[Math.min(Math.max(now + by, 0), all.length - 1)]?.focus();
}

function rows(action) {
  const wanted = marked();
  if (action === "delete-row" && wanted.length !== 1) return tell("Mark the one row to delete.");
  if (action === "merge-rows" && wanted.length !== 2) return tell("Mark the two rows to merge.");
  decide(action, wanted.join("\n"));
}

function drawMarks() {
  const wanted = new Set(marked());
  document.querySelectorAll("rect[data-row]").forEach((rect) => rect.classList.toggle("marked", wanted.has(rect.dataset.row)));
}

function addRow(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
  decide("add-row", JSON.stringify(fields));
}

function act(event, what) {
  event.preventDefault();
  what();
}

document.addEventListener("keydown", (event) => {
  if (!article()) {
    if (one("#review") && event.key === "u") act(event, does.undo);
    return;
  }
  if (one("#sheet").open) {
    if (event.key === " ") act(event, showPage);
    return;
  }
  if (one("#help").open) return;
  if (event.target.closest("button") && [" ", "Enter"].includes(event.key)) return;
  if (article().dataset.kind === "rows") inRows(event); else inCell(event);
});

document.addEventListener("mousedown", (event) => { if (event.target === box()) editing = true; });

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, rect[data-row]");
  if (!button) return;
  const { choice, act: name, do: job, rows: change, row } = button.dataset;
  if (button.id === "theme") turnTheme();
  else if (choice !== undefined) choose([...document.querySelectorAll("[data-choice]")].indexOf(button) + 1);
  else if (name) acts[name]();
  else if (job) does[job]();
  else if (change) rows(change);
  else if (row) ticks().find((tick) => tick.dataset.row === row)?.click();
});

document.addEventListener("change", (event) => { if (event.target.matches("input[data-row]")) drawMarks(); });
document.addEventListener("submit", (event) => { if (event.target.id === "new") act(event, () => addRow(event.target)); });

function turnTheme() {
  const now = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = now;
  localStorage.setItem("form4-theme", now);
}

if (one("#review")) begin();
