// Questions that a button asks: a modal dialog of the browser's own, with fields, made for the question and thrown away after it. It stands outside the
// draft's form, so nothing typed into it is sent.

/**
 * @typedef {{ name: string, label: string, hint?: string, value?: string, type?: "text" | "number" | "checkbox" | "file", min?: number, max?: number,
 *   accept?: string, wrong?: (value: string, all: Record<string, string>) => string | null }} Field
 * @typedef {{ title: string, done: string, fields: Field[], picture?: string, other?: { label: string, value: string } }} Question
 */

let asked = 0;

/** @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} inside */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/**
 * Asks; null where nobody answers. A checkbox that is ticked is "yes", a file is among `files`; the other button answers with `other`.
 * @param {Question} question
 * @returns {Promise<{ values: Record<string, string>, files: File[], isOther: boolean } | null>}
 */
export function ask({ title, done, fields, picture, other }) {
  asked += 1;
  const head = element("h2", { id: `asked-${asked}` }, title);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "asks", "aria-labelledby": head.id }));
  const form = element("form", { novalidate: "" }, head);
  if (picture) form.append(element("img", { src: picture, alt: "" }));
  /** @type {[Field, HTMLInputElement, HTMLElement][]} */
  const inputs = fields.map((field) => {
    const id = `asked-${asked}-${field.name}`;
    const type = field.type ?? "text";
    const input = /** @type {HTMLInputElement} */ (element("input", { id, type, autocomplete: "off" }));
    const wrong = element("span", { class: "field-error", id: `${id}-wrong` });
    wrong.hidden = true;
    if (type === "checkbox") input.checked = field.value === "yes";
    else if (type !== "file") input.value = field.value ?? "";
    if (field.min !== undefined) input.min = String(field.min);
    if (field.max !== undefined) input.max = String(field.max);
    if (field.accept) input.accept = field.accept;
    input.setAttribute("aria-describedby", `${id}-wrong`);
    const hint = field.hint ? [element("span", { class: "hint" }, field.hint)] : [];
    const row = type === "checkbox"
      ? element("p", { class: "field" }, element("label", { class: "choice" }, input, element("span", {}, field.label)), wrong)
      : element("p", { class: "field" }, element("label", { for: id }, field.label, ...hint), input, wrong);
    form.append(row);
    return [field, input, wrong];
  });
  const yes = element("button", { type: "submit", class: "button" }, done);
  const no = element("button", { type: "button", class: "button second" }, "取消");
  const buttons = element("p", { class: "actions" }, yes, no);
  form.append(buttons);
  dialog.append(form);
  document.body.append(dialog);

  return new Promise((resolve) => {
    /** @param {{ values: Record<string, string>, files: File[], isOther: boolean } | null} answer */
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const valuesOf = () => Object.fromEntries(inputs.map(([field, input]) => [field.name, field.type === "checkbox" ? (input.checked ? "yes" : "") : input.value.trim()]));
    const filesOf = () => inputs.flatMap(([, input]) => [...(input.files ?? [])]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const values = valuesOf();
      /** @type {HTMLInputElement | null} */
      let first = null;
      for (const [field, input, says] of inputs) {
        const wrong = field.wrong?.(values[field.name], values) ?? null;
        says.textContent = wrong ?? "";
        says.hidden = !wrong;
        if (wrong) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
        if (wrong) first ??= input;
      }
      if (first) {
        first.focus();
        return;
      }
      finish({ values, files: filesOf(), isOther: false });
    });
    no.addEventListener("click", () => finish(null));
    if (other) {
      const button = element("button", { type: "button", class: "button second" }, other.label);
      button.addEventListener("click", () => finish({ values: valuesOf(), files: [], isOther: true }));
      buttons.append(button);
    }
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(null);
    });
    dialog.showModal();
    inputs[0]?.[1].focus();
    inputs[0]?.[1].select();
  });
}
