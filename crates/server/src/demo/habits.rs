//! How punctual each unit of the demo city is, and what becomes of each of its promises.
//!
//! Pure: the same unit, promise and due day always have the same fate.

use std::collections::HashMap;

use kernel::Date;

use crate::failure::Failure;

/// How punctual a unit is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habit {
    on_time_share: f64,
    early_days: i32,
    late_days: i32,
    missed_share: f64,
}

/// Days from the due day to publication; negative is early.
pub type Lateness = i32;

/// Habits by unit code.
pub fn read_habits(csv: &str) -> Result<HashMap<String, Habit>, Failure> {
    let mut habits = HashMap::new();
    for (number, line) in csv.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let habit = (|| {
            Some(Habit {
                on_time_share: cells.get(2)?.parse().ok()?,
                early_days: cells.get(3)?.parse().ok()?,
                late_days: cells.get(4)?.parse().ok()?,
                missed_share: cells.get(5)?.trim().parse().ok()?,
            })
        })();
        let habit = habit.ok_or_else(|| {
            Failure::bad_input(
                "demo.habits",
                format!("delays.csv 第 {} 行无效", number + 1),
                "请核对演示数据",
            )
        })?;
        habits.insert(cells[0].to_owned(), habit);
    }
    Ok(habits)
}

impl Habit {
    /// When a promise is kept, counted from its due day.
    pub fn lateness(&self, promise: &str, due_on: Date) -> Lateness {
        let mut dice = Dice::of(promise, due_on);
        if dice.share() < self.missed_share {
            // Forgotten until somebody asks.
            return 35 + dice.below(60);
        }
        if dice.share() < self.on_time_share {
            // Never earlier than ten days: a period's figures are not there before.
            return -dice.below((2 * self.early_days).clamp(1, 10));
        }
        1 + dice.below((2 * self.late_days).max(1))
    }
}

/// Numbers from FNV-1a and SplitMix64: enough for a play.
struct Dice(u64);

impl Dice {
    fn of(promise: &str, due_on: Date) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in promise.bytes().chain(due_on.to_string().bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }

    fn below(&mut self, bound: i32) -> i32 {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        i32::try_from(self.next() % bound).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_habit_shows_in_many_promises_and_repeats_for_one() {
        let habits = read_habits("code,profile,a,b,c,d\nx,good,0.9,5,4,0.02\n").unwrap();
        let due: Date = "2026-10-14".parse().unwrap();
        let all: Vec<_> = (0..2000)
            .map(|n| habits["x"].lateness(&format!("promise {n}"), due))
            .collect();
        let on_time = all.iter().filter(|&&days| days <= 0).count();
        assert!((1680..=1860).contains(&on_time), "{on_time}");
        assert!(all.iter().all(|days| (-10..=95).contains(days)));
        assert_eq!(all[7], habits["x"].lateness("promise 7", due));
    }

    #[test]
    fn a_broken_line_is_told() {
        assert!(
            read_habits("code\nx,good,much,5,4,0.02\n")
                .unwrap_err()
                .to_string()
                .contains("第 2 行")
        );
    }
}
