// What a body may hold, for ProseMirror: exactly the blocks, pieces and marks of `libs/prose/src/block.rs`. Elements here are those that are shown
// and copied while editing; what is kept is written by `write.js` and read by `read.js`.

import { Schema } from "prosemirror-model";
import { isPicture, linkAddress } from "./address.js";

/** Marks of headings and captions of tables: these are strong by themselves. */
const PLAIN_MARKS = "link em underline sub sup";
/** What stands in a quote and in a cell. */
const INNER = "(paragraph | bullet_list | ordered_list)+";

/** @param {HTMLElement} dom */
const alignOf = (dom) => (dom.classList.contains("right") ? "right" : dom.classList.contains("centre") ? "centre" : null);

/** @param {HTMLElement | null} dom */
const pictureOf = (dom) => {
  const src = dom?.getAttribute("src") ?? "";
  return isPicture(src) ? { src, alt: dom?.getAttribute("alt") ?? "" } : false;
};

/** @param {HTMLElement} dom @param {string} name */
const spanOf = (dom, name) => Math.max(1, Number.parseInt(dom.getAttribute(name) ?? "1", 10) || 1);

/** @param {"td" | "th"} tag @param {string} role @returns {import("prosemirror-model").NodeSpec} */
const cell = (tag, role) => ({
  content: INNER,
  tableRole: role,
  isolating: true,
  attrs: { colspan: { default: 1, validate: "number" }, rowspan: { default: 1, validate: "number" }, colwidth: { default: null } },
  parseDOM: [{ tag, getAttrs: (dom) => ({ colspan: spanOf(dom, "colspan"), rowspan: spanOf(dom, "rowspan") }) }],
  toDOM: ({ attrs }) => {
    /** @type {Record<string, number>} */
    const said = {};
    if (attrs.colspan > 1) said.colspan = attrs.colspan;
    if (attrs.rowspan > 1) said.rowspan = attrs.rowspan;
    return [tag, said, 0];
  },
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      group: "block",
      content: "inline*",
      attrs: { align: { default: null, validate: "string|null" } },
      parseDOM: [{ tag: "p", getAttrs: (dom) => ({ align: alignOf(dom) }) }],
      toDOM: ({ attrs }) => ["p", attrs.align ? { class: attrs.align } : {}, 0],
    },
    heading: {
      group: "block",
      content: "text*",
      marks: PLAIN_MARKS,
      defining: true,
      attrs: { level: { default: 2, validate: "number" } },
      parseDOM: [2, 3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
    },
    bullet_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
    list_item: {
      content: "(paragraph | bullet_list | ordered_list | table_box)+",
      defining: true,
      parseDOM: [{ tag: "li" }],
      toDOM: () => ["li", 0],
    },
    blockquote: { group: "block", content: INNER, defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
    table_box: {
      group: "block",
      content: "table_caption table",
      isolating: true,
      parseDOM: [{ tag: "div.table-box" }],
      toDOM: () => ["div", { class: "table-box" }, 0],
    },
    table_caption: {
      content: "text*",
      marks: PLAIN_MARKS,
      isolating: true,
      parseDOM: [{ tag: "p.table-caption", priority: 60 }],
      toDOM: () => ["p", { class: "table-caption" }, 0],
    },
    table: { content: "table_row+", tableRole: "table", isolating: true, parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]] },
    table_row: { content: "(table_cell | table_header)*", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
    table_cell: cell("td", "cell"),
    table_header: cell("th", "header_cell"),
    figure: {
      group: "block",
      content: "text*",
      isolating: true,
      draggable: true,
      attrs: { src: { validate: "string" }, alt: { default: "", validate: "string" } },
      parseDOM: [{ tag: "figure", contentElement: "figcaption", getAttrs: (dom) => pictureOf(dom.querySelector("img")) }],
      toDOM: ({ attrs }) => ["figure", ["img", { src: attrs.src, alt: attrs.alt }], ["figcaption", 0]],
    },
    horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
    text: { group: "inline" },
    image: {
      group: "inline",
      inline: true,
      draggable: true,
      marks: "",
      attrs: { src: { validate: "string" }, alt: { default: "", validate: "string" } },
      parseDOM: [{ tag: "img[src]", getAttrs: pictureOf }],
      toDOM: ({ attrs }) => ["img", { src: attrs.src, alt: attrs.alt }],
    },
    hard_break: { group: "inline", inline: true, selectable: false, linebreakReplacement: true, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  // In the order in which they are written, outermost first.
  marks: {
    link: {
      inclusive: false,
      attrs: { href: { validate: "string" } },
      parseDOM: [{
        tag: "a[href]",
        getAttrs: (dom) => {
          const href = linkAddress(dom.getAttribute("href") ?? "");
          return href ? { href } : false;
        },
      }],
      toDOM: ({ attrs }) => ["a", { href: attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    underline: { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] },
    sub: { parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] },
    sup: { parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] },
  },
});

export const { nodes, marks } = schema;
