//! The register of units on both engines: files in, snapshot out, twice the same.

use kernel::unit::{Members, UnitKind};
use kernel::{Date, PageAsk, Stop};
use store::directory::register::{RegisterRefusal, read_classes, read_units};
use store::directory::succession::{Ending, end_unit};
use store::directory::{self, UnitFilter, import};
use testkit::{TestSite, on_both};

const UNITS: &str = "\u{feff}code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
czj,云溪市财政局,市财政局,department,city,zf,财政局;市财政,,,,,0000-5550101,听泉大道1号,9:00—17:00,https://www.yunxi.example/czj/
zf,云溪市人民政府,市政府,government,city,,,,,,,,,,
gtj,云溪市国土资源局,市国土局,department,city,zf,,,2001-01-01,2018-12-31,zrj,,,,
zrj,云溪市自然资源和规划局,市自然资源和规划局,department,city,zf,市资规局,云溪市规划局,2019-01-01,,,,,,
ls,灵山镇人民政府,灵山镇,town,town,zf,,,,,,,,,
";
const CLASSES: &str = "name,aliases,members
各乡镇,各镇;各乡镇人民政府,\"kind:town,subdistrict\"
财税部门,,czj
有关单位,,
全体单位,各单位,*
";

async fn import_all(
    site: &TestSite,
    units: &str,
) -> Result<(import::Imported, import::Imported), Stop<RegisterRefusal>> {
    let units = read_units(units).map_err(Stop::Refused)?;
    let classes = read_classes(CLASSES).map_err(Stop::Refused)?;
    let office = site.office();
    store::write!(site.store, |tx| {
        let units = import::import_units(tx, &units, &office, site.now).await?;
        let classes = import::import_classes(tx, &classes, &office, site.now).await?;
        Ok((units, classes))
    })
}

on_both! {
    async fn a_units_file_is_kept_and_the_same_file_again_changes_nothing(site: &TestSite) {
        let (units, classes) = import_all(site, UNITS).await.unwrap();
        assert_eq!((units.added, classes.added), (5, 4));
        let (units, classes) = import_all(site, UNITS).await.unwrap();
        assert_eq!((units.unchanged, units.added, units.changed), (5, 0, 0));
        assert_eq!((classes.unchanged, classes.added, classes.changed), (4, 0, 0));
        let renamed = UNITS.replace("财政局;市财政", "财政局;市财政;市地税局");
        let (units, _) = import_all(site, &renamed).await.unwrap();
        assert_eq!((units.unchanged, units.changed), (4, 1));
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.problems, []);
        assert_eq!(report.events, 10);
    }

    async fn the_snapshot_knows_parents_successors_and_members(site: &TestSite) {
        import_all(site, UNITS).await.unwrap();
        let directory = store::read!(site.store, |tx| directory::load(tx).await)
            .unwrap();
        let by_code = |code: &str| directory.units().iter().find(|unit| unit.code == code).unwrap();
        let (old, new) = (by_code("gtj"), by_code("zrj"));
        let (before, after): (Date, Date) = ("2018-12-31".parse().unwrap(), "2019-01-01".parse().unwrap());
        assert_eq!(directory.current(old.id, before).unwrap().id, old.id);
        assert_eq!(directory.current(old.id, after).unwrap().id, new.id);
        assert_eq!(by_code("czj").parent, Some(by_code("zf").id));
        let members = |name: &str, day| {
            let class = directory.classes().iter().find(|class| class.name == name).unwrap();
            directory.members(class, day)
        };
        assert_eq!(members("各乡镇", after), [by_code("ls").id]);
        assert_eq!(members("财税部门", after), [by_code("czj").id]);
        assert_eq!(members("全体单位", after).len(), 4);
        assert!(members("有关单位", after).is_empty());
        assert!(directory.classes().iter().any(|class| class.members == Members::Unknown));
    }

    async fn the_register_written_and_read_again_changes_nothing(site: &TestSite) {
        import_all(site, UNITS).await.unwrap();
        let written = store::read!(site.store, |tx| directory::load(tx).await).unwrap();
        let units = directory::export::units_file(&written).unwrap();
        let classes = directory::export::classes_file(&written).unwrap();
        assert!(units.contains("市财政;财政局"), "{units}");
        let (units, classes) = (read_units(&units).unwrap(), read_classes(&classes).unwrap());
        let office = site.office();
        let again = store::write!(site.store, |tx| {
            let units = import::import_units(tx, &units, &office, site.now).await?;
            Ok::<_, Stop<RegisterRefusal>>((units, import::import_classes(tx, &classes, &office, site.now).await?))
        })
        .unwrap();
        assert_eq!((again.0.unchanged, again.0.changed, again.0.added), (5, 0, 0));
        assert_eq!((again.1.unchanged, again.1.changed, again.1.added), (4, 0, 0));
    }

    async fn a_successor_takes_the_place_of_a_unit_that_ends_in_the_tree_and_in_classes(site: &TestSite) {
        import_all(site, UNITS).await.unwrap();
        let before = store::read!(site.store, |tx| directory::load(tx).await).unwrap();
        let id = |code: &str| before.find_by_code(code).unwrap().id;
        let (government, finance, resources) = (id("zf"), id("czj"), id("zrj"));
        let office = site.office();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let ending = |unit, successors| Ending { unit, last_day: day("2026-11-20"), successors };
        let by = (&office, site.now);
        // 市政府 stands above its successor: that one takes its place at the top.
        let into = [finance];
        let done = store::write!(site.store, |tx| Ok::<_, Stop<kernel::Never>>(end_unit(tx, &ending(government, &into), by).await?)).unwrap();
        assert_eq!(done.children, 4);
        let into = [resources];
        let done = store::write!(site.store, |tx| Ok::<_, Stop<kernel::Never>>(end_unit(tx, &ending(finance, &into), by).await?)).unwrap();
        assert_eq!(done.classes, 1, "财税部门 lists it");
        let after = store::read!(site.store, |tx| directory::load(tx).await).unwrap();
        assert_eq!(after.find(resources).unwrap().parent, None);
        assert_eq!(after.find_by_code("ls").unwrap().parent, Some(resources));
        let class = after.classes().iter().find(|class| class.name == "财税部门").unwrap();
        assert_eq!(after.members(class, day("2026-11-20")), [finance, resources], "the list keeps who was in it");
        assert_eq!(after.members(class, day("2026-11-21")), [resources]);
        assert_eq!(after.heir(government), resources, "a chain is followed to its end");
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.problems, []);
    }

    async fn units_of_a_second_file_stand_behind_the_known_ones(site: &TestSite) {
        import_all(site, UNITS).await.unwrap();
        let header = UNITS.lines().next().unwrap();
        let more = read_units(&format!("{header}\nslj,云溪市水利局,市水利局,department,city,,,,,,,,,,\n")).unwrap();
        let office = site.office();
        store::write!(site.store, |tx| import::import_units(tx, &more, &office, site.now).await).unwrap();
        let mut ask = PageAsk::first(1);
        let mut codes = Vec::new();
        loop {
            let page = store::read!(site.store, |tx| {
                directory::list_units(tx, &UnitFilter::default(), &ask, site.now.date()).await
            })
            .unwrap();
            codes.extend(page.items.into_iter().map(|unit| unit.code));
            match page.next {
                Some(next) => ask.after = Some(next),
                None => break,
            }
        }
        assert_eq!(codes, ["czj", "zf", "zrj", "ls", "slj"]);
    }

    async fn units_are_listed_by_pages_in_the_order_of_the_file(site: &TestSite) {
        import_all(site, UNITS).await.unwrap();
        let today = site.now.date();
        let page = async |filter: UnitFilter, ask: PageAsk| {
            store::read!(site.store, |tx| directory::list_units(tx, &filter, &ask, today).await)
                .unwrap()
        };
        let first = page(UnitFilter::default(), PageAsk::first(2)).await;
        let names: Vec<_> = first.items.iter().map(|unit| unit.code.as_str()).collect();
        assert_eq!(names, ["czj", "zf"]);
        let second = page(UnitFilter::default(), PageAsk::after(first.next.unwrap(), 2)).await;
        let names: Vec<_> = second.items.iter().map(|unit| unit.code.as_str()).collect();
        assert_eq!(names, ["zrj", "ls"], "the former unit is left out");
        assert_eq!(second.next, None);
        let towns = page(UnitFilter { kind: Some(UnitKind::Town) }, PageAsk::first(9)).await;
        assert_eq!(towns.items.len(), 1);
    }
}

#[test]
fn a_wrong_units_file_is_refused_at_its_line_and_column() {
    let check = |from: &str, to: &str, expected: &str| {
        let refusal = read_units(&UNITS.replace(from, to)).unwrap_err();
        let said = refusal.to_string();
        assert!(said.contains(expected), "{said}");
    };
    check("code,name", "code,title", "缺少列「name」");
    check(
        "department,city,zf,财政局",
        "agency,city,zf,财政局",
        "第 2 行「kind」列的「agency」无效",
    );
    check("2019-01-01", "2019年", "第 5 行「valid_from」列");
    check(",zrj,,,,", ",zzz,,,,", "编码「zzz」不存在");
    check("ls,灵山镇", "czj,灵山镇", "第 6 行的「czj」与前面的行重复");
    check("government,city,,", "government,city,czj,", "形成循环");
    check("https://www", "javascript:www", "网址应以");
}
