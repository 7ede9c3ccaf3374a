// The pictures of a text that Word put on the clipboard: its HTML names files on somebody's disk, its RTF holds them. Only PNG and JPEG, which is
// what Word writes beside anything else; nothing of the RTF's words is read.

/** @param {string} rtf @returns {string[]} */
export function picturesIn(rtf) {
  /** @type {string[]} */
  const found = [];
  for (const group of rtf.split("{\\pict").slice(1)) {
    const kind = /\\(png|jpeg)blip/.exec(group)?.[1];
    const hex = withoutGroups(group.slice(0, pictEnd(group))).replace(/\\[a-z]+-?\d* ?/gi, " ").replace(/\s+/g, "");
    if (!kind || hex.length < 16 || hex.length % 2 !== 0 || /[^0-9a-f]/i.test(hex)) continue;
    let bytes = "";
    for (let at = 0; at < hex.length; at += 2) bytes += String.fromCharCode(Number.parseInt(hex.slice(at, at + 2), 16));
    found.push(`data:image/${kind};base64,${btoa(bytes)}`);
  }
  return found;
}

/** Without the groups within: names and properties of a picture stand in some. @param {string} text */
function withoutGroups(text) {
  let kept = "";
  let depth = 0;
  for (const c of text) {
    if (c === "{") depth += 1;
    else if (c === "}") depth -= 1;
    else if (depth === 0) kept += c;
  }
  return kept;
}

/** Where the group that began before `text` ends. @param {string} text */
function pictEnd(text) {
  let depth = 1;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/**
 * The HTML with its pictures, where the RTF has as many; else as it is, and the server says which are missing.
 * @param {string} html @param {string} rtf
 */
export function withPictures(html, rtf) {
  const local = /<img\b[^>]*?\bsrc=(["']?)file:[^>]*>/gi;
  const wanted = html.match(local)?.length ?? 0;
  if (wanted === 0 || !rtf) return html;
  // Word writes each picture twice: as it is, and in an old format that is not counted here.
  const pictures = picturesIn(rtf);
  if (pictures.length !== wanted) return html;
  let next = 0;
  return html.replace(local, (tag) => {
    const src = pictures[next];
    next += 1;
    return tag.replace(/\bsrc=(?:"[^"]*"|'[^']*'|[^\s>]+)/i, `src="${src}"`);
  });
}
