// A terminal in a service hall: goes from page to page without leaving a history, forgets everything when nobody is there, opens
// nothing that lies elsewhere, types without a keyboard, says when the network is gone. Without this file its pages are large ones.
"use strict";
(function () {
  const home = document.currentScript.dataset.home;
  const prefix = home.replace(/\/$/, "");
  const IDLE = 120;
  // Seconds in which somebody can say that they are still there (WCAG 2.2.1 asks for twenty at least).
  const GRACE = 30;
  const WAY = "gongkai.kiosk.way";

  function make(name, settings, ...within) {
    const it = document.createElement(name);
    for (const [key, value] of Object.entries(settings)) {
      if (key === "click") { it.addEventListener("click", value); } else { it.setAttribute(key, value); }
    }
    it.append(...within);
    return it;
  }

  const button = (words, click) => make("button", { type: "button", click }, words);
  const said = make("p", { class: "kiosk-said", role: "status" });

  function tell(words) {
    said.textContent = words;
  }

  // --- the way back, kept here because the browser keeps no history of a terminal ---
  function way() {
    try { return JSON.parse(sessionStorage.getItem(WAY)) || []; } catch { return []; }
  }

  function keep(steps) {
    try { sessionStorage.setItem(WAY, JSON.stringify(steps.slice(-30))); } catch { /* Then there is no way back but home. */ }
  }

  function go(address) {
    if (navigator.onLine === false) { tell("网络断了，暂时打不开新页面。请稍等，或找现场工作人员。"); return; }
    location.replace(address);
  }

  function onward(address) {
    keep([...way(), location.pathname + location.search]);
    go(address);
  }

  function back() {
    const steps = way();
    const last = steps.pop();
    keep(steps);
    go(last || home);
  }

  // Nothing of this visitor is left for the next.
  function forget() {
    try {
      sessionStorage.clear();
      localStorage.clear();
    } catch { /* What cannot be kept need not be cleared. */ }
    for (const it of document.forms) { it.reset(); }
    location.replace(home);
  }

  function isInside(url) {
    return url.origin === location.origin && (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) { return; }
    const url = new URL(link.href, location.href);
    if (url.pathname === location.pathname && url.search === location.search && url.hash) { return; }
    event.preventDefault();
    if (link.hasAttribute("download")) { tell("本机不下载文件。请用手机扫本页的二维码，在手机上下载。"); return; }
    const isOtherScript = link.hasAttribute("hreflang") && /^(\/hant)?\/kiosk(\/|$)/.test(url.pathname);
    if (url.origin === location.origin && (isInside(url) || isOtherScript)) { onward(url.href); return; }
    tell("这个链接通向其他网站，本机不打开。请用手机扫本页的二维码，在手机上查看。");
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get") { return; }
    event.preventDefault();
    const url = new URL(form.action, location.href);
    url.search = new URLSearchParams(new FormData(form)).toString();
    onward(url.href);
  });

  // --- nobody is there ---
  let idle = 0;
  let left = 0;
  let ask = null;
  const isHome = () => location.pathname === home && !location.search;

  function stay() {
    idle = 0;
    left = 0;
    if (ask && ask.open) { ask.close(); }
  }

  function count() {
    if (!ask) {
      const words = make("p", { role: "alert" });
      const row = make("div", {}, button("继续浏览", stay), button("结束，清除记录", forget));
      ask = make("dialog", { class: "kiosk-ask", "aria-label": "还在看吗？" }, make("h2", {}, "还在看吗？"), words, row);
      ask.addEventListener("cancel", stay);
      document.body.append(ask);
    }
    if (left === 0) {
      left = GRACE;
      ask.querySelector("[role=alert]").textContent = `${GRACE}秒后将回到首页，并清除您的浏览和输入。`;
      ask.showModal();
    }
  }

  window.setInterval(() => {
    if (left > 0) {
      left -= 1;
      const shown = ask.querySelector("[role=alert]");
      // Said every ten seconds; whoever listens is not interrupted each second.
      if (left === 20 || left === 10) { shown.textContent = `${left}秒后将回到首页，并清除您的浏览和输入。`; }
      if (left === 0) { forget(); }
      return;
    }
    idle += 1;
    if (idle < IDLE) { return; }
    const isClean = isHome() && way().length === 0 && !document.documentElement.matches("[data-size],[data-theme],[data-line],[data-letter],.aids-open");
    if (isClean) { idle = 0; } else { count(); }
  }, 1000);

  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "input"]) {
    document.addEventListener(kind, () => { if (left === 0) { idle = 0; } }, { passive: true, capture: true });
  }

  // --- keys on the screen ---
  const ROWS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm-/."];
  let keys = null;
  let field = null;

  function type(sign) {
    if (!field) { return; }
    const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    if (sign === "back") {
      field.setRangeText("", from === to ? Math.max(0, from - 1) : from, to, "end");
    } else {
      field.setRangeText(sign, from, to, "end");
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    idle = 0;
  }

  function hideKeys() {
    if (keys) { keys.hidden = true; }
  }

  function showKeys() {
    const first = document.querySelector("main input:not([type]), main input[type=text], main input[type=search]");
    field = field || first;
    if (!field) { tell("本页没有要填写的地方。"); return; }
    if (!keys) {
      const row = (signs) => make("div", {}, ...Array.from(signs, (it) => button(it, () => type(it))));
      const ends = make("div", {}, button("空格", () => type(" ")), button("删除", () => type("back")), button("填好了", hideKeys));
      keys = make("section", { class: "kiosk-keys", "aria-label": "屏幕键盘" }, ...ROWS.map(row), ends, make("p", {}, "汉字请用本机自带的手写或拼音输入。"));
      // The field keeps its focus and its cursor while keys are pressed.
      keys.addEventListener("pointerdown", (event) => event.preventDefault());
      document.body.append(keys);
    }
    keys.hidden = false;
    field.focus();
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("input:not([type]), input[type=text], input[type=search]")) { field = event.target; }
  });

  // --- the bar ---
  const bar = make("section", { class: "kiosk-bar", "aria-label": "终端" },
    button("回首页", () => { keep([]); go(home); }), button("返回", back), button("屏幕键盘", showKeys), button("结束，清除记录", forget), said);
  document.body.append(bar);
  window.addEventListener("offline", () => tell("网络断了。已打开的页面还可以看，请稍等，或找现场工作人员。"));
  window.addEventListener("online", () => tell("网络恢复了。"));
  document.addEventListener("contextmenu", (event) => event.preventDefault());
})();
