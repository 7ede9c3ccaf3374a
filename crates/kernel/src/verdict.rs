//! What a table of states and commands says: allowed and then in this state, or refused with this code.
//!
//! The tables are the capabilities' (`promises::rules::TRANSITIONS`, `oversight::rules::TRANSITIONS`); tests walk them, docs print
//! them. Nothing is decided here.

/// The answer to a command in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<S> {
    /// Allowed; what it is asked of is then in this state.
    Becomes(S),
    /// Refused, with this code.
    Refused(&'static str),
}

/// One row: in this state, this command, this answer.
pub type Transition<S, C> = (S, C, Verdict<S>);
