//! The document of an address, as this site has it: whole, as a tombstone, on another site, or not at all.

use kernel::{DocumentId, Fault};
use publishing::public::{Found, PublicDocument, Tombstone, find_public};
use store::Tx;

use crate::error::Snag;
use crate::site::Site;

/// What there is.
pub(crate) enum Sought {
    /// The document, in the edition that was asked for.
    Here(Box<PublicDocument>),
    /// What stands in the place of one that was withdrawn.
    Withdrawn(Box<Tombstone>),
    /// The platform has it, or knows what became of it; this site does not.
    Elsewhere,
    /// Nothing of it was ever public.
    Nowhere,
}

impl Site {
    /// Looks for it, in an edition of its history where one is asked for.
    pub(crate) async fn find_document(
        &self,
        tx: &mut Tx,
        (id, ordinal): (DocumentId, Option<u32>),
    ) -> Result<Sought, Fault> {
        if !self.has_document(tx, id).await? {
            return Ok(Sought::Elsewhere);
        }
        Ok(match find_public(tx, id, ordinal).await? {
            Some(Found::Document(found)) => Sought::Here(found),
            Some(Found::Withdrawn(stone)) => Sought::Withdrawn(stone),
            None => Sought::Nowhere,
        })
    }
}

impl Sought {
    /// The document, where it is here.
    pub fn here(&self) -> Option<&PublicDocument> {
        match self {
            Self::Here(found) => Some(found),
            Self::Withdrawn(_) | Self::Elsewhere | Self::Nowhere => None,
        }
    }

    /// The document, or what is answered instead; the word says what was asked for.
    pub fn or(self, what: &'static str) -> Result<PublicDocument, Snag> {
        match self {
            Self::Here(found) => Ok(*found),
            Self::Withdrawn(stone) => Err(Snag::Gone(stone)),
            Self::Elsewhere => Err(Snag::Elsewhere),
            Self::Nowhere => Err(Snag::Missing(what)),
        }
    }
}
