// What stands beside the text: the outline of its headings, what is to be mended, how long it is. Each line leads to its place. Made anew a moment after
// the last change, so that typing in a long text stays quick.

import { TextSelection } from "prosemirror-state";
import { check } from "./check.js";
import { element } from "./dialog.js";

/** @typedef {import("prosemirror-view").EditorView} View */

const PAUSE = 400;

/** Characters without blanks, as Chinese texts are counted. @param {import("prosemirror-model").Node} doc */
export const lengthOf = (doc) => [...doc.textBetween(0, doc.content.size, "\n").replace(/\s/g, "")].length;

/** Goes to a place of the text and selects it. @param {View} view @param {number} from @param {number} to */
export function goTo(view, from, to) {
  const size = view.state.doc.content.size;
  const selection = TextSelection.between(view.state.doc.resolve(Math.min(from, size)), view.state.doc.resolve(Math.min(to, size)));
  view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
  view.focus();
}

export function panel() {
  const outline = element("ol", { class: "editor-outline" });
  const flaws = element("ul", { class: "editor-flaws" });
  const outlineHead = element("h2", {}, "大纲");
  const flawsHead = element("h2", {}, "检查");
  const count = element("span", { class: "quiet" });
  const dom = element("aside", { class: "editor-side", "aria-label": "正文的大纲和检查" }, outlineHead, outline, flawsHead, flaws);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waits;

  /** @param {View} view @param {string} text @param {() => { from: number, to: number } | null} where */
  const leading = (view, text, where) => {
    const button = element("button", { type: "button", class: "as-link" }, text);
    button.addEventListener("click", () => {
      const place = where();
      if (place) goTo(view, place.from, place.to);
    });
    return button;
  };

  /** @param {View} view */
  function draw(view) {
    const { doc } = view.state;
    /** @type {HTMLElement[]} */
    const headings = [];
    let nth = 0;
    doc.forEach((node) => {
      if (node.type.name !== "heading") return;
      const own = nth;
      nth += 1;
      const text = node.textContent.trim() || "（没有文字）";
      const line = element("li", { class: `level-${node.attrs.level}` }, leading(view, text, () => headingAt(view, own)));
      headings.push(line);
    });
    outline.replaceChildren(...headings.length > 0 ? headings : [element("li", { class: "quiet" }, "还没有标题")]);
    const found = check(doc);
    flawsHead.textContent = found.length > 0 ? `检查（${found.length}处）` : "检查";
    const lines = found.map((flaw) => element("li", {}, leading(view, flaw.says, () => flaw)));
    flaws.replaceChildren(...lines.length > 0 ? lines : [element("li", { class: "quiet" }, "标题、链接、表格和图片没有发现问题")]);
    count.textContent = `${lengthOf(doc)}字`;
  }

  return {
    dom,
    count,
    draw,
    /** @param {View} view */
    changed(view) {
      clearTimeout(waits);
      waits = setTimeout(() => { if (!view.isDestroyed && !dom.contains(document.activeElement)) draw(view); else if (!view.isDestroyed) this.changed(view); }, PAUSE);
    },
  };
}

/** The nth heading as the text now stands. @param {View} view @param {number} nth */
function headingAt(view, nth) {
  /** @type {{ from: number, to: number } | null} */
  let found = null;
  let seen = 0;
  view.state.doc.forEach((node, offset) => {
    if (node.type.name !== "heading") return;
    if (seen === nth) found = { from: offset + 1, to: offset + 1 + node.content.size };
    seen += 1;
  });
  return found;
}
