// Pictures as they are shown while editing: those of the site from the desk's own address, since they are not public yet; those that are not saved
// yet from memory, since the page's policy lets no `data:` address be shown.

import { AT_DESK, STORED } from "./address.js";

/** @type {Map<string, string>} addresses in memory, by what they show */
const shown = new Map();

/** Where a picture can be seen. @param {string} src */
export function addressOf(src) {
  if (src.startsWith(STORED)) return AT_DESK + src.slice(STORED.length);
  if (!src.startsWith("data:")) return src;
  let address = shown.get(src);
  if (!address) {
    const comma = src.indexOf(",");
    const bytes = Uint8Array.from(atob(src.slice(comma + 1).replace(/\s/g, "")), (c) => c.charCodeAt(0));
    address = URL.createObjectURL(new Blob([bytes], { type: /^data:([^;,]+)/.exec(src)?.[1] ?? "" }));
    shown.set(src, address);
  }
  return address;
}

/** @param {HTMLImageElement} img @param {import("prosemirror-model").Node} node */
function show(img, node) {
  const { src, alt } = node.attrs;
  const address = addressOf(src);
  if (img.getAttribute("src") !== address) img.src = address;
  img.alt = alt;
  img.classList.toggle("lacks-alt", alt.trim() === "");
  img.title = alt.trim() === "" ? "没有替代文字" : `替代文字：${alt}`;
}

/** @type {Record<string, import("prosemirror-view").NodeViewConstructor>} */
export const pictureViews = {
  image: (node) => {
    const dom = document.createElement("img");
    show(dom, node);
    return { dom, update: (next) => next.type === node.type && (show(dom, next), true) };
  },
  figure: (node) => {
    const dom = document.createElement("figure");
    const img = document.createElement("img");
    const contentDOM = document.createElement("figcaption");
    img.contentEditable = "false";
    show(img, node);
    dom.append(img, contentDOM);
    /** @param {import("prosemirror-model").Node} it */
    const mark = (it) => contentDOM.classList.toggle("is-empty", it.content.size === 0);
    mark(node);
    return {
      dom,
      contentDOM,
      update: (next) => next.type === node.type && (show(img, next), mark(next), true),
      ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
    };
  },
};

/**
 * Names pictures that have been saved by where they now lie; undoing goes over it.
 * @param {import("prosemirror-view").EditorView} view @param {Map<string, string>} saved
 */
export function renamePictures(view, saved) {
  const tr = view.state.tr;
  view.state.doc.descendants((node, pos) => {
    const src = saved.get(node.attrs.src);
    if (src) tr.setNodeAttribute(pos, "src", src);
  });
  if (tr.docChanged) view.dispatch(tr.setMeta("addToHistory", false).setMeta("renamed", true));
}

/** All pictures of a document in order. @param {import("prosemirror-model").Node} doc @returns {string[]} */
export function picturesOf(doc) {
  /** @type {string[]} */
  const found = [];
  doc.descendants((node) => { if (node.attrs.src) found.push(node.attrs.src); });
  return found;
}

/** Bytes of a picture as it comes; what is larger is made smaller, since the text that takes it along has a limit of 4 MB. */
const LARGEST = 1_500_000;
/** Its longer side then: more than any page shows. */
const LONGEST_SIDE = 2400;

/** A picture as the text takes it along. @param {Blob} file @returns {Promise<string>} */
function dataOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** A photograph of millions of points, as large as a page can show. @param {File} file @returns {Promise<Blob | null>} */
async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return null;
  // What shines through becomes white, not black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
}

/**
 * A picture that somebody chose, pasted or dropped. Told by its first bytes, as `libs/prose/src/pasted.rs` does, not by what it is called.
 * @param {File} file
 * @returns {Promise<{ src: string, isSmaller: boolean }>}
 */
export async function readPicture(file) {
  const wrong = new Error(`“${file.name}”不是PNG、JPEG或GIF图片，请转换后再插入`);
  let src = await dataOf(file).catch(() => { throw new Error(`“${file.name}”读不出来，请重新选择`); });
  if (!/base64,(iVBORw0KGg|\/9j\/|R0lGODdh|R0lGODlh)/.test(src.slice(0, 80))) throw wrong;
  src = src.replace(/^data:[^;,]*/, `data:image/${src.includes("base64,iVBOR") ? "png" : src.includes("base64,/9j/") ? "jpeg" : "gif"}`);
  if (file.size <= LARGEST) return { src, isSmaller: false };
  const isFilm = src.startsWith("data:image/gif");
  const small = isFilm ? null : await smaller(file).catch(() => { throw wrong; });
  if (!small || small.size > LARGEST) throw new Error(`“${file.name}”超过${LARGEST / 1_000_000}兆字节，请缩小后再插入，或者作为附件上传`);
  return { src: await dataOf(small), isSmaller: true };
}
