// What is pasted and dropped. Anything from outside goes to the server, which cleans it as it cleans what is saved and says what it left out; what
// comes from this very editor does not. Pictures are taken along in the text until it is saved.

import { Fragment } from "prosemirror-model";
import { Plugin, Selection } from "prosemirror-state";
import { AT_DESK, STORED } from "./address.js";
import { insertPicture, sliceFor } from "./commands.js";
import { readPicture } from "./pictures.js";
import { read } from "./read.js";
import { withPictures } from "./rtf.js";

/** @typedef {import("prosemirror-view").EditorView} View */
/** @typedef {{ html: string, told: string[] }} Cleaned */
/** @typedef {{ says: (words: string, list?: string[]) => void, askAlt: (src: string) => Promise<{ alt: string, caption: string } | null> }} Desk */

/** Has markup cleaned by the server. @param {string} html @returns {Promise<Cleaned>} */
export async function clean(html) {
  const csrf = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=csrf]")).content;
  const answer = await fetch("/desk/documents/paste", { method: "POST", headers: { "content-type": "text/html; charset=utf-8", "x-csrf": csrf }, body: html }).catch(() => null);
  if (!answer) throw new Error("连不上服务器");
  if (answer.headers.get("content-type") !== "application/json") throw new Error(answer.status < 500 ? await answer.text() : "服务器出错");
  return answer.json();
}

/** Addresses at which this very desk shows pictures are those of the site. @param {string} html */
function atHome(html) {
  return html.replaceAll(location.origin + AT_DESK, STORED).replaceAll(location.origin + STORED, STORED).replaceAll(`src="${AT_DESK}`, `src="${STORED}`);
}

/** Beyond this the server refuses a text; without its pictures it may do. */
const LARGEST_TEXT = 4_000_000;

/** Whether it was cut or copied in an editor of this page, which knows it already. @param {string} html */
const isOwn = (html) => /<[^>]*\bdata-pm-slice=/.test(html.slice(0, 2000));

/** A place in the text that stays where it is while others are edited: where it lies now is asked when it is needed. */
class Waiting {
  /** @param {import("prosemirror-state").SelectionBookmark} bookmark */
  constructor(bookmark) {
    this.bookmark = bookmark;
  }
}

/** @param {Desk} desk */
export function pasting(desk) {
  /** @type {Set<Waiting>} */
  const waiting = new Set();

  /** @param {View} view @param {Selection} where @param {(view: View) => Promise<void>} act */
  async function later(view, where, act) {
    const place = new Waiting(where.getBookmark());
    waiting.add(place);
    try {
      await act(view);
    } finally {
      waiting.delete(place);
    }
    return place;
  }

  /** @param {View} view @param {Waiting} place */
  function goBack(view, place) {
    view.dispatch(view.state.tr.setSelection(place.bookmark.resolve(view.state.doc)));
  }

  /** @param {View} view @param {string} html @param {string} text @param {Selection} where */
  async function take(view, html, text, where) {
    /** @type {Cleaned | null} */
    let cleaned = null;
    let why = "";
    desk.says("正在整理粘贴的内容……");
    const place = await later(view, where, async () => {
      try {
        cleaned = await clean(atHome(html));
      } catch (cause) {
        why = /** @type {Error} */ (cause).message;
      }
    });
    if (view.isDestroyed) return;
    goBack(view, place);
    if (!cleaned) {
      if (text) view.pasteText(text);
      desk.says(text ? `没有整理格式（${why}），已按纯文字粘贴` : `没有粘贴：${why}`);
      return;
    }
    const { html: clear, told } = /** @type {Cleaned} */ (cleaned);
    insert(view, clear);
    desk.says(told.length > 0 ? "已粘贴，有内容没有带入：" : "已粘贴", told);
  }

  /** @param {View} view @param {string} html */
  function insert(view, html) {
    const slice = sliceFor(view.state, read(html));
    // Cells into cells: the plugin of tables knows how.
    const isTaken = slice.content.firstChild?.type.name === "table" &&
      view.someProp("handlePaste", (handle) => handle(view, new ClipboardEvent("paste"), slice));
    if (isTaken || slice.content.size === 0) return;
    view.dispatch(view.state.tr.replaceSelection(slice).setMeta("paste", true).setMeta("uiEvent", "paste").scrollIntoView());
  }

  /** @param {View} view @param {File[]} files @param {Selection} where */
  async function takePictures(view, files, where) {
    /** @type {string[]} */
    const wrong = [];
    for (const file of files) {
      try {
        const { src, isSmaller } = await readPicture(file);
        /** @type {{ alt: string, caption: string } | null} */
        let said = null;
        const place = await later(view, where, async () => { said = await desk.askAlt(src); });
        if (!said || view.isDestroyed) continue;
        goBack(view, place);
        if (!insertPicture({ src, .../** @type {{ alt: string, caption: string }} */ (said) })(view.state, view.dispatch)) wrong.push("这里不能放图片，请把光标移到正文中");
        else if (isSmaller) wrong.push(`“${file.name}”较大，已缩小后插入`);
        where = view.state.selection;
      } catch (cause) {
        wrong.push(/** @type {Error} */ (cause).message);
      }
    }
    if (wrong.length > 0) desk.says("图片：", wrong);
    view.focus();
  }

  /** @param {View} view @param {DataTransfer} data @param {Selection} where @returns {boolean} */
  function takeFrom(view, data, where) {
    const html = data.getData("text/html");
    if (html && isOwn(html)) return false;
    const files = [...data.files];
    const pictures = files.filter((it) => it.type.startsWith("image/"));
    if (html && !(pictures.length > 0 && !/[^\s]/.test(new DOMParser().parseFromString(html, "text/html").body.textContent ?? ""))) {
      const whole = withPictures(html, data.getData("text/rtf"));
      take(view, whole.length < LARGEST_TEXT ? whole : html, data.getData("text/plain"), where);
      return true;
    }
    if (pictures.length > 0) {
      takePictures(view, pictures, where);
      return true;
    }
    if (files.length > 0) {
      desk.says("正文中只能放图片。其他文件请在“保存并查看”的页面上作为附件上传，或者用下面的“用文件替换正文”");
      return true;
    }
    return false;
  }

  return {
    takePictures,
    /** Places at which something is awaited move with what is edited. @param {import("prosemirror-state").Transaction} tr */
    follow: (tr) => { for (const place of waiting) place.bookmark = place.bookmark.map(tr.mapping); },
    plugin: new Plugin({
      props: {
        handleDOMEvents: {
          paste: (view, event) => {
            if (!event.clipboardData || !view.editable || !takeFrom(view, event.clipboardData, view.state.selection)) return false;
            event.preventDefault();
            return true;
          },
          drop: (view, event) => {
            if (view.dragging || !event.dataTransfer) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
            const where = at ? Selection.near(view.state.doc.resolve(at.pos)) : view.state.selection;
            if (!takeFrom(view, event.dataTransfer, where)) return false;
            event.preventDefault();
            return true;
          },
        },
        // What is copied here and pasted into a cell or quote is fitted like anything else.
        transformPasted: (slice, view) => {
          let hasTable = false;
          slice.content.forEach((node) => { hasTable ||= node.type.name === "table_box"; });
          if (!hasTable || !view.state) return slice;
          const doc = view.state.schema.topNodeType.createAndFill(null, Fragment.from(slice.content));
          return doc ? sliceFor(view.state, doc) : slice;
        },
      },
    }),
  };
}
