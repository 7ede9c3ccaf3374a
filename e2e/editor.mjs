// The editor of a document's text as somebody's hands meet it: what lies on the clipboard, what the form would send.

export const EDITOR = ".editor";

// A browser tells of a moved cursor a moment after it has moved; hands are never that quick.
export const settle = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));

// Clicks into a part of the text.
export async function clickInto(page, part) {
  await part.click();
  await settle(page);
}

// Pastes where the cursor is, as the browser does it for Ctrl+V, and waits until what the server cleaned has come back.
export async function paste(page, data) {
  await page.locator(EDITOR).focus();
  await settle(page);
  await page.locator(EDITOR).evaluate((editor, { html, text, rtf }) => {
    const clipboardData = new DataTransfer();
    for (const [kind, value] of [["text/html", html], ["text/plain", text], ["text/rtf", rtf]]) if (value) clipboardData.setData(kind, value);
    editor.focus();
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, data);
  if (data.html) await page.locator(".editor-told", { hasText: "已" }).waitFor();
}

// What the form would send as the text.
export const bodyOf = (page) => page.locator("#body").evaluate((field) => new FormData(field.form).get("body"));

// Puts the cursor to the end of the text.
export async function toEnd(page) {
  await page.locator(EDITOR).focus();
  await page.keyboard.press("Control+End");
  await settle(page);
}
