// Reading aids: size and spacing of type, contrast, reading aloud by paragraph, a crosshair, a line of large words. Fetched by
// gongkai.js when somebody asks. What is chosen stays in this browser (localStorage), no server hears of it.
"use strict";
(function () {
  // Put in by `ui::aids`, in the language of the page.
  const WORDS = AIDS_WORDS;
  const KEY = "gongkai.aids";
  const root = document.documentElement;
  const voice = window.speechSynthesis;
  const THEMES = [["", WORDS.plain], ["black-yellow", WORDS.yellow_on_black], ["yellow-black", WORDS.black_on_yellow], ["white-black", WORDS.black_on_white], ["blue-white", WORDS.white_on_blue]];
  const RATES = [["0.6", WORDS.slow], ["0.9", WORDS.normal], ["1.3", WORDS.fast], ["1.7", WORDS.faster]];
  const MOST = { size: 4, line: 2, letter: 2 };
  const STEPS = { line: [WORDS.standard, WORDS.wide, WORDS.wider], letter: [WORDS.standard, WORDS.wide, WORDS.wider] };
  const NAMES = { size: WORDS.size, line: WORDS.line, letter: WORDS.letter };
  // Characters of one utterance: some browsers fall silent in longer ones.
  const UTTERANCE = 120;
  // Characters of the large line.
  const LARGE = 90;

  const chosen = Object.assign({ size: 0, line: 0, letter: 0, theme: "", rate: "0.9", hasCross: false, hasLine: false, hasKeys: true, isOpen: false }, kept());
  let bar = null;
  let told = null;
  let opener = null;

  function kept() {
    try {
      const it = JSON.parse(localStorage.getItem(KEY));
      return it && typeof it === "object" ? it : {};
    } catch {
      return {};
    }
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      tell(WORDS.not_kept);
    }
  }

  function tell(words) {
    if (!told) { return; }
    told.textContent = "";
    window.setTimeout(() => { told.textContent = words; }, 50);
  }

  function make(name, settings, ...within) {
    const it = document.createElement(name);
    for (const [key, value] of Object.entries(settings)) {
      if (key === "click") { it.addEventListener("click", value); } else { it.setAttribute(key, value); }
    }
    it.append(...within);
    return it;
  }

  function group(words, ...within) {
    return make("fieldset", {}, make("legend", {}, words), ...within);
  }

  // Everything that was chosen, as the page shows it.
  function apply() {
    for (const name of ["size", "line", "letter", "theme"]) {
      if (chosen[name]) { root.dataset[name] = String(chosen[name]); } else { delete root.dataset[name]; }
    }
    cross(chosen.hasCross);
    line(chosen.hasLine);
    for (const it of bar ? bar.querySelectorAll("[data-is]") : []) {
      it.setAttribute("aria-pressed", String(chosen[it.dataset.is]));
    }
    for (const it of bar ? bar.querySelectorAll("select") : []) { it.value = chosen[it.name]; }
    for (const it of bar ? bar.querySelectorAll("[data-shows]") : []) { it.textContent = shown(it.dataset.shows); }
    root.classList.toggle("aids-open", chosen.isOpen);
    measure();
  }

  // What the bar covers is room that the page has below its end.
  function measure() {
    root.style.setProperty("--aids-high", bar && !bar.hidden ? `${bar.offsetHeight}px` : "0px");
  }

  function shown(name) {
    return name === "size" ? WORDS.step.replace("{}", String(Number(chosen.size) + 1)) : STEPS[name][chosen[name]];
  }

  function choose(name, value, words) {
    chosen[name] = value;
    keep();
    apply();
    tell(words);
  }

  function step(name, by) {
    const next = Math.min(MOST[name], Math.max(0, Number(chosen[name]) + by));
    choose(name, next, "");
    const edge = next === MOST[name] && by > 0 ? WORDS.largest : next === 0 && by < 0 ? WORDS.smallest : "";
    tell(`${NAMES[name]}${WORDS.colon}${shown(name)}${edge}`);
  }

  function turn(name) {
    choose(name, (Number(chosen[name]) + 1) % (MOST[name] + 1), "");
    tell(`${NAMES[name]}${WORDS.colon}${shown(name)}`);
  }

  function toggle(name, words) {
    choose(name, !chosen[name], `${words}${WORDS.colon}${chosen[name] ? WORDS.off : WORDS.on}`);
  }

  function theme(value) {
    choose("theme", value, `${WORDS.theme}${WORDS.colon}${THEMES.find(([code]) => code === value)[1]}`);
  }

  function reset() {
    hush();
    Object.assign(chosen, { size: 0, line: 0, letter: 0, theme: "", rate: "0.9", hasCross: false, hasLine: false, hasKeys: true });
    try { localStorage.removeItem(KEY); } catch { /* There was nothing to remove. */ }
    apply();
    tell(WORDS.was_reset);
  }

  // --- reading aloud ---
  let passages = [];
  let at = -1;
  let parts = [];
  let isReading = false;
  // Counts beginnings: what ends late belongs to an earlier one.
  let turnNumber = 0;

  // What a listener needs: headings, paragraphs, rows; not the menus.
  function collect() {
    const all = document.querySelectorAll("main h1, main h2, main h3, main h4, main p, main li, main dt, main dd, main tr, main figcaption");
    return Array.from(all)
      .filter((it) => it.getClientRects().length > 0 && !it.closest("form, .pager, [aria-hidden=true]"))
      .filter((it) => !it.querySelector("p, li, tr"))
      .filter((it) => !(it.tagName === "P" && it.closest("tr")))
      .filter((it) => it.innerText.trim() !== "");
  }

  function findVoice() {
    const wanted = root.lang === "zh-Hant" ? ["zh-TW", "zh-HK", "zh-CN"] : ["zh-CN", "zh-TW", "zh-HK"];
    const all = voice ? voice.getVoices() : [];
    const code = (it) => it.lang.replace("_", "-").toLowerCase();
    for (const lang of wanted) {
      const found = all.find((it) => code(it).startsWith(lang.toLowerCase()));
      if (found) { return found; }
    }
    return all.find((it) => code(it).startsWith("zh") || code(it).startsWith("cmn")) || null;
  }

  // Sentences, joined while they stay short.
  function cut(words) {
    const found = [];
    for (const it of words.match(/[^。！？；!?;]+[。！？；!?;]*/g) || []) {
      const last = found.length - 1;
      if (last >= 0 && found[last].length + it.length <= UTTERANCE) { found[last] += it; } else { found.push(it); }
    }
    return found;
  }

  function mark(it) {
    for (const old of document.querySelectorAll(".aids-now")) { old.classList.remove("aids-now"); }
    if (!it) { return; }
    it.classList.add("aids-now");
    it.scrollIntoView({ block: "center", behavior: "auto" });
  }

  function say() {
    const words = parts.shift();
    if (words === undefined) { go(at + 1); return; }
    const mine = turnNumber;
    const said = new window.SpeechSynthesisUtterance(words);
    const found = findVoice();
    if (found) { said.voice = found; said.lang = found.lang; }
    said.rate = Number(chosen.rate);
    said.onend = () => { if (isReading && mine === turnNumber) { say(); } };
    said.onerror = () => { if (isReading && mine === turnNumber) { hush(); tell(WORDS.read_broke); } };
    voice.speak(said);
  }

  function go(to) {
    turnNumber += 1;
    voice.cancel();
    if (to >= passages.length) { at = -1; hush(); mark(null); tell(WORDS.read_all); return; }
    at = Math.max(0, to);
    isReading = true;
    mark(passages[at]);
    parts = cut(passages[at].innerText.replace(/\s+/g, "，"));
    label();
    say();
  }

  function hush() {
    turnNumber += 1;
    isReading = false;
    if (voice) { voice.cancel(); }
    label();
  }

  function label() {
    const it = bar && bar.querySelector("[data-reads]");
    if (it) { it.textContent = isReading ? WORDS.pause : at >= 0 ? WORDS.go_on : WORDS.begin; }
  }

  function read() {
    if (!voice || !findVoice()) { lacksVoice(); return; }
    if (isReading) { hush(); tell(WORDS.paused); return; }
    if (passages.length === 0) { passages = collect(); }
    go(at >= 0 ? at : 0);
  }

  function skip(by) {
    if (!voice || !findVoice()) { lacksVoice(); return; }
    if (passages.length === 0) { passages = collect(); }
    go(at + by);
  }

  function lacksVoice() {
    tell(WORDS.no_voice);
  }

  // Voices may come a moment after the page.
  function lookForVoices() {
    const box = bar.querySelector("[data-voice]");
    const lack = bar.querySelector("[data-lack]");
    const look = () => {
      const has = Boolean(findVoice());
      box.hidden = !has;
      lack.hidden = has;
      apply();
    };
    look();
    if (voice && voice.addEventListener) { voice.addEventListener("voiceschanged", look); }
  }

  // --- pointer aid and large line ---
  let lines = null;

  function cross(is) {
    if (is && !lines) {
      lines = ["h", "v"].map((it) => make("div", { class: `aids-cross ${it}`, "aria-hidden": "true" }));
      document.body.append(...lines);
    }
    if (!is && lines) { lines.forEach((it) => it.remove()); lines = null; }
  }

  function moveCross(x, y) {
    if (lines) { lines[0].style.top = `${y + 4}px`; lines[1].style.left = `${x + 4}px`; }
  }

  let large = null;

  function line(is) {
    if (is && !large) {
      large = make("p", { class: "aids-line", "aria-hidden": "true" }, WORDS.point);
      document.body.append(large);
    }
    if (!is && large) { large.remove(); large = null; }
  }

  function enlarge(it) {
    if (!large || !it || !it.closest || it.closest(".aids-line")) { return; }
    const found = it.closest("img, a, button, input, select, summary, label, p, li, td, th, dt, dd, h1, h2, h3, h4, figcaption, caption");
    const name = found && (found.getAttribute("aria-label") || (found.labels && found.labels[0] && found.labels[0].innerText));
    const words = found && (name || found.alt || found.innerText || "").replace(/\s+/g, " ").trim();
    if (words) { large.textContent = words.length > LARGE ? `${words.slice(0, LARGE)}…` : words; }
  }

  document.addEventListener("pointermove", (event) => { moveCross(event.clientX, event.clientY); enlarge(event.target); });
  document.addEventListener("focusin", (event) => {
    const box = event.target.getBoundingClientRect();
    if (event.target.matches(":focus-visible")) { moveCross(box.left + box.width / 2, box.top + box.height / 2); }
    enlarge(event.target);
  });

  // --- keys: always with Alt and Shift, so that no single key is taken from anybody (WCAG 2.1.4) ---
  const KEYS = {
    KeyA: () => (chosen.isOpen ? shut() : show()),
    KeyR: read,
    KeyN: () => skip(1),
    KeyP: () => skip(-1),
    KeyC: () => { const now = THEMES.findIndex(([code]) => code === chosen.theme); theme(THEMES[(now + 1) % THEMES.length][0]); },
    KeyX: () => toggle("hasCross", WORDS.cross),
    KeyZ: () => toggle("hasLine", WORDS.large_line),
    Equal: () => step("size", 1),
    Minus: () => step("size", -1),
    Digit0: reset,
  };

  document.addEventListener("keydown", (event) => {
    const act = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && chosen.hasKeys && KEYS[event.code];
    if (act) { event.preventDefault(); act(); }
  });

  // --- the bar ---
  function select(name, words, options, change) {
    const it = make("select", { name, "aria-label": words });
    it.append(...options.map(([value, label]) => make("option", { value }, label)));
    it.addEventListener("change", () => change(it.value));
    return it;
  }

  function button(words, click, settings = {}) {
    return make("button", { type: "button", click, ...settings }, words);
  }

  function pressed(name, words) {
    return button(words, () => toggle(name, words), { "data-is": name });
  }

  function value(name) {
    return make("span", { "data-shows": name });
  }

  function turning(name) {
    const hint = make("span", { class: "vh" }, WORDS.press_again);
    return group(NAMES[name], make("button", { type: "button", click: () => turn(name) }, value(name), hint));
  }

  function build() {
    told = make("p", { class: "aids-told", role: "status" });
    bar = make(
      "section",
      { class: "aids", id: "aids", "aria-label": WORDS.aids },
      make("div", { class: "aids-row" },
        group(WORDS.size, button(WORDS.smaller, () => step("size", -1)), value("size"), button(WORDS.larger, () => step("size", 1))),
        turning("line"),
        turning("letter"),
        select("theme", WORDS.theme, THEMES, theme),
        make("div", { "data-voice": "", hidden: "" },
          group(WORDS.read,
            button(WORDS.begin, read, { "data-reads": "" }),
            button(WORDS.previous, () => skip(-1)),
            button(WORDS.next, () => skip(1)),
            select("rate", WORDS.rate, RATES, (it) => choose("rate", it, `${WORDS.rate}${WORDS.colon}${RATES.find(([code]) => code === it)[1]}`)))),
        make("p", { "data-lack": "" }, WORDS.no_voice),
        pressed("hasCross", WORDS.cross),
        pressed("hasLine", WORDS.large_line),
        pressed("hasKeys", WORDS.keys),
        button(WORDS.reset, reset),
        button(WORDS.shut, shut)),
      make("details", {}, make("summary", {}, WORDS.about_keys), make("p", {}, WORDS.said_keys)),
      told,
    );
    document.querySelector(".masthead").after(bar);
    if (window.ResizeObserver) { new ResizeObserver(measure).observe(bar); }
    lookForVoices();
  }

  function show() {
    opener = document.querySelector('[data-act="aids"]');
    if (!bar) { build(); }
    bar.hidden = false;
    chosen.isOpen = true;
    keep();
    opener.setAttribute("aria-expanded", "true");
    apply();
  }

  function shut() {
    hush();
    mark(null);
    chosen.isOpen = false;
    keep();
    bar.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    apply();
    opener.focus();
  }

  window.addEventListener("pagehide", () => { if (voice) { voice.cancel(); } });
  document.addEventListener("aids", ({ detail: wish }) => {
    if (wish === "aids" && chosen.isOpen && bar) { shut(); return; }
    show();
    if (wish === "aids") { bar.querySelector("button").focus(); tell(WORDS.opened); }
    if (wish === "read") { read(); }
  });
  apply();
})();
