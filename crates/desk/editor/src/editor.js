// The editor of a document's text: takes the place of the field `textarea[data-rich]` and fills it. The field goes along with the form as before, so that
// saving, comparing and everything behind it know nothing of this. Where the editor cannot hold a text as it is, it says so and leaves the field.

import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { EditorState, Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { askAlt, mainButtons, pictureButtons, tableButtons } from "./bars.js";
import { around, gridAt, pictureAt } from "./commands.js";
import { element } from "./dialog.js";
import { finder } from "./finder.js";
import { keys } from "./keys.js";
import { goTo, panel } from "./panel.js";
import { clean, pasting } from "./pasting.js";
import { picturesOf, pictureViews, renamePictures } from "./pictures.js";
import { read } from "./read.js";
import { findRemark, remarkAt, remarksPlugin } from "./remarks.js";
import { nodes } from "./schema.js";
import { searchPlugin } from "./search.js";
import { toolbar } from "./toolbar.js";
import { write } from "./write.js";

const HINT = "按 Alt+F10 到格式工具栏；在表格和列表中先按 Esc 再按 Tab，可离开正文。";

/** There is always a line to write on behind the last table, picture or list; empty, it is not kept. */
const lastLine = new Plugin({
  appendTransaction: (_transactions, _was, { doc, tr }) => (doc.lastChild?.isTextblock && doc.lastChild.type !== nodes.figure ? null : tr.insert(doc.content.size, nodes.paragraph.create())),
});

/** @param {import("prosemirror-model").Node} doc */
const withLastLine = (doc) => (doc.lastChild?.isTextblock && doc.lastChild.type !== nodes.figure ? doc : doc.copy(doc.content.addToEnd(nodes.paragraph.create())));

/** The remarks that the page lists. @returns {(import("./remarks.js").Remark & { line: HTMLElement })[]} */
function remarksOnPage() {
  return [...document.querySelectorAll("#remarks li[data-remark]")].map((it) => {
    const line = /** @type {HTMLElement} */ (it);
    const { remark, place, quote, words } = line.dataset;
    return { number: Number(remark), place: place ?? "", quote: quote ?? "", words: words ?? "", line };
  });
}

/** @param {HTMLTextAreaElement} field @param {import("prosemirror-model").Node} doc */
function edit(field, doc) {
  const form = /** @type {HTMLFormElement} */ (field.form);
  const label = /** @type {HTMLLabelElement | null} */ (document.querySelector(`label[for="${field.id}"]`));
  const remarks = remarksOnPage();

  const told = element("div", { class: "editor-told", role: "status" });
  /** @param {string} words @param {string[]} [list] */
  const says = (words, list = []) => {
    told.replaceChildren(words);
    if (list.length > 0) told.append(element("ul", {}, ...list.map((it) => element("li", {}, it))));
  };

  const side = panel();
  const find = finder(says);
  const pastes = pasting({ says, askAlt });
  const groups = mainButtons({
    find: (view) => find.open(view, "find"),
    isFinding: find.isOpen,
    takePictures: (view, files) => pastes.takePictures(view, files, view.state.selection),
  });
  const bars = [
    toolbar({ label: "正文格式", groups }),
    toolbar({ label: "表格", groups: tableButtons, isShown: (state) => Boolean(around(state, (it) => it.type === nodes.table_box)) }),
    toolbar({ label: "图片", groups: pictureButtons, isShown: (state) => Boolean(pictureAt(state)) }),
  ];
  const where = element("span", { class: "editor-where" });
  const hint = element("span", { id: `${field.id}-keys`, class: "editor-keys" }, HINT);
  const mount = element("div", { class: "editor-mount" });
  const shell = element("div", { class: "editor-shell" },
    element("div", { class: "editor-main" }, ...bars.map((it) => it.dom), find.dom, mount, element("p", { class: "editor-foot" }, side.count, where, hint), told),
    side.dom);

  /** @type {Record<string, string>} */
  const attributes = { class: "editor prose", role: "textbox", "aria-multiline": "true", spellcheck: "false" };
  if (label) {
    label.id = `${field.id}-label`;
    attributes["aria-labelledby"] = label.id;
  } else {
    attributes["aria-label"] = "正文";
  }
  attributes["aria-describedby"] = [field.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" ");
  if (field.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";

  /** @param {import("prosemirror-state").EditorState} state */
  const showWhere = (state) => {
    const number = remarkAt(state);
    const remark = remarks.find((it) => it.number === number);
    const grid = gridAt(state);
    for (const it of remarks) it.line.classList.toggle("is-here", it === remark);
    if (remark) {
      const button = element("button", { type: "button", class: "as-link" }, `批注${remark.number}：${remark.words}`);
      button.addEventListener("click", () => {
        remark.line.scrollIntoView({ block: "center" });
        remark.line.querySelector("button")?.focus();
      });
      where.replaceChildren(button);
    } else {
      where.textContent = grid ? `表格，${grid.rows}行${grid.columns}列` : "";
    }
  };

  const view = new EditorView({ mount }, {
    state: EditorState.create({
      doc: withLastLine(doc),
      plugins: [
        lastLine,
        pastes.plugin,
        ...keys(groups, {
          "Alt-F10": () => { bars[0].focus(); return true; },
          "Mod-h": (_state, _dispatch, now) => { if (now) find.open(now, "replace"); return true; },
        }),
        dropCursor({ class: "drop-cursor", color: false }),
        gapCursor(),
        tableEditing(),
        history(),
        searchPlugin(),
        remarksPlugin(remarks),
      ],
    }),
    attributes,
    nodeViews: pictureViews,
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      pastes.follow(tr);
      update();
      if (!tr.docChanged) return;
      side.changed(view);
      if (!tr.getMeta("renamed")) field.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });

  function update() {
    for (const bar of bars) bar.update(view);
    find.update(view);
    showWhere(view.state);
  }

  label?.addEventListener("click", () => view.focus());
  // What is told to be wrong at the head of the form leads to the field, which is hidden now.
  for (const link of document.querySelectorAll(`a[href="#${field.id}"]`)) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      view.focus();
    });
  }
  field.hidden = true;
  field.before(shell);
  update();
  side.draw(view);
  for (const remark of remarks) {
    if (!remark.quote || !findRemark(view.state, remark.number)) continue;
    const button = element("button", { type: "button", class: "as-link" }, "到正文中的这些字");
    button.addEventListener("click", () => {
      const found = findRemark(view.state, remark.number);
      if (found && found.from < found.to) goTo(view, found.from, found.to);
      else button.replaceWith(element("span", { class: "quiet" }, "这些字已经改掉"));
    });
    remark.line.append(button);
  }

  /** @type {string[]} */
  let sent = [];
  form.addEventListener("formdata", (event) => {
    sent = picturesOf(view.state.doc);
    event.formData.set(field.name, write(view.state.doc));
  });
  // The form saved itself: pictures that went along in the text have addresses now.
  field.addEventListener("saved", (event) => {
    const kept = picturesOf(read(/** @type {CustomEvent<string>} */ (event).detail));
    if (kept.length !== sent.length) {
      says("有图片没有存入本站，请按“保存并查看”核对");
      return;
    }
    renamePictures(view, new Map(sent.map((src, nth) => /** @type {[string, string]} */ ([src, kept[nth]])).filter(([was, is]) => was !== is)));
  });
}

/** A text that the editor would change is told, and stays in the field. @param {HTMLTextAreaElement} field @param {import("prosemirror-model").Node} doc */
function offer(field, doc) {
  const open = element("button", { type: "button", class: "button second" }, "仍用编辑器打开");
  const note = element("p", { class: "editor-told", role: "status" }, "编辑器不能原样保留这段正文的格式，请在下面直接修改；也可以用编辑器打开，打开后请核对全文。 ", open);
  open.addEventListener("click", () => {
    note.remove();
    edit(field, doc);
  });
  field.before(note);
}

for (const field of /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("textarea[data-rich]"))) {
  const doc = read(field.value);
  const isPlain = !field.value.includes("<");
  if (isPlain || write(doc) === field.value) {
    edit(field, doc);
  } else {
    // What was typed as markup comes back as it was typed: cleaned, it is what would be saved.
    clean(field.value).then(
      ({ html }) => {
        const cleaned = read(html);
        if (write(cleaned) === html) edit(field, cleaned);
        else offer(field, cleaned);
      },
      () => offer(field, doc),
    );
  }
}
