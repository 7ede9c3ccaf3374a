// Reads a body into a document. Every element that `libs/prose/src/write.rs` leaves out where it goes without saying is put back first; the page
// that is parsed is inert, so nothing in it is fetched or run.

import { DOMParser as Parser } from "prosemirror-model";
import { schema } from "./schema.js";

const INLINE = new Set(["A", "STRONG", "B", "EM", "I", "U", "SUB", "SUP", "BR", "IMG", "#text"]);
const parser = Parser.fromSchema(schema);

/** @param {string} text */
export function paragraphsOf(text) {
  const page = document.implementation.createHTMLDocument("");
  for (const line of text.split(/\r\n?|\n/)) {
    const paragraph = page.createElement("p");
    paragraph.textContent = line;
    page.body.append(paragraph);
  }
  return page.body.innerHTML;
}

/**
 * Words beside blocks get a paragraph of their own; a cell's class is that of its paragraph.
 * @param {Element} box
 */
function wrapLines(box) {
  const align = box.className;
  box.removeAttribute("class");
  /** @type {HTMLElement | null} */
  let open = null;
  for (const child of [...box.childNodes]) {
    if (!INLINE.has(child.nodeName)) {
      open = null;
    } else if (open || child.nodeName !== "#text" || (child.textContent ?? "").trim() !== "") {
      if (!open) {
        open = box.ownerDocument.createElement("p");
        open.className = align;
        child.before(open);
      }
      open.append(child);
    }
  }
  if (!box.firstElementChild) {
    const empty = box.ownerDocument.createElement("p");
    empty.className = align;
    box.append(empty);
  }
}

/** @param {HTMLTableElement} table */
function boxTable(table) {
  const page = table.ownerDocument;
  const box = page.createElement("div");
  const caption = page.createElement("p");
  box.className = "table-box";
  caption.className = "table-caption";
  caption.append(...(table.caption?.childNodes ?? []));
  table.caption?.remove();
  const rows = [...table.rows];
  table.before(box);
  table.replaceChildren(...rows);
  box.append(caption, table);
}

/**
 * The document of a clean body; a text without markup is lines.
 * @param {string} html
 */
export function read(html) {
  const page = new DOMParser().parseFromString(html.includes("<") ? html : paragraphsOf(html), "text/html");
  for (const box of page.querySelectorAll("li, td, th")) wrapLines(box);
  for (const table of page.querySelectorAll("table")) boxTable(table);
  for (const figure of page.querySelectorAll("figure")) {
    if (!figure.querySelector("figcaption")) figure.append(page.createElement("figcaption"));
  }
  return parser.parse(page.body);
}
