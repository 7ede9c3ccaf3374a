// What the buttons and keys of the editor do to a document, where ProseMirror's own commands do not say it already. Each returns whether it can be
// done, and does it where it is given a way to.

import { chainCommands, setBlockType, toggleMark, wrapIn, lift } from "prosemirror-commands";
import { Fragment, Slice } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { CellSelection, isInTable, selectedRect, TableMap } from "prosemirror-tables";
import { marks, nodes } from "./schema.js";

/** @typedef {import("prosemirror-state").Command} Command */
/** @typedef {import("prosemirror-state").EditorState} State */
/** @typedef {import("prosemirror-model").Node} Node */

/** The nearest node of a type around the selection. @param {State} state @param {(node: Node) => boolean} is */
export function around(state, is) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (is($from.node(depth))) return { node: $from.node(depth), pos: $from.before(depth), depth };
  }
  return null;
}

/** @param {Node} node */
const isList = (node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list;

/** @param {State} state @param {import("prosemirror-model").MarkType} type */
export function hasMark(state, type) {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, type);
}

/** Runs commands one after the other, as one step to undo; whether the last could be done. @param {Command[]} commands @returns {Command} */
function then(...commands) {
  return (state, dispatch) => {
    const tr = state.tr;
    let now = state;
    let done = false;
    for (const command of commands) {
      done = command(now, (own) => {
        for (const step of own.steps) tr.step(step);
        now = now.apply(own);
      });
    }
    tr.setSelection(Selection.fromJSON(tr.doc, now.selection.toJSON()));
    if (done && dispatch) dispatch(tr.scrollIntoView());
    return done;
  };
}

/** 正文: a heading becomes a paragraph, an item or quote comes out. @type {Command} */
export const toParagraph = (state, dispatch) => chainCommands(setBlockType(nodes.paragraph), liftListItem(nodes.list_item), lift)(state, dispatch);

/** A heading of a level; headings stand in no list, quote or cell. @param {number} level @returns {Command} */
export const toHeading = (level) => (state, dispatch) => {
  if (around(state, (it) => it.type === nodes.table_box || it.type === nodes.figure)) return false;
  const type = setBlockType(nodes.heading, { level });
  if (type(state)) return type(state, dispatch);
  const item = around(state, isList);
  if (!item || !liftListItem(nodes.list_item)(state)) return false;
  return then(liftListItem(nodes.list_item), type)(state, dispatch);
};

/** @param {number} level @param {State} state */
export const isHeading = (level, state) => Boolean(around(state, (it) => it.type === nodes.heading && it.attrs.level === level));

/** A list of a kind, another kind where it is one already, none where it is of this kind. @param {import("prosemirror-model").NodeType} type @returns {Command} */
export const toggleList = (type) => (state, dispatch) => {
  const list = around(state, isList);
  if (list?.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
  if (list) {
    if (dispatch) dispatch(state.tr.setNodeMarkup(list.pos, type));
    return true;
  }
  const wrap = wrapInList(type);
  if (wrap(state)) return wrap(state, dispatch);
  const plain = setBlockType(nodes.paragraph);
  return plain(state) && then(plain, wrap)(state, dispatch);
};

/** @type {Command} */
export const toggleQuote = (state, dispatch) => {
  if (around(state, (it) => it.type === nodes.blockquote)) return lift(state, dispatch);
  if (around(state, (it) => it.type === nodes.table_box || isList(it))) return false;
  const wrap = wrapIn(nodes.blockquote);
  return wrap(state) ? wrap(state, dispatch) : then(setBlockType(nodes.paragraph), wrap)(state, dispatch);
};

/** @param {State} state @returns {{ node: Node, pos: number }[]} */
function paragraphs(state) {
  /** @type {{ node: Node, pos: number }[]} */
  const found = [];
  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.type === nodes.paragraph) found.push({ node, pos });
    });
  }
  return found;
}

/** @param {"centre" | "right" | null} align @returns {Command} */
export const setAlign = (align) => (state, dispatch) => {
  const found = paragraphs(state);
  if (found.length === 0) return false;
  if (dispatch) {
    const tr = state.tr;
    for (const { pos } of found) tr.setNodeMarkup(pos, null, { align });
    dispatch(tr);
  }
  return true;
};

/** @param {"centre" | "right" | null} align @param {State} state */
export const isAligned = (align, state) => {
  const found = paragraphs(state);
  return found.length > 0 && found.every((it) => it.node.attrs.align === align);
};

/** 上标 and 下标: one takes the other away. @param {"sub" | "sup"} name @returns {Command} */
export const toggleScript = (name) => (state, dispatch) => {
  const other = name === "sub" ? marks.sup : marks.sub;
  return toggleMark(marks[name])(state, dispatch && ((tr) => {
    for (const { $from, $to } of tr.selection.ranges) tr.removeMark($from.pos, $to.pos, other);
    dispatch(tr.removeStoredMark(other));
  }));
};

/** 清除格式: marks and alignment go, headings become text; links, lists and tables stay. @type {Command} */
export const clearFormat = (state, dispatch) => {
  if (!dispatch) return true;
  const tr = state.tr;
  const plain = [marks.strong, marks.em, marks.underline, marks.sub, marks.sup];
  for (const { $from, $to } of state.selection.ranges) {
    for (const mark of plain) tr.removeMark($from.pos, $to.pos, mark);
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.type === nodes.paragraph && node.attrs.align) tr.setNodeMarkup(pos, null, { align: null });
      if (node.type === nodes.heading) tr.setNodeMarkup(pos, nodes.paragraph);
    });
  }
  for (const mark of plain) tr.removeStoredMark(mark);
  dispatch(tr);
  return true;
};

/** Where a link stands around the cursor, or what is selected. @param {State} state */
export function linkAt(state) {
  const { $from, from, to, empty } = state.selection;
  const parent = $from.parent;
  if (!parent.isTextblock) return { from, to, href: "" };
  let found = null;
  let start = $from.start();
  /** @type {{ from: number, to: number, href: string } | null} */
  let run = null;
  parent.forEach((piece) => {
    const href = piece.marks.find((it) => it.type === marks.link)?.attrs.href ?? "";
    if (run && run.href === href) run.to = start + piece.nodeSize;
    else run = { from: start, to: start + piece.nodeSize, href };
    if (run.href && run.from <= from && from <= run.to && (!empty || from < run.to || from > run.from)) found = run;
    start += piece.nodeSize;
  });
  return /** @type {{ from: number, to: number, href: string }} */ (found ?? { from, to, href: "" });
}

/** @param {{ from: number, to: number }} range @param {string} href @param {string} text @returns {Command} */
export const setLink = (range, href, text) => (state, dispatch) => {
  const mark = marks.link.create({ href });
  const tr = state.tr;
  if (text && text !== state.doc.textBetween(range.from, range.to, " ")) tr.insertText(text, range.from, range.to);
  const to = tr.mapping.map(range.to);
  tr.addMark(range.from, Math.max(to, range.from), mark).removeStoredMark(mark);
  tr.setSelection(TextSelection.create(tr.doc, to));
  if (dispatch) dispatch(tr.scrollIntoView());
  return true;
};

/** @param {{ from: number, to: number }} range @returns {Command} */
export const removeLink = (range) => (state, dispatch) => {
  if (dispatch) dispatch(state.tr.removeMark(range.from, range.to, marks.link));
  return true;
};

/** Puts blocks behind the top-level block in which the cursor is, in its place where it is empty. @param {import("prosemirror-state").Transaction} tr @param {Node} block */
function putBlock(tr, block) {
  const { $from } = tr.selection;
  const isEmpty = $from.depth === 1 && $from.parent.type === nodes.paragraph && $from.parent.content.size === 0;
  const at = $from.depth === 0 ? tr.selection.to : isEmpty ? $from.before(1) : $from.after(1);
  if (isEmpty) tr.delete($from.before(1), $from.after(1));
  tr.insert(at, block);
  return at;
}

/** @param {number} rows @param {number} columns @param {boolean} hasHead @returns {Command} */
export const insertTable = (rows, columns, hasHead) => (state, dispatch) => {
  if (around(state, (it) => it.type === nodes.table_box)) return false;
  const grid = Array.from({ length: rows }, (_, row) => {
    const type = hasHead && row === 0 ? nodes.table_header : nodes.table_cell;
    return nodes.table_row.create(null, Array.from({ length: columns }, () => /** @type {Node} */ (type.createAndFill())));
  });
  if (dispatch) {
    const tr = state.tr;
    const at = putBlock(tr, nodes.table_box.create(null, [nodes.table_caption.create(), nodes.table.create(null, grid)]));
    // Into the first cell: box, caption, table, row, cell, paragraph.
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 7)).scrollIntoView());
  }
  return true;
};

/** @type {Command} */
export const deleteTable = (state, dispatch) => {
  const box = around(state, (it) => it.type === nodes.table_box);
  if (!box) return false;
  if (dispatch) {
    const tr = state.tr.replaceWith(box.pos, box.pos + box.node.nodeSize, nodes.paragraph.create());
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(box.pos + 1))).scrollIntoView());
  }
  return true;
};

/** Deletes rows or columns; the cursor stays in the table, near where it was. @param {Command} command @returns {Command} */
export const within = (command) => (state, dispatch) => {
  const box = around(state, (it) => it.type === nodes.table_box);
  if (!box || !isInTable(state)) return false;
  const { top, left, tableStart } = selectedRect(state);
  return command(state, dispatch && ((tr) => {
    const table = tr.doc.nodeAt(box.pos)?.child(1);
    if (table) {
      const map = TableMap.get(table);
      const at = map.map[Math.min(top, map.height - 1) * map.width + Math.min(left, map.width - 1)];
      tr.setSelection(Selection.near(tr.doc.resolve(tableStart + at + 1)));
    }
    dispatch(tr);
  }));
};

/** From caption or table to the words above the first cell, and back. @type {Command} */
export const toCaption = (state, dispatch) => {
  const box = around(state, (it) => it.type === nodes.table_box);
  if (!box) return false;
  if (dispatch) dispatch(state.tr.setSelection(TextSelection.create(state.doc, box.pos + 2 + box.node.child(0).content.size)).scrollIntoView());
  return true;
};

/** Enter in the caption of a table leads into its first cell, in that of a picture behind it. @type {Command} */
export const leaveCaption = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.parent.type === nodes.table_caption) {
    if (dispatch) dispatch(state.tr.setSelection(Selection.near(state.doc.resolve($from.after() + 1))).scrollIntoView());
    return true;
  }
  if ($from.parent.type !== nodes.figure) return false;
  if (dispatch) {
    const behind = $from.after();
    const tr = state.tr.insert(behind, nodes.paragraph.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, behind + 1)).scrollIntoView());
  }
  return true;
};

/** Which rows and columns are header cells throughout. @param {State} state */
export function headsOf(state) {
  if (!isInTable(state)) return { row: false, column: false };
  const rect = selectedRect(state);
  /** @param {number[]} cells */
  const all = (cells) => cells.every((pos) => rect.table.nodeAt(pos)?.type === nodes.table_header);
  const { map } = rect;
  return {
    row: all(map.cellsInRect({ left: 0, right: map.width, top: rect.top, bottom: rect.top + 1 })),
    column: all(map.cellsInRect({ left: rect.left, right: rect.left + 1, top: 0, bottom: map.height })),
  };
}

/** Makes the row or column in which the cursor is one of header cells, or no longer. @param {"row" | "column"} what @returns {Command} */
export const toggleHead = (what) => (state, dispatch) => {
  if (!isInTable(state)) return false;
  if (dispatch) {
    const { map, table, tableStart, top, left } = selectedRect(state);
    const isOn = headsOf(state)[what];
    const strip = what === "row" ? { left: 0, right: map.width, top, bottom: top + 1 } : { left, right: left + 1, top: 0, bottom: map.height };
    const type = isOn ? nodes.table_cell : nodes.table_header;
    const tr = state.tr;
    for (const pos of map.cellsInRect(strip)) tr.setNodeMarkup(tableStart + pos, type, table.nodeAt(pos)?.attrs);
    dispatch(tr);
  }
  return true;
};

/** A picture where the cursor is: on lines of its own in the text and behind a quote, within the line in items and cells. @param {{ src: string, alt: string, caption?: string }} it @returns {Command} */
export const insertPicture = ({ src, alt, caption }) => (state, dispatch) => {
  const { $from } = state.selection;
  const isQuoted = around(state, (node) => node.type === nodes.blockquote);
  const isInner = !isQuoted && around(state, (node) => isList(node) || node.type === nodes.table_cell || node.type === nodes.table_header);
  if (isInner && !$from.parent.type.validContent(Fragment.from(nodes.image.create({ src, alt })))) return false;
  if (dispatch) {
    const tr = state.tr;
    if (isInner) tr.replaceSelectionWith(nodes.image.create({ src, alt }), false);
    else {
      const at = putBlock(tr, nodes.figure.create({ src, alt }, caption ? state.schema.text(caption) : null));
      tr.setSelection(NodeSelection.create(tr.doc, at));
    }
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/** The picture that is selected, or in whose caption the cursor is. @param {State} state */
export function pictureAt(state) {
  const { selection } = state;
  if (selection instanceof NodeSelection && (selection.node.type === nodes.figure || selection.node.type === nodes.image)) {
    return { node: selection.node, pos: selection.from };
  }
  return around(state, (it) => it.type === nodes.figure);
}

/** Text of tables for places where no table may stand. @param {Fragment} content @returns {Fragment} */
function withoutTables(content) {
  /** @type {Node[]} */
  const kept = [];
  content.forEach((node) => {
    if (node.type !== nodes.table_box) kept.push(node.isTextblock ? node : node.copy(withoutTables(node.content)));
    else node.child(1).descendants((it) => {
      if (it.type !== nodes.paragraph) return true;
      if (it.content.size > 0) kept.push(it);
      return false;
    });
  });
  return Fragment.from(kept);
}

/**
 * What is pasted, as it may stand where it goes: cells into cells, no table in a cell or quote, headings and pictures there as words.
 * @param {State} state @param {Node} doc
 * @returns {Slice}
 */
export function sliceFor(state, doc) {
  const inner = around(state, (it) => it.type === nodes.table_box || it.type === nodes.blockquote);
  let content = doc.content;
  if (inner) {
    if (inner.node.type === nodes.table_box && content.childCount === 1 && content.child(0).type === nodes.table_box) {
      return new Slice(Fragment.from(content.child(0).child(1)), 0, 0);
    }
    const plain = [...withoutTables(content).content].flatMap((node) => {
      if (node.type === nodes.heading) return [nodes.paragraph.create(null, node.content)];
      if (node.type === nodes.figure) return [nodes.paragraph.create(null, nodes.image.create(node.attrs)), nodes.paragraph.create(null, node.content)];
      if (node.type === nodes.blockquote) return [...node.content.content];
      return node.type === nodes.horizontal_rule ? [] : [node];
    });
    content = Fragment.from(plain);
  }
  // Into an empty paragraph blocks come as they are; elsewhere the first and last go on with what is there.
  if (state.selection.empty && state.selection.$from.parent.content.size === 0) return new Slice(content, 0, 0);
  const isWords = content.childCount === 1 && content.child(0).type === nodes.paragraph;
  const first = content.firstChild?.type === nodes.paragraph ? 1 : 0;
  const last = content.lastChild?.type === nodes.paragraph ? 1 : 0;
  return isWords ? new Slice(content, 1, 1) : new Slice(content, first, last);
}

/** The grid in which the selection is, for what is said of it. @param {State} state */
export function gridAt(state) {
  const box = around(state, (it) => it.type === nodes.table_box);
  if (!box) return null;
  const map = TableMap.get(box.node.child(1));
  return { rows: map.height, columns: map.width, isCells: state.selection instanceof CellSelection };
}
