// The only script of every page, before anything is painted: brings back the reading aids that somebody chose, shows the buttons
// that need script, and fetches the aids when they are wanted. Without this file every page works all the same.
"use strict";
(function () {
  const own = document.currentScript.dataset;
  const root = document.documentElement;
  // Wishes that came before the aids were there.
  let waiting = null;
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem("gongkai.aids")); } catch { kept = null; }

  function sheet() {
    if (document.querySelector("link[data-aids]")) { return; }
    const it = document.createElement("link");
    it.rel = "stylesheet";
    it.href = own.aidsStyle;
    it.dataset.aids = "";
    // Where browsers know this word, nothing is painted before the sheet is there.
    it.setAttribute("blocking", "render");
    document.head.append(it);
  }

  function aids(wish) {
    sheet();
    if (waiting) { waiting.push(wish); return; }
    waiting = [wish];
    const it = document.createElement("script");
    it.src = own.aids;
    it.onload = () => {
      const tell = (detail) => document.dispatchEvent(new CustomEvent("aids", { detail }));
      waiting.forEach(tell);
      waiting = { push: tell };
    };
    it.onerror = () => { waiting = null; };
    document.head.append(it);
  }

  if (kept && typeof kept === "object") {
    for (const name of ["size", "line", "letter", "theme"]) {
      if (kept[name]) { root.dataset[name] = String(kept[name]); }
    }
    sheet();
  }
  document.addEventListener("DOMContentLoaded", () => {
    for (const it of document.querySelectorAll(".tool")) {
      it.hidden = it.firstElementChild.dataset.act === "read" && !window.speechSynthesis;
    }
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      const act = button && button.dataset.act;
      if (act === "print") { window.print(); }
      if (act === "aids" || act === "read") { aids(act); }
    });
    if (kept && kept.isOpen) { aids("again"); }
  });
})();
