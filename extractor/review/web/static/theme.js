// Before the page is drawn, so that a dark page does not flash white.
"use strict";
{
  const kept = localStorage.getItem("form4-theme");
  const dark = kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}
