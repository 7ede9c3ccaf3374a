//! How fast the questions are that boards ask for every row: `cargo bench -p calendar`.
//! Limits: adding working days 50 ns whatever the span; a proof of 60 days 20 µs.

use calendar::{Calendar, Clock, Date, LastDay, Span};
use divan::{Bencher, black_box};

fn main() {
    // The tables are built once per process; no benchmark measures that.
    Calendar::national();
    divan::main();
}

const START: Date = Date::constant(2026, 1, 20);

#[divan::bench(args = [1, 20, 250, 10_000])]
fn add_workdays(bencher: Bencher<'_, '_>, n: u32) {
    let calendar = Calendar::national();
    bencher.bench_local(|| calendar.add_workdays(black_box(START), black_box(n)));
}

#[divan::bench]
fn count_workdays(bencher: Bencher<'_, '_>) {
    let calendar = Calendar::national();
    let through = Date::constant(2026, 12, 31);
    bencher.bench_local(|| calendar.count_workdays(black_box(START), black_box(through)));
}

#[divan::bench]
fn due(bencher: Bencher<'_, '_>) {
    let calendar = Calendar::national();
    let clock = paused_reply();
    bencher.bench_local(|| black_box(&clock).due(&calendar));
}

#[divan::bench]
fn proof_of_60_natural_days(bencher: Bencher<'_, '_>) {
    let calendar = Calendar::national();
    let clock = Clock::start(
        START,
        Span::Days(60),
        LastDay::RollForward,
        "《行政复议法》第二十条",
    );
    bencher.bench_local(|| black_box(&clock).proof(&calendar));
}

#[divan::bench]
fn proof_of_60_working_days(bencher: Bencher<'_, '_>) {
    let calendar = Calendar::national();
    let clock = Clock::start(
        START,
        Span::Workdays(60),
        LastDay::AsIs,
        "《条例》第三十三条",
    );
    bencher.bench_local(|| black_box(&clock).proof(&calendar));
}

#[divan::bench]
fn proof_with_a_pause(bencher: Bencher<'_, '_>) {
    let calendar = Calendar::national();
    let clock = paused_reply();
    bencher.bench_local(|| black_box(&clock).proof(&calendar));
}

#[divan::bench(sample_count = 20)]
fn building_the_tables(bencher: Bencher<'_, '_>) {
    let text = Calendar::national().to_json();
    bencher.bench_local(|| Calendar::from_json(black_box(&text)));
}

fn paused_reply() -> Clock {
    Clock::start(
        START,
        Span::Workdays(20),
        LastDay::AsIs,
        "《条例》第三十三条",
    )
    .pause(Date::constant(2026, 1, 28), "征求意见")
    .and_then(|clock| clock.resume(Date::constant(2026, 3, 9), "收到意见"))
    .expect("in order")
}
