//! What files hide: a corpus of crafted files, cleaning, and hostile files. All files are made by code when the tests run.

mod bounds;
mod cleaning;
mod corpus;
mod craft;
mod plants;
