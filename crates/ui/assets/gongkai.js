// Reading aloud and printing, for browsers that can. Without this file every page works all the same.
"use strict";
(function () {
  const speech = window.speechSynthesis;
  const canRead = Boolean(speech && window.SpeechSynthesisUtterance);
  const button = (act) => document.querySelector('[data-act="' + act + '"]');
  const show = (act, is) => { const it = button(act); if (it) { it.parentElement.hidden = !is; } };

  // What a listener needs: headings, paragraphs, rows; not the menus.
  function passages() {
    const parts = document.querySelectorAll("main h1, main h2, main h3, main p, main li, main dt, main dd, main tr");
    return Array.from(parts)
      .filter((it) => it.offsetParent !== null && !it.closest("form, .pager, [aria-hidden=true]"))
      .filter((it) => !it.querySelector("p, li"))
      .map((it) => it.innerText.replace(/\s+/g, ",").trim())
      .filter(Boolean);
  }

  function hush() {
    speech.cancel();
    show("hush", false);
    show("read", true);
    button("read").focus();
  }

  function read() {
    const lang = document.documentElement.lang === "zh-Hant" ? "zh-TW" : "zh-CN";
    const queue = passages();
    speech.cancel();
    show("read", false);
    show("hush", true);
    button("hush").focus();
    const next = () => {
      const words = queue.shift();
      if (words === undefined) { hush(); return; }
      const said = new window.SpeechSynthesisUtterance(words);
      said.lang = lang;
      said.rate = 0.9;
      said.onend = () => { if (!button("hush").parentElement.hidden) { next(); } };
      speech.speak(said);
    };
    next();
  }

  if (canRead) {
    show("read", true);
    button("read").addEventListener("click", read);
    button("hush").addEventListener("click", hush);
    window.addEventListener("pagehide", () => speech.cancel());
  }
  show("print", true);
  button("print").addEventListener("click", () => window.print());
})();
