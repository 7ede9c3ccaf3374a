//! What an import would do, without doing it: asked of what is there already, and of what the rows before would have brought.
//!
//! Of those rows a fingerprint of eight bytes is held for each key, address and number, and nothing else.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use kernel::{DocumentId, EditionId, Fault, Moment};
use publishing::DocumentRefusal;
use publishing::actions::import::foresee_in;
use publishing::actions::{Arrival, Arrived};
use publishing::import::ImportRefusal;
use publishing::metadata::number_key;
use store::Store;

/// What the rows before would have brought.
#[derive(Default)]
pub struct Foresight {
    state: RandomState,
    taken: HashSet<u64>,
}

impl Foresight {
    /// What would become of each.
    pub async fn foresee(
        &mut self,
        store: &Store,
        (source, arrivals): (&str, &[Arrival]),
        now: Moment,
    ) -> Result<Vec<Arrived>, Fault> {
        let foreseen = store::read!(store, |tx| {
            let mut foreseen = Vec::with_capacity(arrivals.len());
            for arrival in arrivals {
                foreseen.push(foresee_in(tx, source, arrival, now).await?);
            }
            Ok(foreseen)
        })?;
        let settled = arrivals.iter().zip(foreseen);
        Ok(settled
            .map(|(arrival, known)| known.unwrap_or_else(|| self.follow(arrival, now)))
            .collect())
    }

    /// After the rows before.
    fn follow(&mut self, arrival: &Arrival, now: Moment) -> Arrived {
        let unit = arrival.unit.to_string();
        let key = self.print(&["key", &arrival.key]);
        let address = arrival.old_address.as_ref();
        let address = address.map(|it| (it.clone(), self.print(&["address", it])));
        let number = number_key(&arrival.metadata.number);
        let number = number.map(|it| self.print(&["number", &unit, &it]));
        if self.taken.contains(&key) {
            return Arrived::Refused(ImportRefusal::Twice);
        }
        if let Some((address, print)) = &address
            && self.taken.contains(print)
        {
            return Arrived::Refused(ImportRefusal::AddressTaken(address.clone()));
        }
        if number.is_some_and(|it| self.taken.contains(&it)) {
            let title = "本次导入的另一件信息".to_owned();
            return Arrived::Refused(DocumentRefusal::NumberTaken(title).into());
        }
        let is_grave = arrival.count_grave() > 0;
        // A draft holds no number: only what is public does.
        let number = number.filter(|_| !is_grave);
        let prints = [Some(key), address.map(|(_, it)| it), number];
        self.taken.extend(prints.into_iter().flatten());
        // Nothing came in, so nothing has an id: the first that there could be.
        match is_grave {
            true => Arrived::Drafted(DocumentId::least_at(now), EditionId::least_at(now)),
            false => Arrived::Published(DocumentId::least_at(now)),
        }
    }

    fn print(&self, words: &[&str]) -> u64 {
        self.state.hash_one(words)
    }
}

impl std::fmt::Debug for Foresight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Foresight({})", self.taken.len())
    }
}
