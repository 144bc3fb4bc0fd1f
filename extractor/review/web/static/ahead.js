// Pictures of the questions that come, loaded while the present one is answered.
//
// The server lets no picture be kept by the browser, so the loaded elements themselves are put into the page.
"use strict";

const PAUSE = 60; // ms after which the question before counts as shown, and its own picture has come first
const loaded = new Map(); // address → picture

// Gives the pictures of the question that is shown their addresses, or the elements that were loaded before.
function showPictures() {
  for (const place of document.querySelectorAll("#review img[data-src]")) {
    const own = loaded.get(place.dataset.src);
    if (!own) { place.src = place.dataset.src; continue; }
    own.alt = place.alt;
    place.replaceWith(own);
  }
  loaded.clear();
  setTimeout(loadAhead, PAUSE);
}

async function loadAhead() {
  const shown = document.querySelector("#review article");
  if (!shown) return;
  const found = await fetch(`/item/${shown.dataset.item}/ahead?of=${shown.dataset.asked ?? ""}`, { headers: { "x-only": document.querySelector("#review").dataset.only } }).catch(() => null);
  const addresses = found?.ok ? await found.json() : [];
  if (document.querySelector("#review article") !== shown) return;
  for (const address of addresses) {
    const picture = new Image();
    picture.src = address;
    loaded.set(address, picture);
    picture.decode().catch(() => loaded.delete(address));
  }
}

document.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "review") showPictures(); });
if (document.querySelector("#review")) showPictures();
