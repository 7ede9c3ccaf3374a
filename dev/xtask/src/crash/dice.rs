//! Random moments from a seed (SplitMix64): the same seed, the same moments.
//!
//! Good enough to spread kills over a life; not for secrets.

use std::time::Duration;

/// A source of random numbers.
#[derive(Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// A source that repeats for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A moment in `[0, longest)`.
    pub fn moment_within(&mut self, longest: Duration) -> Duration {
        let micros = u64::try_from(longest.as_micros())
            .unwrap_or(u64::MAX)
            .max(1);
        Duration::from_micros(self.next() % micros)
    }

    /// A number in `[0, end)`.
    pub fn below(&mut self, end: usize) -> usize {
        let drawn = usize::try_from(self.next() >> 33).unwrap_or(0);
        drawn % end.max(1)
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_moments_within_the_limit() {
        let longest = Duration::from_millis(40);
        let draw = || {
            let mut dice = Dice::seeded(7);
            (0..50)
                .map(|_| dice.moment_within(longest))
                .collect::<Vec<_>>()
        };
        let moments = draw();
        assert_eq!(moments, draw());
        assert!(moments.iter().all(|moment| *moment < longest));
        assert!(moments.iter().any(|moment| *moment > longest / 2));
        assert!(moments.iter().any(|moment| *moment < longest / 2));
    }
}
