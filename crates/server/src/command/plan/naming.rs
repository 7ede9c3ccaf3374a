//! `plan import --add-units`: units of a site that has no register yet, entered as a plan writes them.
//!
//! An explicit act of the operator, recorded like any other; without it an unknown name opens nothing. What stands for
//! many (各…, 有关…) becomes a class whose members a person must name.

use gongwen::reading::PlanReading;
use kernel::unit::{UnitKind, UnitLevel};
use kernel::{Date, Moment, OpenGovernmentOffice, Stop};
use plans::Resolver;
use store::directory::import::{import_classes, import_units};
use store::directory::register::{ClassRecord, MembersRecord, RegisterRefusal, UnitRecord};
use store::{Blobs, Store};

use crate::failure::Failure;

/// How many names were entered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entered {
    /// Units.
    pub units: u64,
    /// Classes.
    pub classes: u64,
}

/// Enters the names of a plan that the register does not know.
pub async fn enter_units(
    store: &Store,
    reading: &PlanReading,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<Entered, Failure> {
    let names = list_names(reading);
    let directory = store::read!(store, |tx| store::directory::load(tx).await)?;
    let resolver = Resolver::new(&directory, now.date(), None);
    let unknown: Vec<&String> = names
        .iter()
        .filter(|name| !resolver.resolve(name).matched.is_settled())
        .collect();
    let (classes, units): (Vec<_>, Vec<_>) = unknown.into_iter().partition(|name| is_class(name));
    let units: Vec<UnitRecord> = units.into_iter().map(|name| unit_of(name)).collect();
    let classes: Vec<ClassRecord> = classes.into_iter().map(|name| class_of(name)).collect();
    let (units, classes) = store::write!(store, |tx| -> Result<_, Stop<RegisterRefusal>> {
        let units = import_units(tx, &units, office, now).await?;
        let classes = import_classes(tx, &classes, office, now).await?;
        Ok((units, classes))
    })?;
    Ok(Entered {
        units: units.added,
        classes: classes.added,
    })
}

/// The issuer and every unit that answers or assists, each once, in order of mention.
fn list_names(reading: &PlanReading) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let issuer = reading.document.issuer.iter();
    let units = reading
        .duties
        .iter()
        .flat_map(|duty| duty.lead.iter().chain(&duty.support));
    for name in issuer.chain(units) {
        if !name.trim().is_empty() && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Whether a name stands for many.
fn is_class(name: &str) -> bool {
    const BEGINNINGS: [&str; 7] = ["各", "有关", "相关", "全市", "全县", "其他", "市直"];
    const WITHIN: [&str; 8] = ["各", "有关", "相关", "等", "单位", "部门", "乡镇", "主管"];
    BEGINNINGS.iter().any(|word| name.starts_with(word))
        || WITHIN.iter().any(|word| name.contains(word))
}

fn unit_of(name: &str) -> UnitRecord {
    UnitRecord {
        line: 0,
        // The same name has the same code on every site, so that a second import knows it.
        code: format!("auto-{}", &Blobs::id_of(name.as_bytes()).as_str()[..12]),
        name: name.to_owned(),
        short_name: name.to_owned(),
        kind: kind_of(name),
        level: level_of(name),
        parent_code: None,
        aliases: Vec::new(),
        former_names: Vec::new(),
        valid_from: None::<Date>,
        valid_to: None,
        successor_code: None,
        phone: String::new(),
        address: String::new(),
        opening_hours: String::new(),
        website: String::new(),
        fax: String::new(),
        mail: String::new(),
    }
}

fn class_of(name: &str) -> ClassRecord {
    ClassRecord {
        line: 0,
        name: name.to_owned(),
        aliases: Vec::new(),
        members: MembersRecord::Unknown,
    }
}

fn kind_of(name: &str) -> UnitKind {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["街道办事处", "街道"]) {
        UnitKind::Subdistrict
    } else if ends(&["镇", "乡", "镇人民政府", "乡人民政府", "镇政府", "乡政府"])
    {
        UnitKind::Town
    } else if ends(&["人民政府", "政府"]) {
        UnitKind::Government
    } else if ends(&["办公室", "办公厅", "政府办", "府办"]) {
        UnitKind::Office
    } else if ends(&["公司", "集团"]) {
        UnitKind::Enterprise
    } else if name.contains('委') && ends(&["部", "宣传部", "组织部", "网信办", "统战部"])
    {
        UnitKind::Party
    } else if ends(&["中心", "学校", "医院", "馆", "所"]) {
        UnitKind::Institution
    } else {
        UnitKind::Department
    }
}

fn level_of(name: &str) -> UnitLevel {
    match kind_of(name) {
        UnitKind::Town | UnitKind::Subdistrict => UnitLevel::Town,
        _ if name.contains('省') => UnitLevel::Province,
        _ if name.starts_with('县') || name.contains('县') || name.starts_with('区') => {
            UnitLevel::County
        }
        _ => UnitLevel::City,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_for_many_are_classes() {
        for name in [
            "各乡镇人民政府(街道办事处)",
            "有关单位",
            "市政府各部门",
            "财政等有关部门",
            "行业主管部门",
        ] {
            assert!(is_class(name), "{name}");
        }
        for name in [
            "市财政局",
            "县政府办",
            "市委宣传部",
            "溪口镇人民政府",
            "火炬开发区管委会",
        ] {
            assert!(!is_class(name), "{name}");
        }
    }

    #[test]
    fn kind_and_level_follow_the_name() {
        let check = |name: &str, kind: UnitKind, level: UnitLevel| {
            assert_eq!((kind_of(name), level_of(name)), (kind, level), "{name}");
        };
        check("市财政局", UnitKind::Department, UnitLevel::City);
        check("县政府办", UnitKind::Office, UnitLevel::County);
        check("灵山镇", UnitKind::Town, UnitLevel::Town);
        check("市委宣传部", UnitKind::Party, UnitLevel::City);
        check("道县人民政府办公室", UnitKind::Office, UnitLevel::County);
    }
}
