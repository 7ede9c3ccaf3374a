// Toolbars as WAI-ARIA has them: one stop for Tab, arrows within, pressed states, shortcuts told. What a button does is a command; what it asks first
// is its own business.

import { element } from "./dialog.js";

/** @typedef {import("prosemirror-view").EditorView} View */
/** @typedef {import("prosemirror-state").EditorState} State */
/**
 * @typedef {{ label: string, name?: string, look?: string, keys?: string, command?: import("prosemirror-state").Command,
 *   act?: (view: View) => void, can?: (state: State) => boolean, isOn?: (state: State) => boolean, isExpanded?: () => boolean }} Button
 */

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
/** A shortcut as people read it. @param {string} keys */
const told = (keys) => keys.replace("Mod", isMac ? "⌘" : "Ctrl").replace("Shift", isMac ? "⇧" : "Shift").replace("Alt", isMac ? "⌥" : "Alt").replaceAll("-", isMac ? "" : "+").replace(/[a-z]$/, (c) => c.toUpperCase());
/** A shortcut as programs that read aloud take it. @param {string} keys */
const spoken = (keys) => keys.replace("Mod", isMac ? "Meta" : "Control").replaceAll("-", "+");

/** @param {{ label: string, groups: Button[][], isShown?: (state: State) => boolean }} of */
export function toolbar({ label, groups, isShown }) {
  const dom = element("div", { class: "editor-bar", role: "toolbar", "aria-label": label });
  /** @type {[Button, HTMLButtonElement][]} */
  const buttons = [];
  /** @type {View | null} */
  let view = null;

  for (const group of groups) {
    const box = element("span", { class: "editor-group" });
    for (const button of group) {
      const name = button.name ?? button.label;
      const made = /** @type {HTMLButtonElement} */ (element("button", { type: "button", tabindex: "-1" }, button.label));
      if (name !== button.label) made.setAttribute("aria-label", name);
      made.title = button.keys ? `${name}（${told(button.keys)}）` : name;
      if (button.keys) made.setAttribute("aria-keyshortcuts", spoken(button.keys));
      if (button.look) made.classList.add(button.look);
      // A click leaves what is selected as it is.
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", () => {
        if (!view || made.getAttribute("aria-disabled") === "true") return;
        if (button.act) {
          button.act(view);
        } else {
          button.command?.(view.state, view.dispatch, view);
          view.focus();
        }
      });
      box.append(made);
      buttons.push([button, made]);
    }
    dom.append(box);
  }

  /** The one that Tab leads to. @param {HTMLButtonElement} chosen */
  const choose = (chosen) => { for (const [, it] of buttons) it.tabIndex = it === chosen ? 0 : -1; };
  choose(buttons[0][1]);
  dom.addEventListener("focusin", (event) => choose(/** @type {HTMLButtonElement} */ (event.target)));
  dom.addEventListener("keydown", (event) => {
    const all = buttons.map(([, it]) => it);
    const at = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[(to + all.length) % all.length].focus();
    else if (event.key === "Escape") view?.focus();
    else return;
    event.preventDefault();
  });

  return {
    dom,
    focus: () => buttons.find(([, it]) => it.tabIndex === 0)?.[1].focus(),
    /** @param {View} now */
    update(now) {
      view = now;
      const { state } = now;
      // A bar in which somebody is does not go while they are.
      if (isShown) dom.hidden = !isShown(state) && !dom.contains(document.activeElement);
      if (dom.hidden) return;
      for (const [button, made] of buttons) {
        const can = button.can ? button.can(state) : !button.command || button.command(state, undefined, now);
        if (can) made.removeAttribute("aria-disabled");
        else made.setAttribute("aria-disabled", "true");
        if (button.isOn) made.setAttribute("aria-pressed", String(button.isOn(state)));
        if (button.isExpanded) made.setAttribute("aria-expanded", String(button.isExpanded()));
      }
    },
  };
}
