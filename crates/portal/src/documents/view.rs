//! A document in lists of data, the same words for files and API.

use jiff::civil::Date;
use publishing::Library;
use publishing::public::PublicLine;
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::validity_of;
use crate::listing::Lens;

/// A public document (公开的信息).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentView {
    /// Its id.
    pub id: String,
    /// 索引号.
    pub index_number: String,
    /// Its title.
    pub title: String,
    /// 发文字号; empty where it has none.
    pub number: String,
    /// The kind's code.
    pub kind: String,
    /// The kind's name.
    pub kind_name: String,
    /// The column's code.
    pub column: String,
    /// The column's name.
    pub column_name: String,
    /// 主题分类; empty where it has none.
    pub theme: String,
    /// 内容概述.
    pub summary: String,
    /// The unit that publishes it.
    pub unit_id: String,
    /// That unit's name.
    pub unit_name: String,
    /// 成文日期.
    #[schema(value_type = Option<String>, format = Date)]
    pub made_on: Option<Date>,
    /// 施行日期.
    #[schema(value_type = Option<String>, format = Date)]
    pub effective_on: Option<Date>,
    /// 失效日期: the first day on which it is no longer in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Date>,
    /// `in_force`, `not_yet`, `amended`, `partly_repealed`, `expired` or `repealed`, as of today; null for kinds that are not in force or
    /// out of it.
    pub validity: Option<&'static str>,
    /// The same in Chinese.
    pub validity_label: Option<&'static str>,
    /// When the edition that is shown became public (RFC 3339).
    #[schema(format = DateTime)]
    pub published_at: String,
    /// The page that shows it.
    pub page: String,
}

impl DocumentView {
    /// The heads of its columns in a spreadsheet.
    pub const HEADS: &'static [&'static str] = &[
        "编号",
        "索引号",
        "标题",
        "发文字号",
        "种类",
        "栏目",
        "主题分类",
        "发布机关",
        "成文日期",
        "施行日期",
        "失效日期",
        "效力",
        "发布时间",
        "网页",
    ];

    /// The view of a line.
    pub fn of(line: &PublicLine, lens: Lens<'_>) -> Self {
        let library: &Library = lens.library;
        let column = library.find_column(&line.column);
        let now = validity_of(library, (&line.kind, line.force), lens.today);
        Self {
            id: line.id.to_string(),
            index_number: line.index_number.clone(),
            title: line.title.clone(),
            number: line.number.clone(),
            kind_name: library.kind_name(&line.kind).to_owned(),
            kind: line.kind.clone(),
            column_name: column.map_or(line.column.clone(), |it| it.name.clone()),
            column: line.column.clone(),
            theme: line.theme.clone(),
            summary: line.summary.clone(),
            unit_id: line.unit.to_string(),
            unit_name: line.unit_name.clone(),
            made_on: line.made_on,
            effective_on: line.force.effective_on,
            expires_on: line.force.expires_on,
            validity: now.map(|it| it.code()),
            validity_label: now.map(|it| it.label()),
            published_at: line.published_at.to_string(),
            page: format!("{}/documents/{}", lens.base, line.id),
        }
    }

    /// Its cells, in the order of [`Self::HEADS`].
    pub fn cells(&self) -> Vec<String> {
        let day = |it: &Option<Date>| it.map(|day| day.to_string()).unwrap_or_default();
        vec![
            self.id.clone(),
            self.index_number.clone(),
            self.title.clone(),
            self.number.clone(),
            self.kind_name.clone(),
            self.column_name.clone(),
            self.theme.clone(),
            self.unit_name.clone(),
            day(&self.made_on),
            day(&self.effective_on),
            day(&self.expires_on),
            self.validity_label.unwrap_or_default().to_owned(),
            self.published_at.clone(),
            self.page.clone(),
        ]
    }
}
