// Reviewers' remarks at the words that they are about. The page lists them beside the form; here their words are marked and followed while the text
// changes. Words are looked for as the server found them: the first line that has them. What the words have become is for whoever edits to say.

import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { linesOf } from "./places.js";

/** @typedef {{ number: number, place: string, quote: string, words: string }} Remark */

/** @type {PluginKey<DecorationSet>} */
export const remarksKey = new PluginKey("remarks");

/** @param {import("prosemirror-model").Node} doc @param {Remark} remark */
function find(doc, remark) {
  if (!remark.quote || remark.place === "标题" || remark.place === "内容概述") return null;
  const lines = linesOf(doc).filter((it) => it.kind !== "table");
  const here = lines.filter((it) => it.place === remark.place);
  for (const line of [...here, ...lines]) {
    const text = line.node.textBetween(0, line.node.content.size, undefined, (leaf) => (leaf.type.name === "hard_break" ? "\n" : "\ufffc"));
    const at = text.indexOf(remark.quote);
    if (at >= 0) return { from: line.from + at, to: line.from + at + remark.quote.length };
  }
  return null;
}

/** @param {Remark[]} remarks */
export function remarksPlugin(remarks) {
  return new Plugin({
    key: remarksKey,
    state: {
      init: (_, { doc }) => DecorationSet.create(doc, remarks.flatMap((remark) => {
        const found = find(doc, remark);
        if (!found) return [];
        const looks = { class: "remarked", title: `批注${remark.number}：${remark.words}` };
        return [Decoration.inline(found.from, found.to, looks, { number: remark.number, inclusiveEnd: true })];
      })),
      apply: (tr, marked) => marked.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => remarksKey.getState(state) },
  });
}

/** Where the words of a remark now stand. @param {import("prosemirror-state").EditorState} state @param {number} number */
export function findRemark(state, number) {
  return remarksKey.getState(state)?.find(undefined, undefined, (spec) => spec.number === number)[0] ?? null;
}

/** Which remark the cursor is in. @param {import("prosemirror-state").EditorState} state @returns {number | null} */
export function remarkAt(state) {
  const { from, to } = state.selection;
  return remarksKey.getState(state)?.find(from, to)[0]?.spec.number ?? null;
}
