// What readers will stumble over in headings, links, tables and pictures, told while one writes, in the words of `libs/prose/src/check.rs`; and
// beyond those: a typed number that belongs to another level, and addresses that cannot be right. Asks no network.

import { wrongWith } from "./address.js";
import { linesOf } from "./places.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {{ says: string, from: number, to: number, isExtra?: boolean }} Flaw */

const VAGUE = new Set(("点击 点击这里 点击此处 点击查看 点击下载 点击进入 点此 点此查看 点此下载 点这里 请点击 请点击这里 请点击此处 这里 此处 查看 查看详情 查看更多 详情 详细 更多 " +
  "下载 链接 网址 阅读全文 原文链接 here clickhere more link").split(" "));
const ONLY_NUMBER = /^[^\p{L}]*$/u;
const COUNTING = /[〇零一二三四五六七八九十百第章节条款项\p{N}]/gu;
/** 结构层次序数 (GB/T 9704): 一、 then （一） then 1. */
const NUMBERS = [
  { level: 2, form: /^[一二三四五六七八九十百]+[、.．]/ },
  { level: 3, form: /^[（(][一二三四五六七八九十百]+[）)]/ },
  { level: 4, form: /^\d+[.．、](?!\d)/ },
];
const CHAPTERS = /^第[一二三四五六七八九十百零〇]+[编章节]/;

/** @param {Node} doc @returns {Flaw[]} */
export function check(doc) {
  /** @type {Flaw[]} */
  const flaws = [];
  const lines = linesOf(doc);
  const headings = lines.filter((it) => it.kind === "heading");
  const hasChapters = headings.some((it) => CHAPTERS.test(it.node.textContent));
  let level = 1;
  for (const line of lines) {
    const end = line.from + line.node.content.size;
    /** @param {string} says @param {Partial<Flaw>} [more] */
    const flaw = (says, more) => flaws.push({ says: line.place + says, from: line.from, to: end, ...more });
    if (line.kind === "heading") {
      const own = line.node.attrs.level;
      if (own > level + 1) flaw(jump(level, own));
      level = own;
      const text = line.node.textContent;
      if (ONLY_NUMBER.test(text.replace(COUNTING, ""))) flaw("只有序号，没有文字。请写明标题，或者删去。");
      const meant = hasChapters ? undefined : NUMBERS.find((it) => it.form.test(text));
      if (meant && meant.level !== own) {
        const number = /^[^、.．）)]+[、.．）)]/.exec(text)?.[0] ?? "";
        flaw(`的序号“${number}”一般用于${meant.level - 1}级标题，这里是${own - 1}级。请核对级别或者序号。`, { isExtra: true });
      }
    }
    if (line.kind === "table") {
      if (lacksHeader(line.node)) flaw("没有表头。请把标题行或标题列设为表头。");
      continue;
    }
    if (line.kind === "picture" && line.node.attrs.alt.trim() === "") flaw(NO_ALT);
    line.node.forEach((piece, offset) => {
      if (piece.type.name !== "image" || piece.attrs.alt.trim() !== "") return;
      flaw(NO_ALT, { from: line.from + offset, to: line.from + offset + 1 });
    });
    for (const link of linksOf(line.node)) {
      const where = { from: line.from + link.from, to: line.from + link.to };
      const text = link.text.trim();
      if (!/[\p{L}\p{N}]/u.test(text)) flaw("有一个链接没有文字。请补上文字，或者删去链接。", where);
      else if (isVague(text)) flaw(`的链接文字“${text}”没有说明去向。请改写成所指文件或页面的名称。`, where);
      else if (/^[hH/]/.test(link.href) && /^(https?:\/\/|www\.)\S*$/i.test(text)) flaw("的链接直接用网址作文字。请改写成所指文件或页面的名称。", where);
      if (link.href.startsWith("#")) {
        const isThere = headings.some((_, index) => link.href === `#s${index + 1}`);
        if (!isThere) flaw(`的链接指向本页的“${link.href}”，但本页没有这个位置。请改正或者删去链接。`, where);
      }
      const wrong = wrongWith(link.href);
      if (wrong) flaw(`的链接地址${wrong}：${link.href}`, { ...where, isExtra: true });
    }
  }
  emptyHeadings(doc, flaws);
  return flaws;
}

const NO_ALT = "处的图片没有替代文字。请写明图中内容，供看不到图片的读者了解。";

/** @param {number} from @param {number} to */
const jump = (from, to) => (from === 1
  ? `跳级：第一个标题应为1级，这里是${to - 1}级。请改为1级。`
  : `跳级：前面是${from - 1}级，这里是${to - 1}级。请改为${from}级，或者补上中间一级标题。`);

/** Headings without a word are not kept; whoever made one may have meant to fill it in. @param {Node} doc @param {Flaw[]} flaws */
function emptyHeadings(doc, flaws) {
  doc.forEach((node, offset) => {
    if (node.type.name !== "heading" || /\S/.test(node.textContent)) return;
    flaws.push({ says: "有一个标题没有文字，保存时会去掉。请写明标题，或者改为正文。", from: offset + 1, to: offset + 1, isExtra: true });
  });
}

/** @param {Node} box */
function lacksHeader(box) {
  const table = box.child(1);
  let hasHeader = false;
  table.descendants((node) => { hasHeader ||= node.type.name === "table_header"; return node.type.name === "table_row"; });
  return table.childCount > 1 && !hasHeader;
}

/**
 * The links of one line; a link over several runs is one.
 * @param {Node} line
 * @returns {{ href: string, text: string, from: number, to: number }[]}
 */
export function linksOf(line) {
  /** @type {{ href: string, text: string, from: number, to: number }[]} */
  const links = [];
  let goesOn = false;
  line.forEach((piece, offset) => {
    const href = piece.isText ? piece.marks.find((mark) => mark.type.name === "link")?.attrs.href : undefined;
    const last = links[links.length - 1];
    if (href && goesOn && last?.href === href) {
      last.text += piece.text;
      last.to = offset + piece.nodeSize;
    } else if (href) {
      links.push({ href, text: piece.text ?? "", from: offset, to: offset + piece.nodeSize });
    }
    goesOn = Boolean(href);
  });
  return links;
}

/** @param {string} text */
const isVague = (text) => VAGUE.has(text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase());
