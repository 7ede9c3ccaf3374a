//! The demo city's files, embedded, made for a day: `{Y}` becomes the year of the plan.

use std::borrow::Cow;
use std::collections::HashMap;

use kernel::Date;
use rust_embed::RustEmbed;

use crate::failure::Failure;

#[derive(RustEmbed)]
#[folder = "demo"]
struct Files;

/// The files for one day.
pub struct Content {
    texts: HashMap<String, String>,
    /// The plans, in order of publication.
    pub plans: Vec<DemoPlan>,
    newest: i16,
}

/// One plan of the city.
pub struct DemoPlan {
    /// The file's name, as it was handed in.
    pub file: String,
    /// The plan as a file.
    pub bytes: Vec<u8>,
    /// The day on which it was published.
    pub published_on: Date,
}

impl Content {
    /// The files as they are on a day. Before May this year's plans are not out: both sets are a year older.
    pub fn for_day(today: Date) -> Result<Self, Failure> {
        let newest = if today.month() < 5 {
            today.year() - 1
        } else {
            today.year()
        };
        let mut texts = HashMap::new();
        for name in Files::iter() {
            let is_text = [".csv", ".toml", ".txt", ".html"]
                .iter()
                .any(|ending| name.ends_with(ending));
            if let (true, Some(file)) = (is_text, Files::get(&name)) {
                texts.insert(name.to_string(), utf8(&name, file.data)?);
            }
        }
        let mut content = Self {
            texts,
            plans: Vec::new(),
            newest,
        };
        let manifest = content.text("plans.csv")?.to_owned();
        for line in manifest.lines().skip(1) {
            let plan = content.plan(line, newest)?;
            content.plans.push(plan);
        }
        content.plans.sort_by_key(|plan| plan.published_on);
        Ok(content)
    }

    /// A text of the demo folder.
    pub fn text(&self, name: &str) -> Result<&str, Failure> {
        self.texts
            .get(name)
            .map(String::as_str)
            .ok_or_else(|| flawed(&format!("缺少 {name}")))
    }

    /// A text of the demo folder as of the newest plans' year.
    pub fn for_newest_year(&self, name: &str) -> Result<String, Failure> {
        Ok(for_year(self.text(name)?, self.newest))
    }

    /// The day before the first plan came out.
    pub fn begins_on(&self) -> Date {
        let first = self.plans.first().map(|plan| plan.published_on);
        first
            .and_then(|day| day.yesterday().ok())
            .unwrap_or(Date::MIN)
    }

    fn plan(&self, line: &str, newest: i16) -> Result<DemoPlan, Failure> {
        let cells: Vec<&str> = line.split(',').collect();
        let [file, set, _, _, published_on, ..] = cells.as_slice() else {
            return Err(flawed("plans.csv 列数不对"));
        };
        let year = if *set == "last" { newest - 1 } else { newest };
        let published_on = for_year(published_on, year)
            .parse()
            .map_err(|_| flawed("plans.csv 日期不对"))?;
        let text = self.text(&format!("plans/{file}"))?;
        Ok(DemoPlan {
            file: (*file).to_owned(),
            bytes: for_year(text, year).into_bytes(),
            published_on,
        })
    }
}

fn for_year(text: &str, year: i16) -> String {
    text.replace("{Y}", &year.to_string())
        .replace("{Y-1}", &(year - 1).to_string())
        .replace("{Y+1}", &(year + 1).to_string())
        .replace("{Y+5}", &(year + 5).to_string())
}

fn utf8(name: &str, bytes: Cow<'static, [u8]>) -> Result<String, Failure> {
    String::from_utf8(bytes.into_owned()).map_err(|_| flawed(&format!("{name} 不是 UTF-8")))
}

fn flawed(what: &str) -> Failure {
    Failure::bad_input(
        "demo.content",
        format!("演示数据有误：{what}"),
        "请重新获取程序",
    )
}
