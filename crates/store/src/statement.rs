//! `statements!`: SQL as named constants, with a list of them all.
//!
//! The list is what the test prepares on both engines: a statement that one of them cannot read never reaches
//! a release. SQL is `&'static str` everywhere, so that none can be built from input.

/// Declares SQL statements as constants and `ALL`, the list of their names and texts.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub const $name: &str = $sql;)*
        /// Every statement of this file: name and text.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $name),)*];
    };
}
