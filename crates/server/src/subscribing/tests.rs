//! Letters to readers end to end, with a mail server of the test.
