// What scripts add to the desk's pages; each page works without.
"use strict";

// A form is sent once: a second click on its button does nothing while the first is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Coming back with the browser's own button makes forms usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A box at the head of a list ticks all of its rows.
for (const all of document.querySelectorAll("input[data-select-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = all.checked;
  });
}

// Plans: a form marked so saves itself when one leaves a field that has changed; what the answer shows anew replaces the old
// where nobody is typing. A refused or stale save shows its own page, with what was typed.
document.addEventListener("change", async (event) => {
  const form = event.target.form;
  if (!form || !("autosave" in form.dataset) || form.dataset.sent) return;
  form.dataset.sent = "yes";
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (!answer) {
    delete form.dataset.sent;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) {
    document.getElementById("main").replaceWith(page.getElementById("main"));
    return;
  }
  for (const part of page.querySelectorAll("[data-live]")) {
    const old = document.getElementById(part.id);
    if (!old) continue;
    if (!old.contains(document.activeElement)) {
      old.replaceWith(part);
      continue;
    }
    // Somebody is typing in here: only what forms carry along is renewed.
    const forms = part.querySelectorAll("form");
    old.querySelectorAll("form").forEach((mine, nth) => {
      for (const field of mine.querySelectorAll("input[type=hidden]")) {
        const fresh = forms[nth] && forms[nth].querySelector(`input[type=hidden][name="${field.name}"]`);
        if (fresh) field.value = fresh.value;
      }
      delete mine.dataset.sent;
    });
  }
  delete form.dataset.sent;
});

// The page comes back to where one was reading.
const reading = document.querySelector(".source-text");
if (reading) {
  const key = "source:" + location.pathname;
  const open = reading.querySelector("a.is-open");
  reading.scrollTop = open ? open.offsetTop - reading.offsetTop - 80 : Number(sessionStorage.getItem(key)) || 0;
  reading.addEventListener("scroll", () => sessionStorage.setItem(key, String(reading.scrollTop)), { passive: true });
}
