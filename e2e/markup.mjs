// What the validator says of a page.

import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // Chinese text has no use for the rule on trailing blanks of templates, nor for English title lengths.
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "tel-non-breaking": "off",
    // A text is what an input is by the standard.
    "no-implicit-input-type": "off",
    // The rows of a form share the names of their fields: that is how a list is sent.
    "form-dup-name": "off",
  },
});

export async function validate(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) =>
    result.messages.map((it) => `${it.line}:${it.column} ${it.ruleId}: ${it.message}`),
  );
}
