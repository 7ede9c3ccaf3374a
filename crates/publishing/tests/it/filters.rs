//! The library narrowed: counts after everything that moves them, lists and counts against a recount, paging. On both engines.

use std::collections::{BTreeMap, BTreeSet};

use crate::city::{City, news, normative, outlet, person};
use kernel::{Date, DocumentId, Moment, PageAsk, Role, Stop, UnitId};
use prose::Body;
use publishing::actions::{self, Begin, Correct, DecideValidity, Judge, Save, Withdraw};
use publishing::choices::{Choice, Choices, count_choices};
use publishing::metadata::TypedMetadata;
use publishing::model::Scale;
use publishing::public::{PublicLine, Scope, list_public};
use publishing::queries::find_work;
use publishing::{Validity, check};
use store::params;
use testkit::{TestSite, on_both};

async fn choices(site: &TestSite, scope: &Scope) -> Choices {
    store::read!(site.store, |tx| count_choices(tx, scope).await).unwrap()
}

async fn left(site: &TestSite, scope: Scope) -> u64 {
    let page = store::read!(site.store, |tx| list_public(
        tx,
        &scope,
        &PageAsk::first(200)
    )
    .await);
    let choices = choices(site, &scope).await;
    assert_eq!(page.unwrap().items.len() as u64, choices.total, "{scope:?}");
    choices.total
}

fn of(validity: Validity) -> Scope {
    Scope {
        validity: Some(validity),
        ..Scope::default()
    }
}

fn of_theme(theme: &str) -> Scope {
    Scope {
        theme: Some(theme.to_owned()),
        ..Scope::default()
    }
}

fn noon(day: &str) -> Moment {
    Moment::noon_of(day.parse().unwrap())
}

/// Publishes for any unit, at any moment.
async fn publish(
    site: &TestSite,
    (city, unit): (&City, UnitId),
    command: &Begin,
    now: Moment,
) -> DocumentId {
    let by = |seed: u64, role: Role| person(seed, unit, &[role]);
    let clerk = by(1, Role::Clerk).unit_officer(unit).unwrap();
    let who = (&clerk, &city.library);
    let begun = actions::begin(&site.store, command, who, now)
        .await
        .unwrap();
    let edition = begun.edition;
    actions::submit(&site.store, &Judge::of(edition, ""), who, now)
        .await
        .unwrap();
    let judge = Judge::of(edition, "同意。");
    let head = by(2, Role::SectionHead).unit_leader(unit).unwrap();
    actions::pass(&site.store, &judge, &head, now)
        .await
        .unwrap();
    let secrecy = by(3, Role::SecrecyOfficer).secrecy_reviewer(unit).unwrap();
    actions::sign(&site.store, &judge, &secrecy, now)
        .await
        .unwrap();
    let leader = by(4, Role::Approver).approver(unit).unwrap();
    actions::approve(&site.store, &judge, &leader, (&outlet(site), now))
        .await
        .unwrap();
    begun.document
}

async fn decide(
    site: &TestSite,
    city: &City,
    (document, validity, from): (DocumentId, Validity, &str),
) {
    let command = DecideValidity {
        document,
        validity,
        basis: "市政府决定".to_owned(),
        effective_on: from.parse().unwrap(),
        words: String::new(),
    };
    let when = (&outlet(site), site.now);
    actions::decide_validity(&site.store, &command, &city.leader(), when)
        .await
        .unwrap();
}

/// Small random numbers from a seed.
struct Dice(u64);

impl Dice {
    fn of<T: Copy>(&mut self, among: &[T]) -> T {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        among[(self.0 >> 33) as usize % among.len()]
    }
}

const THEMES: [&str; 2] = ["财政、金融、审计", "综合政务"];

/// Two dozen documents of two units, four kinds and two years, with dates on both sides of today; some repealed, corrected, withdrawn.
async fn random_library(site: &TestSite, city: &City) {
    let mut dice = Dice(20_261_121);
    let kinds = [
        ("normative", "policies"),
        ("normative", "livelihood"),
        ("policy", "policies"),
        ("notice", "livelihood"),
        ("news", "news"),
    ];
    let days = ["", "2026-11-20", "2026-11-21", "2026-12-01", "2027-01-15"];
    for n in 0..24 {
        let (kind, column) = dice.of(&kinds);
        let day = |it: &str| it.to_owned();
        let has_dates = matches!(kind, "normative" | "policy");
        let command = Begin {
            kind: kind.to_owned(),
            metadata: TypedMetadata {
                column: column.to_owned(),
                title: format!("第{n}件"),
                number: if has_dates {
                    format!("云财〔2026〕{}号", n + 1)
                } else {
                    String::new()
                },
                theme: if kind == "news" {
                    String::new()
                } else {
                    day(dice.of(&THEMES))
                },
                summary: "概述。".to_owned(),
                made_on: "2026-11-18".to_owned(),
                effective_on: if kind == "normative" {
                    day(dice.of(&days[1..]))
                } else {
                    String::new()
                },
                expires_on: if has_dates && n % 3 == 0 {
                    day(dice.of(&["2027-01-20", "2027-02-01"]))
                } else {
                    String::new()
                },
                ..TypedMetadata::default()
            },
            body: Body::from_text("第一条 制定本办法。").unwrap(),
        };
        let unit = dice.of(&[city.finance, city.welfare]);
        let now = dice.of(&[site.now, noon("2026-12-31"), noon("2027-01-01")]);
        let id = publish(site, (city, unit), &command, now).await;
        if unit == city.finance && has_dates && n % 2 == 0 {
            let validity = dice.of(&[
                Validity::Repealed,
                Validity::Amended,
                Validity::PartlyRepealed,
            ]);
            decide(
                site,
                city,
                (id, validity, dice.of(&["2026-11-21", "2027-01-18"])),
            )
            .await;
        }
        if unit == city.finance && n % 7 == 0 {
            let command = Withdraw {
                document: id,
                reason: "有误。".to_owned(),
                successor: None,
            };
            actions::withdraw(&site.store, &command, &city.leader(), site.now)
                .await
                .unwrap();
        }
    }
}

fn told(city: &City, line: &PublicLine, today: Date) -> Option<Validity> {
    let now = line.force.on(today);
    let has_validity = city.library.find_kind(&line.kind).unwrap().has_validity;
    (has_validity || now != Validity::InForce).then_some(now)
}

fn fits(city: &City, scope: &Scope, (line, today): (&PublicLine, Date)) -> bool {
    scope.unit.is_none_or(|it| it == line.unit)
        && scope.column.as_ref().is_none_or(|it| *it == line.column)
        && scope.kind.as_ref().is_none_or(|it| *it == line.kind)
        && scope.theme.as_ref().is_none_or(|it| *it == line.theme)
        && scope
            .year
            .is_none_or(|it| it == line.published_at.date().year())
        && scope
            .validity
            .is_none_or(|it| told(city, line, today) == Some(it))
}

fn counted(choices: &[Choice]) -> BTreeMap<String, u64> {
    choices
        .iter()
        .map(|it| (it.value.clone(), it.count))
        .collect()
}

/// Every value of a facet that some line has, and none chosen.
fn values<T: Ord + Clone>(
    lines: &[PublicLine],
    of: impl Fn(&PublicLine) -> Option<T>,
) -> Vec<Option<T>> {
    let found: BTreeSet<T> = lines.iter().filter_map(of).collect();
    std::iter::once(None)
        .chain(found.into_iter().map(Some))
        .collect()
}

/// Every combination of what there is to choose.
fn combinations(city: &City, lines: &[PublicLine], today: Date) -> Vec<Scope> {
    let mut scopes = vec![Scope::default()];
    macro_rules! widen {
        ($field:ident, $of:expr) => {
            scopes = values(lines, $of)
                .iter()
                .flat_map(|it| {
                    scopes.iter().map(|scope| Scope {
                        $field: it.clone(),
                        ..scope.clone()
                    })
                })
                .collect();
        };
    }
    widen!(unit, |it: &PublicLine| Some(it.unit));
    widen!(column, |it: &PublicLine| Some(it.column.clone()));
    widen!(kind, |it: &PublicLine| Some(it.kind.clone()));
    widen!(theme, |it: &PublicLine| Some(it.theme.clone())
        .filter(|it| !it.is_empty()));
    widen!(year, |it: &PublicLine| Some(it.published_at.date().year()));
    let told: Vec<_> = values(lines, |it| told(city, it, today).map(|it| it.code()));
    let told: Vec<_> = told
        .iter()
        .map(|it| it.and_then(Validity::from_code))
        .collect();
    told.iter()
        .flat_map(|it| {
            scopes.iter().map(|scope| Scope {
                validity: *it,
                ..scope.clone()
            })
        })
        .collect()
}

/// Compares what is offered and listed with a recount, for one combination.
async fn compare(
    tx: &mut store::Tx,
    (city, scope): (&City, &Scope),
    (lines, today): (&[PublicLine], Date),
) {
    let expected: Vec<_> = lines
        .iter()
        .filter(|it| fits(city, scope, (it, today)))
        .map(|it| it.id)
        .collect();
    let listed = list_public(tx, scope, &PageAsk::first(100)).await.unwrap();
    assert_eq!(
        listed.items.iter().map(|it| it.id).collect::<Vec<_>>(),
        expected,
        "{scope:?}"
    );
    let choices = count_choices(tx, scope).await.unwrap();
    assert_eq!(choices.total, expected.len() as u64, "{scope:?}");
    let recount = |without: &Scope, of: &dyn Fn(&PublicLine) -> Option<String>| {
        let mut counts = BTreeMap::new();
        for line in lines.iter().filter(|it| fits(city, without, (it, today))) {
            if let Some(value) = of(line).filter(|it| !it.is_empty()) {
                *counts.entry(value).or_insert(0) += 1;
            }
        }
        counts
    };
    let any = || scope.clone();
    assert_eq!(
        counted(&choices.units),
        recount(
            &Scope {
                unit: None,
                ..any()
            },
            &|it| Some(it.unit.to_string())
        ),
        "{scope:?}"
    );
    assert_eq!(
        counted(&choices.columns),
        recount(
            &Scope {
                column: None,
                ..any()
            },
            &|it| Some(it.column.clone())
        ),
        "{scope:?}"
    );
    assert_eq!(
        counted(&choices.kinds),
        recount(
            &Scope {
                kind: None,
                ..any()
            },
            &|it| Some(it.kind.clone())
        ),
        "{scope:?}"
    );
    assert_eq!(
        counted(&choices.themes),
        recount(
            &Scope {
                theme: None,
                ..any()
            },
            &|it| Some(it.theme.clone())
        ),
        "{scope:?}"
    );
    assert_eq!(
        counted(&choices.years),
        recount(
            &Scope {
                year: None,
                ..any()
            },
            &|it| Some(it.published_at.date().year().to_string())
        ),
        "{scope:?}"
    );
    let validities = recount(
        &Scope {
            validity: None,
            ..any()
        },
        &|it| told(city, it, today).map(|it| it.code().to_owned()),
    );
    assert_eq!(counted(&choices.validities), validities, "{scope:?}");
}

on_both! {
    async fn counts_follow_publication_correction_repeal_days_and_withdrawal(site: &TestSite) {
        let city = City::of(site).await;
        let draft = city.begin(site, &normative("云财〔2026〕12号", "第一条 总则。")).await;
        city.bring_to_approval(site, draft.edition).await;
        assert_eq!(choices(site, &Scope::default()).await, Choices::default(), "what is not public is counted nowhere");
        actions::approve(&site.store, &Judge::of(draft.edition, ""), &city.leader(), (&outlet(site), site.now)).await.unwrap();
        publish(site, (&city, city.welfare), &news("工作会召开"), site.now).await;
        assert_eq!(left(site, Scope::default()).await, 2);
        assert_eq!(left(site, of(Validity::NotYet)).await, 1);
        assert_eq!(left(site, of(Validity::InForce)).await, 0, "news is not in force or out of it");
        assert_eq!(left(site, of_theme(THEMES[0])).await, 1);
        assert_eq!(left(site, Scope { year: Some(2026), ..Scope::default() }).await, 2);
        assert_eq!(left(site, Scope { year: Some(2025), ..Scope::default() }).await, 0);

        let command = Correct { document: draft.document, scale: Scale::Major, change_note: "改主题。".to_owned() };
        let second = actions::correct(&site.store, &command, &city.clerk(), site.now).await.unwrap();
        let work = store::read!(site.store, |tx| find_work(tx, second).await).unwrap().unwrap();
        let mut metadata = normative("云财〔2026〕12号", "").metadata;
        metadata.theme = THEMES[1].to_owned();
        let save = Save { edition: second, revision: work.edition.revision, metadata, body: work.edition.body.clone(), scale: Scale::Major, change_note: "改主题。".to_owned() };
        actions::save(&site.store, &save, (&city.clerk(), &city.library), site.now).await.unwrap();
        assert_eq!(left(site, of_theme(THEMES[0])).await, 1, "a correction under review moves nothing");
        city.publish(site, second).await;
        assert_eq!(left(site, of_theme(THEMES[0])).await, 0);
        assert_eq!(left(site, of_theme(THEMES[1])).await, 1);
        assert!(choices(site, &Scope::default()).await.themes.iter().all(|it| it.value == THEMES[1]), "what leaves nothing is not offered");

        // The day before nothing is due; on the day it comes into force; run twice it does nothing more.
        assert_eq!(actions::settle_due(&site.store, noon("2026-11-30")).await.unwrap(), 0);
        assert_eq!(actions::settle_due(&site.store, noon("2026-12-01")).await.unwrap(), 1);
        assert_eq!(actions::settle_due(&site.store, noon("2026-12-01")).await.unwrap(), 0);
        assert_eq!((left(site, of(Validity::NotYet)).await, left(site, of(Validity::InForce)).await), (0, 1));
        let newest = store::read!(site.store, |tx| store::event::list_newest(tx, 1).await).unwrap();
        assert_eq!(newest[0].kind, "document.day_came", "other nodes drop their kept lists by it");

        decide(site, &city, (draft.document, Validity::Repealed, "2027-03-01")).await;
        assert_eq!(left(site, of(Validity::Repealed)).await, 0, "not before its day");
        assert_eq!(actions::settle_due(&site.store, noon("2027-03-01")).await.unwrap(), 1);
        assert_eq!(left(site, of(Validity::Repealed)).await, 1);
        decide(site, &city, (draft.document, Validity::InForce, "2026-11-21")).await;
        assert_eq!(actions::settle_due(&site.store, noon("2031-12-01")).await.unwrap(), 1, "its last day came and went");
        assert_eq!(left(site, of(Validity::Expired)).await, 1);
        assert!(check::check(&site.store).await.unwrap().is_empty());

        let command = Withdraw { document: draft.document, reason: "有误。".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &city.leader(), site.now).await.unwrap();
        assert_eq!(left(site, Scope::default()).await, 1);
        assert_eq!(left(site, of(Validity::Expired)).await, 0);
        assert!(check::check(&site.store).await.unwrap().is_empty());
    }

    async fn every_combination_of_choices_leaves_what_a_recount_finds(site: &TestSite) {
        let city = City::of(site).await;
        random_library(site, &city).await;
        for day in ["2027-01-01", "2027-01-19"] {
            let today: Date = day.parse().unwrap();
            actions::settle_due(&site.store, noon(day)).await.unwrap();
            store::read!(site.store, |tx| {
                let all = list_public(tx, &Scope::default(), &PageAsk::first(100)).await?;
                let scopes = combinations(&city, &all.items, today);
                assert!(scopes.len() > 500, "{}", scopes.len());
                for scope in &scopes {
                    compare(tx, (&city, scope), (&all.items, today)).await;
                }
                Ok::<_, kernel::Fault>(())
            }).unwrap();
            assert!(check::check(&site.store).await.unwrap().is_empty());
        }
    }

    async fn paging_a_narrowed_list_never_skips_or_repeats(site: &TestSite) {
        let city = City::of(site).await;
        random_library(site, &city).await;
        let today: Date = "2027-01-01".parse().unwrap();
        actions::settle_due(&site.store, Moment::noon_of(today)).await.unwrap();
        store::read!(site.store, |tx| {
            let all = list_public(tx, &Scope::default(), &PageAsk::first(100)).await?.items;
            for scope in combinations(&city, &all, today).iter().step_by(7) {
                let expected: Vec<_> = all.iter().filter(|it| fits(&city, scope, (it, today))).map(|it| it.id).collect();
                let mut seen = Vec::new();
                let mut ask = PageAsk::first(2);
                loop {
                    let page = list_public(tx, scope, &ask).await?;
                    seen.extend(page.items.iter().map(|it| it.id));
                    match page.next {
                        Some(next) => ask = PageAsk::after(next, 2),
                        None => break,
                    }
                }
                assert_eq!(seen, expected, "{scope:?}");
            }
            Ok::<_, kernel::Fault>(())
        }).unwrap();
    }

    async fn what_was_public_before_the_filters_came_is_counted_by_the_migration_and_settled(site: &TestSite) {
        let city = City::of(site).await;
        random_library(site, &city).await;
        actions::settle_due(&site.store, noon("2027-01-01")).await.unwrap();
        let before = choices(site, &Scope::default()).await;
        // As the tables stood before: no shelves, no counts, nothing settled, no kind that knows validity.
        let filters = include_str!("../../../../migrations/0015_library_filters.sql");
        let shelves = include_str!("../../../../migrations/0025_subsites.sql");
        let statements = |migration: &str, wanted: &str| -> Vec<String> {
            let statements = migration.split(";\n").map(|it| {
                let lines: Vec<_> = it.lines().filter(|it| !it.starts_with("--")).collect();
                lines.join("\n").trim().to_owned()
            });
            statements.filter(|it| it.starts_with(wanted)).collect()
        };
        let backfill = [statements(filters, "update"), statements(shelves, "insert")].concat();
        assert_eq!(backfill.len(), 6);
        let emptied = ["delete from shelf", "delete from shelf_tally", "delete from shelf_choice", "update document set validity_now = '', settle_on = null, knows_validity = false"];
        store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
            for sql in emptied.iter().map(|it| (*it).to_owned()).chain(backfill.iter().cloned()) {
                tx.execute(sql.leak(), params![]).await?;
            }
            Ok(())
        }).unwrap();
        assert!(check::check(&site.store).await.unwrap().is_empty(), "counted, and not settled yet");
        assert_eq!(choices(site, &Scope::default()).await.total, before.total);
        assert!(actions::settle_due(&site.store, noon("2027-01-01")).await.unwrap() > 0);
        let after = choices(site, &Scope::default()).await;
        assert_eq!(counted(&after.validities), counted(&before.validities));
        assert_eq!(counted(&after.units), counted(&before.units));
        assert!(check::check(&site.store).await.unwrap().is_empty());
    }

    async fn a_wrong_count_and_a_stale_validity_are_told_by_the_check(site: &TestSite) {
        let city = City::of(site).await;
        publish(site, (&city, city.finance), &normative("云财〔2026〕12号", "第一条 总则。"), site.now).await;
        store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
            tx.execute("update shelf_tally set n = n + 1 where site = 'main' and unit_id = '*' and theme = '*' and kind = 'normative' and year = '*' and validity = '*' and column_code = '*'", params![]).await?;
            tx.execute("update document set settle_on = '2027-07-01'", params![]).await?;
            Ok(())
        }).unwrap();
        let codes: Vec<_> = check::check(&site.store).await.unwrap().iter().map(|it| it.code).collect();
        assert_eq!(codes, ["library.miscounted", "document.unsettled"]);
    }
}
