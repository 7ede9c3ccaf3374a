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
    // Boxes of one list share their name: that is how a form sends several.
    "form-dup-name": ["error", { allowArrayBrackets: true, shared: ["radio", "checkbox", "submit", "button", "reset"] }],
  },
});

export async function validate(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) =>
    result.messages.map((it) => `${it.line}:${it.column} ${it.ruleId}: ${it.message}`),
  );
}
