// 查找替换: finds words within lines, marks them, replaces one or all; all at once is one step to undo.

import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

/** @typedef {{ words: string, isExact: boolean }} Query */
/** @typedef {{ from: number, to: number }} Found */

/** @type {PluginKey<{ query: Query, found: Found[], marked: DecorationSet }>} */
export const searchKey = new PluginKey("search");

const NOTHING = { words: "", isExact: false };

/** @param {import("prosemirror-model").Node} doc @param {Query} query @returns {Found[]} */
export function findAll(doc, { words, isExact }) {
  /** @type {Found[]} */
  const found = [];
  if (!words) return found;
  // Lower-casing keeps lengths except for a few letters that no such text has; those are looked for as they are.
  const lower = (/** @type {string} */ text) => (isExact || text.toLowerCase().length !== text.length ? text : text.toLowerCase());
  const wanted = lower(words);
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const text = lower(node.textBetween(0, node.content.size, undefined, "\ufffc"));
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      found.push({ from: pos + 1 + at, to: pos + 1 + at + wanted.length });
    }
    return false;
  });
  return found;
}

/** @param {import("prosemirror-model").Node} doc @param {Query} query */
function look(doc, query) {
  const found = findAll(doc, query);
  return { query, found, marked: DecorationSet.create(doc, found.map(({ from, to }) => Decoration.inline(from, to, { class: "found" }))) };
}

export const searchPlugin = () => new Plugin({
  key: searchKey,
  state: {
    init: (_, { doc }) => look(doc, NOTHING),
    apply: (tr, was) => {
      const asked = tr.getMeta(searchKey);
      if (!asked && (!tr.docChanged || !was.query.words)) return was;
      return look(tr.doc, asked ?? was.query);
    },
  },
  props: { decorations: (state) => searchKey.getState(state)?.marked },
});

/** @param {Query | null} query @returns {import("prosemirror-state").Command} */
export const search = (query) => (state, dispatch) => {
  dispatch?.(state.tr.setMeta(searchKey, query ?? NOTHING));
  return true;
};

/** Selects the next or the one before, round the ends. @param {1 | -1} way @returns {import("prosemirror-state").Command} */
export const go = (way) => (state, dispatch) => {
  const found = searchKey.getState(state)?.found ?? [];
  if (found.length === 0) return false;
  const { from, to } = state.selection;
  const next = way === 1
    ? found.find((it) => it.from >= to && (it.from > from || it.to > to)) ?? found[0]
    : found.filter((it) => it.to <= from).pop() ?? found[found.length - 1];
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, next.from, next.to)).scrollIntoView());
  return true;
};

/** The nth that is selected, counted from 1; 0 where none is. @param {import("prosemirror-state").EditorState} state */
export function current(state) {
  const { from, to } = state.selection;
  return (searchKey.getState(state)?.found ?? []).findIndex((it) => it.from === from && it.to === to) + 1;
}

/** Puts words in the place of what is selected, keeping its marks, and goes on. @param {string} words @returns {import("prosemirror-state").Command} */
export const replaceOne = (words) => (state, dispatch) => {
  if (current(state) === 0) return go(1)(state, dispatch);
  if (!dispatch) return true;
  const { from, to } = state.selection;
  const tr = state.tr.insertText(words, from, to);
  tr.setSelection(TextSelection.create(tr.doc, from + words.length));
  const next = state.apply(tr);
  const found = searchKey.getState(next)?.found ?? [];
  const behind = found.find((it) => it.from >= from + words.length) ?? found[0];
  if (behind) tr.setSelection(TextSelection.create(tr.doc, behind.from, behind.to));
  dispatch(tr.scrollIntoView());
  return true;
};

/** @param {string} words @returns {import("prosemirror-state").Command} */
export const replaceAll = (words) => (state, dispatch) => {
  const found = searchKey.getState(state)?.found ?? [];
  if (found.length === 0) return false;
  const tr = state.tr;
  for (const { from, to } of found.slice().reverse()) tr.insertText(words, from, to);
  dispatch?.(tr);
  return true;
};
