// The bar of 查找替换. Its fields have no names: they are no part of the draft, and what is typed there saves nothing.

import { element } from "./dialog.js";
import { current, go, replaceAll, replaceOne, search, searchKey } from "./search.js";

/** @typedef {import("prosemirror-view").EditorView} View */

/** @param {(words: string) => void} says */
export function finder(says) {
  const words = /** @type {HTMLInputElement} */ (element("input", { id: "find-words", type: "text", autocomplete: "off" }));
  const instead = /** @type {HTMLInputElement} */ (element("input", { id: "find-instead", type: "text", autocomplete: "off" }));
  const exact = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
  const count = element("span", { class: "quiet", role: "status" });
  /** @param {string} label @param {() => void} act */
  const button = (label, act) => {
    const made = element("button", { type: "button" }, label);
    made.addEventListener("click", act);
    return made;
  };
  /** @type {View | null} */
  let view = null;
  const look = () => view && search({ words: words.value, isExact: exact.checked })(view.state, view.dispatch);
  /** @param {1 | -1} way */
  const step = (way) => {
    if (view && !go(way)(view.state, view.dispatch)) says(words.value ? `没有找到“${words.value}”` : "请先填写要查找的文字");
  };
  const close = () => {
    dom.hidden = true;
    if (!view) return;
    search(null)(view.state, view.dispatch);
    view.focus();
  };
  const one = () => { if (view && !replaceOne(instead.value)(view.state, view.dispatch)) step(1); };
  const all = () => {
    const many = view ? searchKey.getState(view.state)?.found.length ?? 0 : 0;
    if (view && replaceAll(instead.value)(view.state, view.dispatch)) says(`已替换${many}处，可以撤销`);
    else step(1);
  };
  const dom = element("div", { class: "finder", role: "search", "aria-label": "查找替换" },
    element("span", { class: "finder-row" }, element("label", { for: words.id }, "查找"), words, button("上一处", () => step(-1)), button("下一处", () => step(1)),
      element("label", { class: "choice" }, exact, element("span", {}, "区分大小写")), count),
    element("span", { class: "finder-row" }, element("label", { for: instead.id }, "替换为"), instead, button("替换", one), button("全部替换", all), button("关闭", close)));
  dom.hidden = true;
  for (const name of ["input", "change"]) dom.addEventListener(name, (event) => { event.stopPropagation(); look(); });
  dom.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === words) step(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && event.target === instead) one();
    else if (!(event.key === "Enter" && event.target === exact)) return;
    event.preventDefault();
  });

  return {
    dom,
    isOpen: () => !dom.hidden,
    /** @param {View} now @param {"find" | "replace"} why */
    open(now, why) {
      view = now;
      const { from, to, empty } = now.state.selection;
      const chosen = empty ? "" : now.state.doc.textBetween(from, to, "\n", " ");
      if (chosen && !chosen.includes("\n") && chosen.length <= 100) words.value = chosen;
      dom.hidden = false;
      look();
      const field = why === "replace" && words.value ? instead : words;
      field.focus();
      field.select();
    },
    /** @param {View} now */
    update(now) {
      view = now;
      if (dom.hidden) return;
      const many = searchKey.getState(now.state)?.found.length ?? 0;
      const nth = current(now.state);
      const says = words.value === "" ? "" : many === 0 ? "没有找到" : nth > 0 ? `第${nth}处，共${many}处` : `共${many}处`;
      if (count.textContent !== says) count.textContent = says;
    },
  };
}
