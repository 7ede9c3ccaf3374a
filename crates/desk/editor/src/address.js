// Which addresses may stand in a body: the same rules as `libs/prose/src/address.rs`, told before the server cleans. Asks no network.

export const STORED = "/files/";
/** Where the desk serves pictures that are not public yet. */
export const AT_DESK = "/desk/documents/pictures/";

const LONGEST = 2048;
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** @param {string} raw */
function tidy(raw) {
  const address = raw.trim().replace(UNSEEN, "").trim().replace(/\s/g, "%20");
  return address && address.length <= LONGEST ? address : null;
}

/**
 * The address of a link as it may stand in a body; null where it may not.
 * @param {string} raw
 * @returns {string | null}
 */
export function linkAddress(raw) {
  let address = tidy(raw);
  if (!address) return null;
  if (address.startsWith("//")) address = `https:${address}`;
  const scheme = /^([^/?#:]*):/.exec(address);
  if (!scheme) return /^(#.|\/$|\/[^/\\])/.test(address) ? address : null;
  switch (scheme[1].toLowerCase()) {
    case "http":
    case "https":
      return /^[^:]+:\/\/[\p{L}\p{N}[]/u.test(address) ? address : null;
    case "mailto":
    case "tel":
      return address.length > scheme[0].length ? address : null;
    default:
      return null;
  }
}

/**
 * Whether an address is that of a picture: kept by this site, or brought along in the text.
 * @param {string} address
 */
export function isPicture(address) {
  if (/^data:image\/(png|jpeg|gif);base64,/i.test(address) || /^pasted:[0-9a-f]{32}$/.test(address)) return true;
  if (!address.startsWith(STORED)) return false;
  const rest = address.slice(STORED.length);
  return rest !== "" && !/[\\%<>"]/.test(rest) && !rest.split("/").includes("..");
}

/**
 * What a person typed as an address, as it is meant: `www.a.gov.cn` is a page, `a@b.cn` a mailbox.
 * @param {string} typed
 */
export function meant(typed) {
  const text = typed.trim();
  if (/^[^\s/:@]+@[^\s/:@]+\.[^\s/:@]+$/.test(text)) return `mailto:${text}`;
  if (/^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)*\.(cn|com|net|org)([/:?#]|$))/i.test(text)) return `https://${text}`;
  return text;
}

/**
 * What is wrong with the form of an address; null where nothing is. Whether anything answers there is not asked.
 * @param {string} address
 * @returns {string | null}
 */
export function wrongWith(address) {
  if (!linkAddress(address)) return "不是可以使用的网址。网址以 https:// 或 http:// 开头，本站页面以 / 开头";
  if (/[，。；：、！？（）【】《》“”‘’　]/.test(address)) return "夹有中文标点";
  if (/%20|\s/.test(address)) return "夹有空格";
  if (/^mailto:/i.test(address)) return /^mailto:[^@]+@[^@]+\.[^@]+$/i.test(address) ? null : "不是完整的邮箱地址";
  if (/^tel:/i.test(address)) return /^tel:[+\d\-()]{3,}$/i.test(address) ? null : "不是完整的电话号码";
  if (!/^https?:/i.test(address)) return null;
  if (/^https?:\/\/https?[:/]/i.test(address)) return "“http://”写了两遍";
  let host = "";
  try {
    host = new URL(address).hostname;
  } catch {
    return "域名写得不对";
  }
  if (!host.includes(".") && !host.startsWith("[")) return "域名不完整";
  return /\.\.|^\.|\.$/.test(host) ? "域名写得不对" : null;
}
