// Sends files in parts by tus 1.0 (creation, termination): a broken line is tried again, and a file that is chosen again goes on where it was.
// Without this script the form sends small files as any form does.
"use strict";

// Small enough that a slow line finishes one within a minute or so, large enough that a fast one is not held up.
const PART = 8 * 1024 * 1024;
const WAITS = [1, 2, 4, 8, 15, 30];
const WORDS = { again: "网络中断，正在重试。已传的内容不会丢失", gave_up: "多次重试没有成功，请检查网络后再次选择同一个文件，将从断开处继续" };

const token = document.querySelector("meta[name=csrf]").content;
const inMegabytes = (bytes) => (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0);
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

// Something that trying again does not mend.
class Refused extends Error {}

// One request; what it says of how far the file is. A line that breaks is an error that may pass.
function ask(method, address, headers, body, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ "tus-resumable": "1.0.0", "x-csrf": token, ...headers })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress && onProgress(event.loaded);
    request.onerror = () => reject(new Error("line"));
    request.onabort = () => reject(new Refused("已取消"));
    request.onload = () => {
      const answer = { status: request.status, says: request.responseText, header: (name) => request.getResponseHeader(name) };
      const isOurs = answer.header("tus-resumable") === "1.0.0";
      if (isOurs && request.status < 300) resolve(answer);
      else if (isOurs && request.status === 409) resolve(answer);
      else if (isOurs && request.status === 503) reject(new Refused(answer.says));
      else if (!isOurs || (request.status >= 500 && request.status !== 507)) reject(new Error(isOurs ? answer.says : "line"));
      else reject(new Refused(answer.says));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

const wait = (seconds, signal) => new Promise((done) => {
  const timer = setTimeout(done, seconds * 1000);
  // The line is back, or nobody wants it any more: no need to wait longer.
  for (const [target, name] of [[window, "online"], [signal, "abort"]]) target.addEventListener(name, () => { clearTimeout(timer); done(); }, { once: true });
});

// Tries until it works, is refused, or has been tried too often in a row; `tried.count` is set back by whoever gets on.
async function patiently(tried, signal, act) {
  for (;;) {
    try {
      return await act();
    } catch (cause) {
      if (cause instanceof Refused || signal.aborted) throw cause;
      if (tried.count >= WAITS.length) throw new Refused(WORDS.gave_up);
      tried.says(WORDS.again);
      await wait(WAITS[tried.count], signal);
      if (signal.aborted) throw new Refused("已取消");
      tried.count += 1;
    }
  }
}

// The same file, by name, size and day of change, may be under way already.
function findBegun(file) {
  const begun = [...document.querySelectorAll("[data-upload]")];
  return begun.find(({ dataset }) => dataset.name === file.name && Number(dataset.size) === file.size && dataset.changed === String(file.lastModified));
}

async function send(file, address, row) {
  const { signal } = row.stop;
  const tried = { count: 0, says: row.says };
  const begun = findBegun(file);
  let upload = begun ? begun.dataset.upload : null;
  if (!upload) {
    const headers = { "upload-length": String(file.size), "upload-metadata": `filename ${base64(file.name)},changed ${base64(String(file.lastModified))}` };
    upload = (await patiently(tried, signal, () => ask("POST", address, headers, null, null, signal))).header("location");
  }
  row.upload = upload;
  const askWhere = async () => Number((await ask("HEAD", upload, {}, null, null, signal)).header("upload-offset"));
  let offset = await patiently(tried, signal, askWhere);
  if (offset > 0) row.says(`从${inMegabytes(offset)} MB处继续`);
  while (offset < file.size) {
    offset = await patiently(tried, signal, async () => {
      // After a break the server knows how far it is.
      if (tried.count > 0) offset = await askWhere();
      if (offset >= file.size) return offset;
      const headers = { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
      const answer = await ask("PATCH", upload, headers, file.slice(offset, offset + PART), (sent) => row.shows(offset + sent, file.size), signal);
      return Number(answer.header("upload-offset"));
    });
    tried.count = 0;
    row.shows(offset, file.size);
  }
  row.isWhole();
  await patiently(tried, signal, () => ask("POST", `${upload}/attach`, {}, null, null, signal));
  row.says("已添加");
}

// A line of the list: name, bar, figures for the eye, and words for those who listen, at every tenth only.
function rowFor(file, list) {
  const item = document.createElement("li");
  const [name, bar, figures, words] = ["span", "progress", "span", "span"].map((it) => document.createElement(it));
  const cancel = document.createElement("button");
  name.textContent = file.name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `上传${file.name}`);
  figures.className = "quiet";
  figures.setAttribute("aria-hidden", "true");
  words.setAttribute("role", "status");
  words.setAttribute("aria-live", "polite");
  cancel.type = "button";
  cancel.className = "button second";
  cancel.textContent = "取消";
  cancel.setAttribute("aria-label", `取消上传${file.name}`);
  item.append(name, " ", bar, " ", figures, " ", words, " ", cancel);
  list.append(item);
  const stop = new AbortController();
  let told = 0;
  const row = {
    stop,
    upload: null,
    isCancelled: false,
    says(text) {
      words.className = "";
      words.textContent = text;
    },
    shows(sent, size) {
      const percent = Math.min(100, Math.floor((sent * 100) / size));
      bar.value = percent;
      figures.textContent = `${percent}%，${inMegabytes(Math.min(sent, size))} / ${inMegabytes(size)} MB`;
      if (percent - told >= 10 || percent === 100) {
        told = percent;
        // The figures say it to the eye already.
        words.className = "vh";
        words.textContent = `已上传${percent}%`;
      } else if (words.className !== "vh") {
        words.textContent = "";
      }
    },
    isWhole() {
      cancel.remove();
      this.says("已传完，正在检查内容");
    },
    ends(text) {
      for (const part of [cancel, bar, figures]) part.remove();
      words.textContent = text;
      words.className = "field-error";
    },
  };
  cancel.addEventListener("click", () => {
    row.isCancelled = true;
    stop.abort();
  });
  return row;
}

async function take(form, files) {
  const list = document.createElement("ul");
  list.className = "plain uploading";
  list.setAttribute("aria-label", "正在上传");
  form.querySelector(".uploading")?.remove();
  form.append(list);
  const rows = files.map((file) => [file, rowFor(file, list)]);
  let failed = 0;
  for (const [file, row] of rows) {
    try {
      if (row.isCancelled) throw new Refused("已取消");
      if (file.size > Number(form.dataset.mostMb) * 1048576) throw new Refused(`「${file.name}」太大，附件每个最大${form.dataset.mostMb} MB，请压缩或拆分后重新选择`);
      await send(file, form.dataset.uploads, row);
    } catch (cause) {
      failed += 1;
      row.ends(row.isCancelled ? "已取消，没有保留" : cause.message);
      if (row.isCancelled && row.upload) {
        await ask("DELETE", row.upload, {}, null, null, new AbortController().signal).catch(() => null);
      }
    }
  }
  return failed;
}

for (const form of document.querySelectorAll("form[data-uploads]")) {
  const [field, button] = [form.querySelector("input[type=file]"), form.querySelector("button[type=submit]")];
  for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;
  let isSending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (isSending) return;
    isSending = true;
    button.disabled = true;
    const failed = await take(form, [...field.files]);
    isSending = false;
    button.disabled = false;
    field.value = "";
    if (failed > 0) {
      button.focus();
      return;
    }
    // The page may be the answer to a form: it is asked for anew by its own address.
    history.replaceState(null, "", form.dataset.uploads.replace(/\/uploads$/, ""));
    location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isSending) event.preventDefault();
  });
}
