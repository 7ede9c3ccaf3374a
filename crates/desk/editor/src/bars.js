// The buttons of the editor: what they are called, which keys they have, what they do. The words are the officers', the order is that of their use.

import { toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, mergeCells, splitCell } from "prosemirror-tables";
import { linkAddress, meant, wrongWith } from "./address.js";
import * as commands from "./commands.js";
import { ask } from "./dialog.js";
import { addressOf } from "./pictures.js";
import { marks, nodes } from "./schema.js";

/** @typedef {import("prosemirror-view").EditorView} View */
/** @typedef {import("./toolbar.js").Button} Button */

const MOST_ROWS = 100;
const MOST_COLUMNS = 30;
const ALT_HINT = "写明图中内容，供看不到图片的读者了解；图中文字较多的，写出要点";

/** @param {import("prosemirror-model").MarkType} type */
const has = (type) => (/** @type {import("prosemirror-state").EditorState} */ state) => commands.hasMark(state, type);

/** @param {string} value */
const wantsAlt = (value) => (value ? null : "请填写替代文字");

/** What a picture shows, asked of whoever puts it in. @param {string} src */
export async function askAlt(src) {
  const answer = await ask({
    title: "插入图片",
    done: "插入",
    picture: addressOf(src),
    fields: [{ name: "alt", label: "替代文字", hint: ALT_HINT, wrong: wantsAlt }, { name: "caption", label: "图注", hint: "显示在图片下方，可不填" }],
  });
  return answer && { alt: answer.values.alt, caption: answer.values.caption };
}

/** @param {View} view */
export async function askLink(view) {
  const range = commands.linkAt(view.state);
  const words = view.state.doc.textBetween(range.from, range.to, " ");
  const answer = await ask({
    title: range.href ? "修改链接" : "插入链接",
    done: "确定",
    fields: [
      {
        name: "href",
        label: "网址",
        hint: "如 https://www.gov.cn/；本站页面以 / 开头，邮箱直接填写",
        value: range.href,
        wrong: (value) => (value === "" ? "请填写网址" : wrongWith(meant(value))),
      },
      {
        name: "text",
        label: "链接文字",
        hint: "写所指文件或页面的名称，不写“点击这里”",
        value: words,
        wrong: (value) => (value === "" ? "请填写链接文字" : null),
      },
    ],
    other: range.href ? { label: "取消链接", value: "remove" } : undefined,
  });
  view.focus();
  if (!answer) return;
  const command = answer.isOther ? commands.removeLink(range) : commands.setLink(range, linkAddress(meant(answer.values.href)) ?? "", answer.values.text);
  command(view.state, view.dispatch);
}

/** @param {View} view */
async function askTable(view) {
  /** @param {number} most */
  const within = (most) => (/** @type {string} */ value) => (/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= most ? null : `请填写1至${most}的整数`);
  const answer = await ask({
    title: "插入表格",
    done: "插入",
    fields: [
      { name: "rows", label: "行数（含标题行）", type: "number", value: "3", min: 1, max: MOST_ROWS, wrong: within(MOST_ROWS) },
      {
        name: "columns",
        label: "列数",
        type: "number",
        value: "3",
        min: 1,
        max: MOST_COLUMNS,
        wrong: (value, all) => within(MOST_COLUMNS)(value) ?? (value === "1" && all.rows === "1" ? "表格至少有两格" : null),
      },
      { name: "head", label: "第一行是标题行", type: "checkbox", value: "yes" },
    ],
  });
  view.focus();
  if (!answer) return;
  const { rows, columns, head } = answer.values;
  commands.insertTable(Number(rows), Number(columns), head === "yes")(view.state, view.dispatch);
}

/** @param {View} view */
async function askPictureWords(view) {
  const picture = commands.pictureAt(view.state);
  if (!picture) return;
  const answer = await ask({
    title: "图片的替代文字",
    done: "确定",
    picture: addressOf(picture.node.attrs.src),
    fields: [{ name: "alt", label: "替代文字", hint: ALT_HINT, value: picture.node.attrs.alt, wrong: wantsAlt }],
  });
  view.focus();
  if (answer && view.state.doc.nodeAt(picture.pos)) view.dispatch(view.state.tr.setNodeAttribute(picture.pos, "alt", answer.values.alt));
}

/**
 * @param {{ find: (view: View) => void, isFinding: () => boolean, takePictures: (view: View, files: File[]) => void }} more
 * @returns {Button[][]}
 */
export function mainButtons({ find, isFinding, takePictures }) {
  const choosePicture = (/** @type {View} */ view) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "image/png,image/jpeg,image/gif";
    input.multiple = true;
    input.addEventListener("change", () => takePictures(view, [...(input.files ?? [])]));
    input.click();
  };
  /** @param {number} level @param {string} label @returns {Button} */
  const heading = (level, label) => ({
    label,
    keys: `Mod-Alt-${level - 1}`,
    command: commands.toHeading(level),
    isOn: (state) => commands.isHeading(level, state),
  });
  return [
    [
      {
        label: "正文",
        keys: "Mod-Alt-0",
        command: commands.toParagraph,
        can: () => true,
        isOn: ({ selection }) => selection.$from.parent.type === nodes.paragraph && selection.$from.depth === 1,
      },
      heading(2, "一级标题"),
      heading(3, "二级标题"),
      heading(4, "三级标题"),
    ],
    [
      { label: "粗", name: "加粗", look: "is-strong", keys: "Mod-b", command: toggleMark(marks.strong), isOn: has(marks.strong) },
      { label: "斜", name: "斜体", look: "is-em", keys: "Mod-i", command: toggleMark(marks.em), isOn: has(marks.em) },
      { label: "下划", name: "下划线", look: "is-underlined", keys: "Mod-u", command: toggleMark(marks.underline), isOn: has(marks.underline) },
      { label: "上标", command: commands.toggleScript("sup"), isOn: has(marks.sup) },
      { label: "下标", command: commands.toggleScript("sub"), isOn: has(marks.sub) },
      { label: "清除格式", keys: "Mod-\\", command: commands.clearFormat },
    ],
    [
      {
        label: "编号列表",
        keys: "Mod-Shift-7",
        command: commands.toggleList(nodes.ordered_list),
        isOn: (state) => commands.around(state, (it) => it.type.name.endsWith("_list"))?.node.type === nodes.ordered_list,
      },
      {
        label: "项目列表",
        keys: "Mod-Shift-8",
        command: commands.toggleList(nodes.bullet_list),
        isOn: (state) => commands.around(state, (it) => it.type.name.endsWith("_list"))?.node.type === nodes.bullet_list,
      },
      { label: "引用", command: commands.toggleQuote, isOn: (state) => Boolean(commands.around(state, (it) => it.type === nodes.blockquote)) },
    ],
    [
      { label: "居左", command: commands.setAlign(null), isOn: (state) => commands.isAligned(null, state) },
      { label: "居中", command: commands.setAlign("centre"), isOn: (state) => commands.isAligned("centre", state) },
      { label: "居右", command: commands.setAlign("right"), isOn: (state) => commands.isAligned("right", state) },
    ],
    [
      { label: "链接", keys: "Mod-k", act: askLink, can: ({ selection }) => selection.$from.parent.isTextblock, isOn: (state) => Boolean(commands.linkAt(state).href) },
      { label: "图片", act: choosePicture },
      { label: "表格", act: askTable, can: commands.insertTable(2, 2, true) },
      {
        label: "分隔线",
        command: (state, dispatch) => {
          if (state.selection.$from.depth !== 1 || state.selection.$from.parent.type === nodes.figure) return false;
          if (dispatch) {
            const tr = state.tr;
            dispatch(tr.insert(tr.selection.$from.after(1), [nodes.horizontal_rule.create(), nodes.paragraph.create()]).scrollIntoView());
          }
          return true;
        },
      },
    ],
    [
      { label: "撤销", keys: "Mod-z", command: undo },
      { label: "重做", keys: "Mod-y", command: redo },
      { label: "查找替换", keys: "Mod-f", act: find, isExpanded: isFinding },
    ],
  ];
}

/** @type {Button[][]} */
export const tableButtons = [
  [{ label: "表格标题", command: commands.toCaption }],
  [
    { label: "上方加行", command: addRowBefore },
    { label: "下方加行", command: addRowAfter },
    { label: "删除行", command: commands.within(deleteRow) },
  ],
  [
    { label: "左侧加列", command: addColumnBefore },
    { label: "右侧加列", command: addColumnAfter },
    { label: "删除列", command: commands.within(deleteColumn) },
  ],
  [
    { label: "标题行", command: commands.toggleHead("row"), isOn: (state) => commands.headsOf(state).row },
    { label: "标题列", command: commands.toggleHead("column"), isOn: (state) => commands.headsOf(state).column },
  ],
  [
    { label: "合并", name: "合并单元格", command: mergeCells },
    { label: "拆分", name: "拆分单元格", command: splitCell },
  ],
  [{ label: "删除表格", command: commands.deleteTable }],
];

/** @type {Button[][]} */
export const pictureButtons = [
  [
    { label: "替代文字", act: askPictureWords },
    {
      label: "删除图片",
      command: (state, dispatch) => {
        const picture = commands.pictureAt(state);
        if (!picture) return false;
        dispatch?.(state.tr.delete(picture.pos, picture.pos + picture.node.nodeSize).scrollIntoView());
        return true;
      },
    },
  ],
];
