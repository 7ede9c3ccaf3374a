// The lines of a document in reading order with the names of their places (第3段, 表格1第2行第3列), counted as `libs/prose/src/leaf.rs` counts them:
// what a reviewer, the gate or a check calls by such a name is found here.

import { isVisible, visibleIn } from "./write.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {{ place: string, node: Node, from: number, kind: "heading" | "caption" | "picture" | "line" | "table" }} Line */

/**
 * @param {Node} doc
 * @returns {Line[]}
 */
export function linesOf(doc) {
  /** @type {Line[]} */
  const lines = [];
  const count = { paragraphs: 0, headings: 0, lists: 0, tables: 0, figures: 0 };

  /** @param {Node} parent @param {number} at where its content begins @param {(child: Node, at: number) => void} see */
  const each = (parent, at, see) => parent.forEach((child, offset) => { if (isVisible(child)) see(child, at + offset); });

  /** @param {Node} node @param {number} at @param {string | null} place of the item or cell around it */
  const visit = (node, at, place) => {
    switch (node.type.name) {
      case "paragraph":
        if (place === null) count.paragraphs += 1;
        lines.push({ place: place ?? `第${count.paragraphs}段`, node, from: at + 1, kind: "line" });
        break;
      case "heading":
        count.headings += 1;
        lines.push({ place: `第${count.headings}个标题`, node, from: at + 1, kind: "heading" });
        break;
      case "figure":
        count.figures += 1;
        lines.push({ place: `第${count.figures}张图片`, node, from: at + 1, kind: "picture" });
        break;
      case "blockquote":
        each(node, at + 1, (child, where) => visit(child, where, null));
        break;
      case "bullet_list":
      case "ordered_list":
        if (place === null) count.lists += 1;
        items(node, at, place?.startsWith("表格") ? place : null, { item: 0 });
        break;
      case "table_box":
        table(node, at);
        break;
      default:
    }
  };

  /** Items of a list and of the lists within it are counted on. @param {Node} list @param {number} at @param {string | null} cell @param {{ item: number }} counted */
  const items = (list, at, cell, counted) => each(list, at + 1, (item, where) => {
    counted.item += 1;
    const place = cell ?? `列表${count.lists}第${counted.item}项`;
    each(item, where + 1, (child, inner) => {
      if (child.type.name.endsWith("_list")) items(child, inner, cell, counted);
      else visit(child, inner, place);
    });
  });

  /** @param {Node} box @param {number} at */
  const table = (box, at) => {
    count.tables += 1;
    const number = count.tables;
    const [caption, grid] = box.children;
    lines.push({ place: `表格${number}`, node: box, from: at + 1, kind: "table" });
    lines.push({ place: `表格${number}的标题`, node: caption, from: at + 2, kind: "caption" });
    /** @type {number[]} rows left for which each column is taken */
    const taken = [];
    let shown = 0;
    grid.forEach((row, offset) => {
      if (row.childCount === 0) return;
      shown += 1;
      for (const column of taken.keys()) taken[column] = Math.max(0, (taken[column] ?? 0) - 1);
      row.forEach((cell, inRow) => {
        let column = 0;
        while (taken[column] > 0) column += 1;
        for (let n = 0; n < cell.attrs.colspan; n += 1) taken[column + n] = cell.attrs.rowspan;
        const where = at + 1 + caption.nodeSize + 1 + offset + 1 + inRow + 1;
        const place = `表格${number}第${shown}行第${column + 1}列`;
        if (visibleIn(cell).length > 0) each(cell, where, (child, inner) => visit(child, inner, place));
      });
    });
  };

  each(doc, 0, (child, at) => visit(child, at, null));
  return lines;
}
