// The keyboard of the review page. A piece of the page is swapped for each item; listeners sit on the document.
//
// No command is a key that a value may hold. In the box a plain key is always text: it replaces the value that is
// shown ("choosing") or goes on with what was begun ("typing"). Commands are Enter, Tab, Esc, the arrows, F1 and F2,
// digits and letters with Ctrl, Alt or Cmd, and Space where no value could go on with it. A row has several boxes:
// Tab and Alt with a digit go from one to the other, Enter stores them all.
"use strict";

const csrf = document.querySelector('meta[name="csrf"]').content;
const one = (selector) => document.querySelector(selector);
const only = () => one("#review").dataset.only; // the column that alone is asked, empty for all
const article = () => one("#review article");
const fields = () => [...document.querySelectorAll("#review .field [data-cell]")];
const box = () => one("#review .field.active [data-cell]");
const offers = () => [...document.querySelectorAll("#review .field.active [data-choice]")];
const ticks = () => [...document.querySelectorAll("input[data-row], input[data-alike]")];
const isRows = () => article()?.dataset.kind === "rows";
const isGroup = () => article()?.dataset.unit === "group";
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

let typing = false; // what stands in the box was begun by the reviewer
let waiting = false; // an item is on its way: keys are kept for it
let kept = []; // keys pressed meanwhile
let drafts = {}; // cell → what was typed into its box and is not decided, and where its doubtful words are now
let done = []; // the decisions that undo takes back, of those made on this page
let takenBack = []; // the decisions that undo took back, for redo
let onItsWay = null; // what is to be done once the server has stored
let doubt = -1; // which doubtful word of a text is selected
let looking = 0; // the timer that asks what would follow from the values

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["x-csrf"] = csrf; event.detail.headers["x-only"] = only(); });
document.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "review") begin(); });
document.addEventListener("htmx:responseError", (event) => failed(event.detail.xhr.responseText));
document.addEventListener("htmx:sendError", () => failed("The server does not answer. Is form4 review still running?"));

function begin() {
  tell("");
  typing = false;
  onItsWay?.();
  onItsWay = null;
  fields().forEach(takeDraft);
  if (box()) activate(box()); else one("#review [autofocus], #review .main")?.focus();
  if (article()) history.replaceState(null, "", `/item/${box()?.dataset.cell ?? article().dataset.item}${only() ? `?only=${only()}` : ""}`);
  document.title = `${one("#review h1")?.firstChild.textContent.trim() ?? "Review"} – form4`;
  if (box()?.value) look(200);
  // After the request that brought the item has ended for htmx, too: it lets go of one that begins before.
  setTimeout(() => { waiting = false; useKept(); }, 0);
}

// What was typed before another cell or question was decided.
function takeDraft(field) {
  const draft = drafts[field.dataset.cell];
  if (!draft) return;
  delete drafts[field.dataset.cell];
  [field.value, field.was, field.spots] = [draft.value, draft.value, draft.spots];
}

function keepDrafts(of) {
  for (const field of of) if (field.value !== field.dataset.value) drafts[field.dataset.cell] = { value: field.value, spots: spotsOf(field) };
}

// Makes a box the one that is asked about, and selects what the next key replaces.
function activate(field) {
  document.querySelectorAll("#review .field").forEach((own) => own.classList.toggle("active", own.contains(field)));
  setTyping(false);
  doubt = -1;
  field.focus();
  if (field.matches("textarea")) { if (!nextDoubt(1)) field.setSelectionRange(0, 0); } else field.select();
}

// From where to where the doubtful words of a text stand now.
function spotsOf(field) {
  field.was ??= field.dataset.value;
  return (field.spots ??= JSON.parse(field.dataset.doubts ?? "[]"));
}

// Moves the doubtful words with what an edit did: what stands behind the caret is as it was.
function follow(field) {
  const [was, now, caret, spots] = [field.was ?? field.dataset.value, field.value, field.selectionEnd, spotsOf(field)];
  const end = was.length - (now.length - caret);
  let from = 0;
  while (from < Math.min(end, caret) && was[from] === now[from]) from += 1;
  field.spots = spots.map((spot) => spot.map((at) => (at >= end ? at + now.length - was.length : Math.min(at, from))));
  field.was = now;
}

// Selects the next doubtful word of a text; false where there is none.
function nextDoubt(by) {
  const field = box();
  const words = spotsOf(field);
  if (!words[doubt + by]) return false;
  doubt += by;
  setTyping(false);
  field.focus();
  one("#mode").textContent = `doubtful word ${doubt + 1} of ${words.length}: a key types it anew, Tab goes on, Enter accepts the text`;
  field.setSelectionRange(...words[doubt]);
  return true;
}

// The item stays: what was typed ahead was meant for another.
function failed(text) {
  waiting = false;
  onItsWay = null;
  tell(text + dropKept());
}

function tell(text) {
  const place = one("#alert");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}

function setTyping(now) {
  typing = now;
  const mode = one("#mode");
  if (mode) mode.textContent = now ? "typing: Enter stores, Esc gives up" : "choosing: Enter accepts, a key types";
}

function send(url, values) {
  if (waiting) return;
  waiting = true;
  htmx.ajax("POST", url, { target: "#review", swap: "innerHTML", values });
}

function go(way) {
  if (waiting || !article()) return;
  waiting = true;
  keepDrafts(fields());
  htmx.ajax("GET", `/item/${article().dataset.item}/${way}`, { target: "#review", swap: "innerHTML" });
}

// A decision; `others` are boxes of the row that it leaves as they are.
function sent(url, values, others = []) {
  if (waiting) return;
  const own = { url, values: { ...values, why: one("#why")?.value.trim() ?? "" } };
  onItsWay = () => { done.push(own); takenBack = []; keepDrafts(others); };
  send(url, own.values);
}

function decide(action, value = "") {
  sent(`/item/${article().dataset.item}/decide`, { action, value });
}

// Several items at once: [item, action, value] each.
function answer(answers, others) {
  clearTimeout(looking);
  sent("/decide", { answers: JSON.stringify(answers), unit: article().dataset.item }, others);
}

// The items that the box is about: its own cell, or all of a group that are ticked.
const about = (field) => (isGroup() ? ticks().filter((tick) => tick.checked).map((tick) => Number(tick.dataset.alike)) : [Number(field.dataset.cell)]);

function accept() {
  if (isRows()) return decide("complete");
  const filled = fields().filter((field) => field.value.trim());
  const answers = filled.flatMap((field) => about(field).map((item) => [item, isOffered(field) ? "accept" : "type", field.value.trim()]));
  if (answers.length) return answer(answers);
  tell((isGroup() && box().value.trim() ? "None is ticked." : "Nothing stands in the box: type what is printed, or choose blank or illegible.") + dropKept());
}

function isOffered(field) {
  const others = [...field.closest(".field").querySelectorAll("[data-choice]")].map((button) => button.dataset.choice);
  return [field.dataset.value, ...others].includes(field.value.trim());
}

// One cell, or a group; what was typed into the other boxes stays.
function decideOne(action, value = "") {
  const items = about(box());
  if (!items.length) return tell("None is ticked." + dropKept());
  answer(items.map((item) => [item, action, value]), fields().filter((field) => field !== box()));
}

const acts = {
  accept,
  blank: () => decideOne("blank"),
  illegible: () => decideOne("illegible"),
  complete: () => decide("complete"),
  "as-filed": () => { if (article().dataset.kind !== "sample") decideOne("as-filed", box().value.trim()); },
};

// Asks what would follow from the values in the boxes.
function look(after) {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const asked = article();
    if (!asked || !box()) return;
    const given = fields().filter((field) => field.value.trim() && (field === box() || field.value !== field.dataset.value));
    const values = given.flatMap((field) => about(field).map((item) => [item, field.value.trim()]));
    if (!values.length) return;
    const found = await fetch("/prospect", { method: "POST", headers: { "x-csrf": csrf }, body: new URLSearchParams({ values: JSON.stringify(values) }) }).catch(() => null);
    const text = found?.ok ? await found.text() : null;
    if (text !== null && article() === asked) one("#sums").innerHTML = text;
  }, after);
}

const does = {
  undo: () => { if (!waiting) { onItsWay = () => { if (done.length) takenBack.push(done.pop()); }; send("/undo", {}); } },
  redo: () => {
    if (waiting || !takenBack.length) return;
    const { url, values } = takenBack.at(-1);
    onItsWay = () => done.push(takenBack.pop());
    send(url, values);
  },
  page: showPage,
  help: () => one("#help").showModal(),
  add: showNew,
  why: () => one("#why").focus(),
};

function showPage() {
  const sheet = one("#sheet");
  if (sheet.open) return sheet.close();
  one("#whole").src = `/item/${box()?.dataset.cell ?? article().dataset.item}/page.png`;
  sheet.classList.remove("large");
  sheet.showModal();
  sheet.focus();
}

// The page large enough for its small print, with that place of it in the middle (shares of its width and height).
function zoom(isLarge, x = 0.5, y = 0.5) {
  const [sheet, picture] = [one("#sheet"), one("#whole")];
  sheet.classList.toggle("large", isLarge);
  sheet.scrollTo(x * picture.width - sheet.clientWidth / 2, y * picture.height - sheet.clientHeight / 2);
}

function inSheet(key) {
  if (key.key === " " || commandOf(key) === showPage) { showPage(); return true; }
  if (["+", "=", "-"].includes(key.key) && !isCommand(key)) { zoom(key.key !== "-"); return true; }
  return false;
}

function show(value) {
  const field = box();
  field.value = value;
  [field.was, field.spots] = [value, undefined];
  setTyping(false);
  look(150);
  field.focus();
  field.select();
}

function choose(number) {
  const button = offers()[number - 1];
  if (button) show(button.dataset.choice);
}

// Through what was read and what is offered beside it, round and round.
function chooseNext(by) {
  const all = [box().dataset.value, ...offers().map((button) => button.dataset.choice)].filter(Boolean);
  if (!all.length) return;
  const now = all.indexOf(box().value);
  show(all[now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length]);
}

// Keys.

// The letter or digit of a key, whatever sign it makes with Alt on a Mac.
function plain({ key, code }) {
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  return /^(Key[A-Z]|Digit[0-9])$/.test(code ?? "") ? code.slice(-1).toLowerCase() : key;
}

// With Ctrl, Alt or Cmd, and not the AltGr that writes signs; Ctrl+Alt is AltGr on Windows.
const isCommand = (key) => !key.graph && (key.ctrl !== key.alt || key.meta);
const isText = (key) => key.key.length === 1 && !(isCommand(key) && !(isMac && key.alt && !key.ctrl && !key.meta));

const KEEPABLE = ["Enter", "Escape", "F2", "Backspace", "Delete", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp", "Home", "End"];

const anywhere = { u: does.undo, r: does.redo, p: does.page, h: does.help, w: does.why };
const commands = { ...anywhere, b: acts.blank, i: acts.illegible, f: acts["as-filed"] };
const rowCommands = { ...anywhere, d: () => rows("delete-row"), m: () => rows("merge-rows"), a: does.add };

// What a key does besides being text; null where it is none of ours.
function commandOf(key) {
  if (key.key === "F1") return does.help;
  if (key.key === "Tab" && !isCommand(key)) return () => step(key.shift ? -1 : 1);
  if (!isCommand(key)) return null;
  const own = plain(key);
  if (own === "z" && !key.alt && !typing) return key.shift ? does.redo : does.undo;
  const command = key.alt && !key.ctrl && !key.meta && (isRows() ? rowCommands : commands)[own];
  if (command) return command;
  if (!/^[1-9]$/.test(own) || isRows()) return null;
  return key.alt && !key.ctrl && !key.meta ? () => { const field = fields()[own - 1]; if (field) activate(field); } : () => choose(Number(own));
}

// To the next doubtful word, else the next box, else the next unit, undecided.
function step(by) {
  if (!isRows() && box() && nextDoubt(by)) return;
  const all = fields();
  const next = all[all.indexOf(box()) + by];
  if (next && !isRows()) activate(next); else go(by > 0 ? "next" : "previous");
}

// In the field for a reason every plain key is text of it; Enter decides, Esc goes back.
function inReason(key) {
  if (key.key === "Enter") { if (!key.repeat) accept(); return true; }
  if (key.key === "Escape") { (box() ?? ticks()[0] ?? one("#review .main"))?.focus(); return true; }
  if (key.kept) write(key, one("#why"));
  return false;
}

// Does what the key says, and tells whether the browser must not do more with it.
function inCell(key) {
  const field = box();
  if (key.key === "Enter" && !key.shift) { if (!key.repeat) accept(); return true; }
  if (key.key === "Escape") { show(field.dataset.value); tell(""); return true; }
  if (key.key === "F2") { beginTyping(); return true; }
  const ticked = isGroup() && !typing && document.activeElement.matches("[data-alike]") ? document.activeElement : null;
  if (key.key === " " && ticked) { if (key.kept) ticked.click(); return Boolean(key.kept); }
  if (isGroup() && !typing && ["ArrowLeft", "ArrowRight"].includes(key.key)) { stepTick(key.key === "ArrowRight" ? 1 : -1); return true; }
  if (key.key === " " && (!typing || !field.value)) { showPage(); return true; }
  if (["ArrowDown", "ArrowUp"].includes(key.key)) {
    // In what is being typed they would throw the caret to its end; in a text of several lines they go from one to the other.
    if (!typing) chooseNext(key.key === "ArrowDown" ? 1 : -1);
    return !typing || field.matches("input");
  }
  const edits = ["Backspace", "Delete", "ArrowLeft", "ArrowRight", "Home", "End"].includes(key.key);
  if (isText(key) || edits) {
    if (document.activeElement !== field) { field.focus(); if (!field.matches("textarea")) field.select(); }
    setTyping(true);
    look(150);
    if (key.kept) { write(key, field); follow(field); return true; }
  }
  return false;
}

function beginTyping() {
  const field = box();
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  setTyping(true);
}

// A key that was kept makes no text by itself.
function write({ key }, field) {
  const [from, to] = [field.selectionStart, field.selectionEnd];
  if (key.length === 1) field.setRangeText(key, from, to, "end");
  else if (key === "Backspace") field.setRangeText("", from === to ? Math.max(0, from - 1) : from, to, "end");
  else if (key === "Delete") field.setRangeText("", from, from === to ? to + 1 : to, "end");
  else if (key === "Home" || key === "End") field.setSelectionRange(...(key === "Home" ? [0, 0] : [field.value.length, field.value.length]));
  else { const at = from < to ? (key === "ArrowLeft" ? from : to) : Math.max(0, from + (key === "ArrowLeft" ? -1 : 1)); field.setSelectionRange(at, at); }
}

const keyOf = (event) => ({
  key: event.key, code: event.code, shift: event.shiftKey, ctrl: event.ctrlKey, alt: event.altKey, meta: event.metaKey,
  repeat: event.repeat, graph: event.getModifierState("AltGraph"),
});

// Keys that can be done later: those that paste, select or compose are the browser's.
function isKeepable(key) {
  if (commandOf(key) || isText(key)) return true;
  const browsers = box().matches("textarea") && typing ? ["Enter", "Escape", "F2", "Backspace", "Delete", "ArrowLeft", "ArrowRight"] : KEEPABLE;
  return browsers.includes(key.key) && !key.shift && !key.ctrl && !key.alt && !key.meta;
}

// The kept keys go to the item that has come; text where no value is asked was meant for something else.
function useKept() {
  while (kept.length && !waiting) {
    if (!article() || isRows() || one("#sheet").open || one("#help").open || !isKeepable(kept[0])) { tell(dropKept().trim()); return; }
    const key = { ...kept.shift(), kept: true };
    const command = commandOf(key);
    if (command) command(); else (document.activeElement.id === "why" ? inReason : inCell)(key);
  }
}

function dropKept() {
  const count = kept.length;
  kept = [];
  return count ? ` ${count === 1 ? "A key" : `${count} keys`} pressed ahead came to nothing.` : "";
}

// Rows: a list of check boxes and the same rows drawn on the page.

const marked = () => ticks().filter((tick) => tick.checked).map((tick) => tick.dataset.row);

function inRows(key) {
  const form = one("#new");
  if (form.contains(document.activeElement)) {
    if (key.key === "Escape") does.add();
    return key.key === "Escape";
  }
  if (key.key === "Enter") { if (!key.repeat) accept(); return true; }
  if (key.key === "ArrowDown" || key.key === "ArrowUp") { stepTick(key.key === "ArrowDown" ? 1 : -1); return true; }
  if (key.key === " " && !document.activeElement?.matches("input[data-row]")) { showPage(); return true; }
  return false;
}

function stepTick(by) {
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

// Below the marked row, unless another place is chosen.
function showNew() {
  const form = one("#new");
  form.hidden = !form.hidden;
  if (form.hidden) return;
  const [row] = marked();
  if (row) form.elements.after.value = row;
  form.querySelector("input").focus();
}

function drawMarks() {
  const wanted = new Set(marked());
  document.querySelectorAll("rect[data-row]").forEach((rect) => rect.classList.toggle("marked", wanted.has(rect.dataset.row)));
}

function addRow(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
  decide("add-row", JSON.stringify(fields));
}

document.addEventListener("keydown", (event) => {
  const key = keyOf(event);
  if (event.isComposing || ["Control", "Alt", "Meta", "Shift", "AltGraph"].includes(key.key)) return;
  if (one("#review") && (waiting || kept.length)) {
    event.preventDefault();
    if (!key.repeat) kept.push(key);
    return;
  }
  if (one("#sheet")?.open || one("#help")?.open) {
    if (one("#sheet").open && inSheet(key)) event.preventDefault();
    return;
  }
  if (!article()) {
    const command = one("#review") ? commandOf(key) : null;
    if (command === does.undo || command === does.redo) { event.preventDefault(); command(); }
    return;
  }
  if (event.target.closest("button") && [" ", "Enter"].includes(key.key)) return;
  const command = isRows() && one("#new").contains(document.activeElement) && key.key === "Tab" ? null : commandOf(key);
  if (command) { event.preventDefault(); command(); return; }
  const inOne = event.target.id === "why" ? inReason : isRows() ? inRows : inCell;
  if (inOne(key)) event.preventDefault();
});

document.addEventListener("mousedown", (event) => {
  const field = event.target.closest?.("#review .field [data-cell]");
  if (field && field !== box()) activate(field);
  if (field) setTyping(true);
});
// Pasted, dropped, dictated: whatever came into the box without a key.
document.addEventListener("input", (event) => { if (event.isTrusted && event.target === box()) { follow(box()); setTyping(true); look(150); } });

document.addEventListener("click", (event) => {
  if (event.target.id === "whole") {
    const { offsetX, offsetY, target } = event;
    return zoom(!one("#sheet").classList.contains("large"), offsetX / target.width, offsetY / target.height);
  }
  const button = event.target.closest("button, rect[data-row]");
  if (!button) return;
  const { choice, act: name, do: job, rows: change, row } = button.dataset;
  const field = button.closest(".field")?.querySelector("[data-cell]");
  if (field && field !== box()) activate(field);
  if (button.id === "theme") turnTheme();
  else if (choice !== undefined) choose(offers().indexOf(button) + 1);
  else if (name) acts[name]();
  else if (job) does[job]();
  else if (change) rows(change);
  else if (row) ticks().find((tick) => tick.dataset.row === row)?.click();
});

document.addEventListener("change", (event) => { if (event.target.matches("input[data-row]")) drawMarks(); });
document.addEventListener("submit", (event) => { if (event.target.id === "new") { event.preventDefault(); addRow(event.target); } });

function turnTheme() {
  const now = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = now;
  localStorage.setItem("form4-theme", now);
}

if (one("#review")) begin();
