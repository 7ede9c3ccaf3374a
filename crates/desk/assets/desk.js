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

// A draft saves itself a few seconds after the last key. A refusal is said beside the buttons and changes nothing.
for (const form of document.querySelectorAll("form[data-selfsave]")) {
  const says = form.querySelector("[role=status]");
  let waits = 0;
  const save = async () => {
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const data = new FormData(form);
    data.delete("body_file");
    data.set("then", "edit");
    const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page && page.querySelector("form[data-selfsave]");
    delete form.dataset.sent;
    if (!fresh) {
      says.textContent = "没有自动保存，请检查网络后手工保存";
      return;
    }
    for (const name of answer.ok ? ["csrf", "form", "revision"] : ["csrf", "form"]) {
      const [mine, theirs] = [form.elements[name], fresh.elements[name]];
      if (mine && theirs) mine.value = theirs.value;
    }
    if (!answer.ok) {
      const wrong = page.querySelector(".errors li");
      says.textContent = `没有自动保存：${wrong ? wrong.textContent : "请手工保存"}`;
      return;
    }
    // The editor of the text wants to know where pictures lie that it sent along.
    form.elements.body.dispatchEvent(new CustomEvent("saved", { detail: fresh.elements.body.value }));
    says.textContent = `已自动保存 ${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" })}`;
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(waits);
    waits = setTimeout(save, 4000);
  });
  form.addEventListener("submit", () => clearTimeout(waits));
}

// What is selected in a text is what a remark is about; one who writes the words by hand is not disturbed.
for (const form of document.querySelectorAll("form[data-quotes]")) {
  const text = document.getElementById(form.dataset.quotes);
  const field = form.elements.quote;
  let filled = "";
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!text || chosen.isCollapsed || !text.contains(chosen.anchorNode) || field.value !== filled) return;
    filled = chosen.toString().trim().split("\n")[0].slice(0, 200);
    field.value = filled;
  });
}
