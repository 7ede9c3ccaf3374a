// What the tests of this folder look at, past the page.

export { linkAddress, meant, wrongWith } from "./address.js";
export { check } from "./check.js";
export { linesOf } from "./places.js";
export { read } from "./read.js";
export { picturesIn, withPictures } from "./rtf.js";
export { schema } from "./schema.js";
export { findAll } from "./search.js";
export { write } from "./write.js";
