// Keys of the editor. Those of toolbar buttons are told there; Esc lets the next Tab leave the text, so that nobody is caught in a list or table.

import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { Plugin } from "prosemirror-state";
import { addRowAfter, goToNextCell, isInTable } from "prosemirror-tables";
import { leaveCaption } from "./commands.js";
import { nodes } from "./schema.js";

/** @typedef {import("prosemirror-state").Command} Command */

/** @type {Command} */
const breakLine = chainCommands(exitCode, (state, dispatch) => {
  const { $from } = state.selection;
  if (!$from.parent.type.validContent($from.parent.content.addToEnd(nodes.hard_break.create()))) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

/** Behind the last cell begins another row. @type {Command} */
const nextCell = (state, dispatch, view) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  if (!view || !dispatch) return true;
  addRowAfter(state, dispatch);
  return goToNextCell(1)(view.state, view.dispatch);
};

/** @param {import("./toolbar.js").Button[][]} groups @param {Record<string, Command>} more */
export function keys(groups, more) {
  /** @type {Record<string, Command>} */
  const own = {};
  for (const { keys: shortcut, command, act } of groups.flat()) {
    if (!shortcut) continue;
    own[shortcut] = (state, dispatch, view) => {
      if (act && view) act(view);
      // What cannot be done here is still not the browser's to do: Ctrl+U would show the page's source.
      else command?.(state, dispatch, view);
      return true;
    };
  }
  let leaves = false;
  /** @param {Command} command @returns {Command} */
  const unlessLeaving = (command) => (state, dispatch, view) => {
    if (!leaves) return command(state, dispatch, view);
    leaves = false;
    return false;
  };
  return [
    new Plugin({
      props: {
        handleKeyDown: (_, event) => {
          if (event.key !== "Tab" && event.key !== "Shift") leaves = event.key === "Escape";
          return false;
        },
      },
    }),
    keymap({
      ...own,
      "Mod-Shift-z": redo,
      "Mod-z": undo,
      ...more,
      Enter: chainCommands(leaveCaption, splitListItem(nodes.list_item)),
      "Shift-Enter": breakLine,
      Tab: unlessLeaving(chainCommands(nextCell, sinkListItem(nodes.list_item))),
      "Shift-Tab": unlessLeaving(chainCommands(goToNextCell(-1), liftListItem(nodes.list_item))),
    }),
    keymap(baseKeymap),
  ];
}
