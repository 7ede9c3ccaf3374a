// Writes a document as a body, the same bytes as `libs/prose/src/write.rs` writes: the server then finds nothing to clean. What nobody can see
// (empty paragraphs, lists of nothing) is left out here as there.

/** @typedef {import("prosemirror-model").Node} Node */

const TAGS = /** @type {const} */ ({ strong: "strong", em: "em", underline: "u", sub: "sub", sup: "sup" });

/** @param {Node} block */
export function isVisible(block) {
  switch (block.type.name) {
    case "paragraph": {
      let found = false;
      block.forEach((piece) => { found ||= piece.isText ? /\S/.test(piece.text ?? "") : piece.type.name === "image"; });
      return found;
    }
    case "heading":
      return /\S/.test(block.textContent);
    case "bullet_list":
    case "ordered_list":
    case "blockquote":
    case "list_item":
      return visibleIn(block).length > 0;
    default:
      return true;
  }
}

/** @param {Node} parent */
export function visibleIn(parent) {
  return parent.children.filter(isVisible);
}

class Writer {
  out = "";

  /** @param {Node} block */
  block(block) {
    switch (block.type.name) {
      case "paragraph":
        this.out += block.attrs.align ? `<p class="${block.attrs.align}">` : "<p>";
        this.line(block);
        this.out += "</p>";
        break;
      case "heading":
        this.out += `<h${block.attrs.level}>`;
        this.line(block);
        this.out += `</h${block.attrs.level}>`;
        break;
      case "bullet_list":
        this.list("ul", block);
        break;
      case "ordered_list":
        this.list("ol", block);
        break;
      case "blockquote":
        this.out += "<blockquote>";
        for (const inner of visibleIn(block)) this.block(inner);
        this.out += "</blockquote>";
        break;
      case "table_box":
        this.table(block);
        break;
      case "figure":
        this.out += "<figure>";
        this.picture(block);
        if (/\S/.test(block.textContent)) {
          this.out += "<figcaption>";
          this.line(block);
          this.out += "</figcaption>";
        }
        this.out += "</figure>";
        break;
      case "horizontal_rule":
        this.out += "<hr>";
        break;
      default:
        throw new Error(`no way to write ${block.type.name}`);
    }
  }

  /** @param {string} name @param {Node} list */
  list(name, list) {
    this.out += `<${name}>`;
    for (const item of visibleIn(list)) {
      this.out += "\n<li>";
      this.inside(visibleIn(item));
      this.out += "</li>";
    }
    this.out += `\n</${name}>`;
  }

  /** An only paragraph at the beginning needs no element of its own. @param {Node[]} blocks */
  inside(blocks) {
    const paragraphs = blocks.filter((it) => it.type.name === "paragraph").length;
    let rest = blocks;
    if (paragraphs === 1 && blocks[0].type.name === "paragraph" && !blocks[0].attrs.align) {
      this.line(blocks[0]);
      rest = blocks.slice(1);
    }
    for (const block of rest) this.block(block);
  }

  /** @param {Node} box */
  table(box) {
    const [caption, table] = box.children;
    this.out += "<table>";
    if (/\S/.test(caption.textContent)) {
      this.out += "\n<caption>";
      this.line(caption);
      this.out += "</caption>";
    }
    const rows = table.children.filter((row) => row.childCount > 0);
    const head = headRows(rows);
    for (const [name, part] of /** @type {[string, Node[]][]} */ ([["thead", rows.slice(0, head)], ["tbody", rows.slice(head)]])) {
      if (part.length === 0) continue;
      this.out += `\n<${name}>`;
      for (const row of part) {
        this.out += "\n<tr>";
        row.forEach((cell) => this.cell(cell));
        this.out += "</tr>";
      }
      this.out += `\n</${name}>`;
    }
    this.out += "\n</table>";
  }

  /** The alignment of an only paragraph is the cell's. @param {Node} cell */
  cell(cell) {
    const name = cell.type.name === "table_header" ? "th" : "td";
    this.out += `<${name}`;
    for (const span of ["colspan", "rowspan"]) if (cell.attrs[span] > 1) this.out += ` ${span}="${cell.attrs[span]}"`;
    const seen = visibleIn(cell);
    const blocks = seen.length > 0 ? seen : cell.children.slice(0, 1);
    const only = blocks.length === 1 && blocks[0].type.name === "paragraph" ? blocks[0] : null;
    if (only?.attrs.align) this.out += ` class="${only.attrs.align}"`;
    this.out += ">";
    if (only) this.line(only);
    else if (seen.length > 0) this.inside(blocks);
    this.out += `</${name}>`;
  }

  /** @param {Node} block */
  line(block) {
    /** @type {{ open: string, close: string }[]} */
    let open = [];
    /** @param {{ open: string, close: string }[]} wanted */
    const change = (wanted) => {
      let shared = 0;
      while (shared < open.length && open[shared].open === wanted[shared]?.open) shared += 1;
      for (const tag of open.slice(shared).reverse()) this.out += tag.close;
      for (const tag of wanted.slice(shared)) this.out += tag.open;
      open = wanted;
    };
    block.forEach((piece) => {
      change(piece.isText ? piece.marks.map((mark) => tagOf(mark)) : []);
      if (piece.isText) this.words(piece.text ?? "");
      else if (piece.type.name === "image") this.picture(piece);
      else this.out += "<br>";
    });
    change([]);
  }

  /** @param {Node} picture */
  picture(picture) {
    this.out += `<img src="${picture.attrs.src.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" alt="`;
    this.words(picture.attrs.alt);
    this.out += '">';
  }

  /** Words about a `data:` address do not look like a pasted picture when they are read again. @param {string} words */
  words(words) {
    for (const c of words) this.out += c === ":" && this.out.endsWith("data") ? "&#58;" : escaped(c);
  }
}

/** @param {string} c */
function escaped(c) {
  switch (c) {
    case "&": return "&amp;";
    case "<": return "&lt;";
    case ">": return "&gt;";
    case '"': return "&quot;";
    case "\u00a0": return "&nbsp;";
    default: return c;
  }
}

/** @param {import("prosemirror-model").Mark} mark */
function tagOf(mark) {
  if (mark.type.name === "link") {
    const writer = new Writer();
    writer.words(mark.attrs.href);
    return { open: `<a href="${writer.out}">`, close: "</a>" };
  }
  const name = TAGS[/** @type {keyof typeof TAGS} */ (mark.type.name)];
  return { open: `<${name}>`, close: `</${name}>` };
}

/** Leading rows of nothing but header cells are the head, as far as their spans end there. @param {Node[]} rows */
export function headRows(rows) {
  let openUntil = 0;
  let taken = 0;
  for (const [index, row] of rows.entries()) {
    if (!row.children.every((cell) => cell.type.name === "table_header")) break;
    for (const cell of row.children) openUntil = Math.max(openUntil, index + cell.attrs.rowspan);
    if (openUntil <= index + 1) taken = index + 1;
  }
  return taken;
}

/**
 * The body of a document.
 * @param {Node} doc
 */
export function write(doc) {
  return visibleIn(doc).map((block) => {
    const writer = new Writer();
    writer.block(block);
    return writer.out;
  }).join("\n");
}
