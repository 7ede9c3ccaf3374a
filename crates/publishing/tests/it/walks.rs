//! A page may not walk through all documents: the plans of the statements are read.
/// Statements that walk through all public documents or editions because that is their work: checks, fillings, fixtures of benchmarks.
const WALKS: [&str; 14] = [
    "LIST_SETTLED",
    "LIST_UNRENDERED",
    "LIST_MISCOUNTED",
    "LIST_PUBLIC_EDITIONS",
    "LIST_PUBLIC_IDS",
    "LIST_WITHOUT_EDITION",
    "LIST_UNSIGNED",
    "COUNT_AT_WORK",
    "FIXTURE_DOCUMENTS",
    "FIXTURE_SHELF",
    "FIXTURE_TALLIES",
    "FIXTURE_CHOICES",
    "FIXTURE_EDITIONS",
    "FIXTURE_BODIES",
];

#[tokio::test]
async fn no_statement_of_a_page_walks_through_all_documents() {
    let site = testkit::TestSite::on_sqlite().await;
    for (name, sql) in publishing::ALL.iter().copied().flatten() {
        if WALKS.contains(name) {
            continue;
        }
        // The program never builds SQL: a test may, for it ends with the process.
        let explain: &'static str = Box::leak(format!("explain query plan {sql}").into_boxed_str());
        let most = (1..=40)
            .rev()
            .find(|it| sql.contains(&format!("${it}")))
            .unwrap_or(0);
        let values = vec![store::Value::Text(String::new()); most];
        let plan = store::read!(site.store, |tx| tx.fetch_all(explain, &values).await);
        for row in plan.expect(name) {
            let step: String = row.get("detail").expect("a plan has steps");
            let is_walk = step.contains("AUTOMATIC")
                || (step.contains(" d ")
                    || step.contains(" document ")
                    || step.contains(" e ")
                    || step.contains(" edition "))
                    && (step.starts_with("SCAN") || step.ends_with("(state=?)"));
            assert!(!is_walk, "{name}: {step}");
        }
    }
}
