//! The columns of a task table by their headings: 工作任务, 具体要求, 牵头单位, 完成时限. Looks at headings alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::outline::line::Line;
use crate::units::role::{Role, of_key};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// 序号.
    Number,
    /// 类别, 领域: what groups the tasks.
    Section,
    /// 工作任务: the task's name, or all of its words where no other column has them.
    Task,
    /// 具体要求, 主要内容, 工作措施: the duty's words.
    Requirement,
    /// A column of units.
    Units(Role),
    /// 完成时限.
    Time,
    /// 备注 and the like.
    Other,
}

const NUMBER: &[&str] = &["序号", "编号", "项次", "号", "NO", "No", "no", "项号", "序"];
const SECTION: &[&str] = &[
    "类别",
    "领域",
    "板块",
    "方面",
    "重点领域",
    "工作领域",
    "任务类别",
    "项目类别",
    "任务分类",
    "分类",
    "类型",
    "一级任务",
    "一级指标",
    "一级事项",
    "任务板块",
    "大类",
    "专项",
    "模块",
    "工作类别",
    "维度",
    "章节",
];
const TASK: &[&str] = &[
    "工作任务",
    "重点任务",
    "主要任务",
    "任务",
    "任务名称",
    "事项",
    "工作事项",
    "重点工作",
    "项目",
    "目标任务",
    "改革事项",
    "公开事项",
    "任务事项",
    "重点事项",
    "工作项目",
    "项目名称",
    "工作名称",
    "二级任务",
    "二级指标",
    "二级事项",
    "任务项目",
    "工作重点",
    "工作",
    "指标",
    "事项名称",
    "民生实事",
    "实事项目",
    "重点项目",
    "问题",
    "整改问题",
    "反馈问题",
    "工作要点",
    "主要工作",
    "年度任务",
    "年度重点任务",
    "任务清单",
    "改革任务",
    "建设任务",
    "重点工作任务",
    "政策措施",
    "政策名称",
    "行动",
    "工程",
];
const REQUIREMENT: &[&str] = &[
    "具体要求",
    "工作要求",
    "主要内容",
    "工作内容",
    "具体任务",
    "具体措施",
    "工作措施",
    "主要措施",
    "重点举措",
    "任务内容",
    "工作举措",
    "实施内容",
    "任务分解",
    "公开内容",
    "建设内容",
    "目标要求",
    "内容",
    "措施",
    "举措",
    "要求",
    "主要举措",
    "具体内容",
    "工作任务及要求",
    "任务要求",
    "落实措施",
    "整改措施",
    "推进措施",
    "工作任务内容",
    "具体工作",
    "具体工作任务",
    "任务描述",
    "工作目标",
    "主要任务内容",
    "具体事项",
    "公开要求",
    "公开任务",
    "实施措施",
    "具体举措",
    "创新举措",
    "工作安排",
    "三级任务",
    "重点内容",
    "任务及要求",
    "主要工作内容",
    "工作标准",
    "年度目标",
    "目标",
    "整改目标",
    "预期目标",
    "工作成效",
    "任务目标",
    "具体目标",
    "工作步骤",
    "方法步骤",
    "主要做法",
    "落实举措",
    "工作细化",
    "细化任务",
    "细化措施",
    "分解任务",
    "重点工作内容",
    "工作任务分解",
    "工作要求及标准",
];
const OTHER: &[&str] = &[
    "备注",
    "完成情况",
    "公开方式",
    "公开渠道",
    "公开依据",
    "依据",
    "说明",
    "落实情况",
    "进展情况",
    "联系电话",
    "分值",
    "资金来源",
    "投资",
    "总投资",
    "进展",
    "来源",
    "任务来源",
    "公开形式",
    "公开平台",
    "载体",
    "成果形式",
    "佐证材料",
    "考核分值",
    "评分标准",
    "文件依据",
];

static KNOWN: LazyLock<HashMap<&'static str, Column>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (list, column) in [
        (OTHER, Column::Other),
        (TASK, Column::Task),
        (REQUIREMENT, Column::Requirement),
        (SECTION, Column::Section),
        (NUMBER, Column::Number),
    ] {
        known.extend(list.iter().map(|w| (*w, column)));
    }
    known
});

/// What a heading says its column holds.
pub(crate) fn of_heading(text: &str) -> Option<Column> {
    if text.len() > 120 {
        return None;
    }
    let line = Line::new(text);
    let mut words: Vec<char> = line
        .chars
        .iter()
        .copied()
        .filter(|c| !matches!(c, ' ' | '/' | '*'))
        .collect();
    // 责任单位(部门), 完成时限(2024年): what a bracket adds
    if let Some(open) = words.iter().position(|c| *c == '(')
        && open >= 2
    {
        words.truncate(open);
    }
    if words.is_empty() || words.len() > 14 {
        return None;
    }
    let key: String = words.iter().collect();
    if let Some(column) = KNOWN.get(key.as_str()) {
        return Some(*column);
    }
    match of_key(&words) {
        Some(Role::Time) => Some(Column::Time),
        Some(Role::Person) => Some(Column::Other),
        Some(role) => Some(Column::Units(role)),
        None => compound(&words),
    }
}

/// 工作任务及具体要求, 2024年重点任务, 主要任务和措施: known words with something around them.
fn compound(words: &[char]) -> Option<Column> {
    let ends = |w: &str| crate::units::role::ends(words, w);
    if words
        .iter()
        .any(|c| matches!(c, '。' | ',' | ';' | '、' | ':'))
    {
        return None;
    }
    match () {
        () if ends("单位") || ends("部门") => (words.len() <= 8
            && ["牵", "责", "主", "配", "协", "落", "承", "办"]
                .iter()
                .any(|w| crate::units::role::contains(words, w)))
        .then_some(Column::Units(Role::Answer)),
        () if ends("措施") || ends("举措") || ends("要求") || ends("内容") => {
            Some(Column::Requirement)
        }
        () if ends("任务") || ends("事项") || ends("要点") => Some(Column::Task),
        () if ends("序号") || ends("编号") => Some(Column::Number),
        () if ends("时限") || ends("时间") || ends("期限") => Some(Column::Time),
        () => None,
    }
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns {
    pub list: Vec<Column>,
    /// Whether they were guessed from what the cells hold.
    pub is_guessed: bool,
}

impl Columns {
    /// Whether a table with these columns hands out duties.
    pub fn hand_out(&self) -> bool {
        let text = self
            .list
            .iter()
            .any(|c| matches!(c, Column::Task | Column::Requirement));
        let units = self.list.iter().any(|c| matches!(c, Column::Units(_)));
        let requirement = self.list.iter().any(|c| matches!(c, Column::Requirement));
        text && (units || requirement && self.list.contains(&Column::Time))
    }

    /// Whether 序号 stands after the column whose labels group the tasks, and so counts within them.
    pub fn numbers_within(&self) -> bool {
        let grouping = self
            .find(Column::Task)
            .or_else(|| self.find(Column::Section));
        let number = self.find(Column::Number);
        matches!((grouping, number), (Some(g), Some(n)) if g < n)
    }

    /// Makes sure that one column holds the duties' words: the last text column where none says so.
    pub fn settle(mut self) -> Columns {
        if !self.list.contains(&Column::Requirement) {
            let tasks: Vec<usize> = self
                .list
                .iter()
                .enumerate()
                .filter(|(_, c)| **c == Column::Task)
                .map(|(i, _)| i)
                .collect();
            if tasks.len() > 1 {
                if let Some(last) = tasks.last() {
                    self.list[*last] = Column::Requirement;
                }
            } else if let (Some(only), true) = (tasks.first(), self.list.contains(&Column::Section))
            {
                // 类别 and 任务: the task is the words, its class the name
                self.list[*only] = Column::Requirement;
                for c in &mut self.list {
                    if *c == Column::Section {
                        *c = Column::Task;
                    }
                }
            }
        }
        self
    }

    /// Position of the first column of a kind.
    pub fn find(&self, kind: Column) -> Option<usize> {
        self.list.iter().position(|c| *c == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_what_a_column_holds() {
        for (text, column) in [
            ("序号", Column::Number),
            ("工作任务", Column::Task),
            ("具 体 要 求", Column::Requirement),
            ("主要任务和措施", Column::Requirement),
            ("牵头落实单位", Column::Units(Role::Lead)),
            ("責任單位", Column::Units(Role::Answer)),
            ("配合单位", Column::Units(Role::Support)),
            ("完成时限", Column::Time),
            ("2024年重点任务", Column::Task),
            ("备注", Column::Other),
            ("责任人", Column::Other),
        ] {
            assert_eq!(of_heading(text), Some(column), "{text}");
        }
        for text in [
            "",
            "推进减税、降费信息公开",
            "市财政局",
            "联系方式见下表所列的各个单位",
        ] {
            assert_eq!(of_heading(text), None, "{text}");
        }
    }
}
