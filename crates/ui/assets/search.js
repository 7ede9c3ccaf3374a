// Suggestions while somebody types (WAI-ARIA combobox with a list). Without this file the form works all the same.
"use strict";
(function () {
  const input = document.querySelector(".seek input[type=search]");
  if (!input || !window.fetch) { return; }
  const list = document.createElement("ul");
  list.id = "suggested";
  list.className = "suggested";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let chosen = -1;
  let asked = 0;
  let timer = 0;
  let composing = false;
  // What was typed, while a suggestion stands in its place.
  let typed = "";

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    const items = list.children;
    if (chosen >= 0) { items[chosen].setAttribute("aria-selected", "false"); }
    chosen = at;
    if (at < 0) {
      input.value = typed;
      input.removeAttribute("aria-activedescendant");
      return;
    }
    items[at].setAttribute("aria-selected", "true");
    items[at].scrollIntoView({ block: "nearest" });
    input.value = items[at].textContent;
    input.setAttribute("aria-activedescendant", items[at].id);
  }

  function show(texts) {
    list.replaceChildren(...texts.map((text, at) => {
      const item = document.createElement("li");
      item.id = "suggested-" + at;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = text;
      return item;
    }));
    chosen = -1;
    list.style.top = input.offsetTop + input.offsetHeight + "px";
    list.hidden = texts.length === 0;
    input.setAttribute("aria-expanded", String(texts.length > 0));
  }

  async function ask() {
    typed = input.value;
    const mine = ++asked;
    if (typed.trim().length < 2) { close(); return; }
    try {
      const answer = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(typed));
      const texts = answer.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === input) { show(texts); }
    } catch { close(); }
  }

  function soon() {
    clearTimeout(timer);
    if (!composing) { timer = setTimeout(ask, 150); }
  }

  input.addEventListener("compositionstart", () => { composing = true; });
  input.addEventListener("compositionend", () => { composing = false; soon(); });
  input.addEventListener("input", soon);
  input.addEventListener("keydown", (event) => {
    if (composing || list.hidden) { return; }
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") { choose(chosen === last ? -1 : chosen + 1); event.preventDefault(); }
    if (event.key === "ArrowUp") { choose(chosen < 0 ? last : chosen - 1); event.preventDefault(); }
    if (event.key === "Escape") { input.value = typed; close(); event.preventDefault(); }
    if (event.key === "Tab") { close(); }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("li");
    if (!item) { return; }
    event.preventDefault();
    input.value = item.textContent;
    close();
    input.form.requestSubmit();
  });
})();
