//! What the portal's pages say themselves around what offices wrote, in Chinese and in English: paging, search, filters, badges, errors. For pages
//! within an English frame ([`ui::words`]); words that no reader of such a page needs stay in the templates, in Chinese.

use promises::model::Standing;
use publishing::Validity;
use ui::{Frame, Variant};

ui::words! {
    /// What controls and badges say.
    pub(crate) struct PageWords {
        pages: "翻页", "Pages";
        first_page: "回到第一页", "Back to the first page";
        next_page: "下一页", "Next page";
        previous_page: "上一页", "Previous page";

        search: "搜索", "Search";
        search_all: "全站搜索", "Search the whole site";
        search_results: "搜索结果", "Search results";
        search_field: "输入要找的内容：标题、文号、单位或一句话", "What to look for, in Chinese or pinyin: a title, document number, public body or sentence";
        only_here: "只搜索本站的内容。", "Only this site is searched. ";
        search_platform: "搜索整个平台", "Search the whole platform";
        suggestions: "可能要找的", "Suggestions";
        not_ready: "搜索正在准备，请稍后再试。现在可以从", "The search is being prepared, please try again later. Until then, browse ";
        not_ready_then: "各栏目查找。", ".";
        away: "搜索暂时不可用，请稍后再试一次，网站其他功能不受影响。现在可以从", "Search is unavailable at the moment, please try again later; the rest of the site works. Until then, browse ";
        away_then: "各栏目查找。", ".";
        library: "政府信息公开", "Government information";
        not_whole: "索引正在建立，结果暂不完整，请稍后再搜索一次。", "The index is being built and results are incomplete, please search again later.";
        take_back: "去掉条件：", "Remove: ";
        take_back_all: "清除全部条件", "Remove all conditions";
        how_to_search: "可以输入文号（如 云政发〔2026〕3号）、标题的一部分，或者要办的事。用引号查找连在一起的字，用减号排除，例如：“财政预算” -决算。", "Type a document number, a part of a title or what you want to do. Quotation marks keep characters together, a minus sign leaves a word out.";
        want_answer: "想直接得到答案？", "Looking for an answer? ";
        try_answers: "试试问答：", "Ask a question: ";
        nothing_found: "没有找到符合的内容", "Nothing was found";
        found_about: "约 {} 条", "Results: about {}";
        found: "共 {} 条", "Results: {}";
        found_near: "，其中 {} 条只符合一部分", ", {} of them matching in part only";
        found_deep: "，只列出最前面的200条，请加上条件缩小范围", "; only the first 200 are listed, please narrow the search";
        follow_search: "订阅这个搜索", "Follow this search";
        follow_search_why: "：有新公开的信息符合时，发邮件通知我", ": mail me when something new matches";
        meant: "是不是要找", "Did you mean";
        instead: "去掉“{}”后找到的内容", "Found without “{}”";
        then: "接下来可以", "What you can do now";
        without_conditions: "去掉全部条件再搜索", "Search again without conditions";
        without_word: "去掉“{}”，只搜索", "Leave out “{}” and search for ";
        count_after: "（{} 条）", " ({})";
        in_brackets: "（{}）", " ({})";
        colon: "：", ": ";
        same_matter: "同一事项：", "The same matter:";
        more_of_it: "还有 {} 条", "{} more";
        take_list_away: "下载这份清单", "Take this list away";
        as_csv: "下载表格（CSV）", "Download as a table (CSV)";
        as_json: "下载数据（JSON）", "Download as data (JSON)";
        as_atom: "订阅（Atom）", "Follow (Atom)";
        say_otherwise: "换一个说法，或者只输入最要紧的两三个词", "Use other words, or only the two or three that matter most";
        browse_from: "从", "Browse ";
        browse_units: "的栏目，或者从", " or ";
        units: "单位", "public bodies";
        browse_end: "进入", ".";
        ask_unit: "请单位整理这个问题", "Ask the public bodies to answer this question";
        or_apply: "，或者", ", or ";
        apply: "依法申请公开", "apply for information under the law";
        call_us: "仍然找不到的，可以与本网站联系：", "If you still cannot find it, contact this site: ";
        by_fit: "按相关程度排列", "Sort by relevance";
        is_newest_first: "，现在新的在前", "; now sorted by date, newest first";
        is_by_fit: "现在按相关程度排列，", "Sorted by relevance. ";
        newest_first: "改为新的在前", "Sort by date, newest first";
        between: "；", ". ";
        explain: "说明排列的依据", "Explain the order";
        explain_no_more: "不再说明排列的依据", "Do not explain the order";
        narrow: "缩小范围", "Narrow the results";
        day_of_publication: "公开日期", "Date of publication";
        from: "不早于", "From";
        until: "不晚于", "Until";
        by_days: "按日期筛选", "Narrow by date";
        matches_in_part: "只符合一部分", "matches in part";
        made_public: "公开", "published ";
        issued: "印发", "issued ";
        due: "最迟公开日", "due ";

        filter: "筛选", "Filter";
        filter_documents: "筛选公开信息", "Filter documents";
        documents_found: "共 {} 件", "Documents: {}";
        with_conditions: "，条件：", ", narrowed by:";
        no_documents: "还没有公开的信息。", "Nothing has been published yet.";
        no_documents_so: "没有符合条件的信息。请去掉部分条件，或", "No document meets these conditions. Remove some of them, or ";
        all_documents: "查看全部公开信息", "see all documents";
        full_stop: "。", ".";
        column: "栏目", "Section";
        any_column: "全部栏目", "All sections";
        issuer: "发布机关", "Issued by";
        any_issuer: "全部单位", "All public bodies";
        kind: "种类", "Kind";
        any_kind: "全部种类", "All kinds";
        theme: "主题分类", "Subject";
        any_theme: "全部主题", "All subjects";
        year: "公开年份", "Year of publication";
        any_year: "全部年份", "All years";
        validity: "效力", "Validity";
        any_validity: "不限效力", "Any validity";
        type_of: "类型", "Type";
        unit: "单位", "Public body";
        year_short: "年份", "Year";
        subject: "主题", "Subject";
        title: "标题", "Title";
        number: "发文字号", "Document number";
        published: "发布日期", "Published";
        library_columns: "政府信息公开栏目", "Sections of government information";
        other_columns: "其他公开栏目", "Other sections";
        everything: "全部公开信息", "All documents";

        filter_promises: "筛选承诺", "Filter promises";
        promise: "承诺", "Promise";
        responsible: "责任单位", "Responsible body";
        last_day: "最迟公开日", "Due";
        standing: "状态", "Status";
        any_standing: "全部状态", "Any status";
        due_from: "到期日自", "Due from";
        due_through: "到期日至", "Due until";
        query: "查询", "Show";
        clear: "清除条件", "Remove conditions";
        no_promises: "没有符合条件的承诺。请放宽日期或状态", "No promise meets these conditions. Widen the dates or the status";
        or: "，或", ", or ";
        all_promises: "查看全部承诺", "see all promises";
        list_of_promises: "承诺清单", "List of promises";
        work_plans: "工作计划", "Work plans";
        questions: "智能问答", "Questions and answers";
        units_and_promises: "各单位履行情况", "How public bodies keep their promises";

        standing_open: "进行中", "Open";
        standing_due_today: "今日到期", "Due today";
        standing_late: "已逾期", "Late";
        standing_kept_on_time: "按期兑现", "Kept on time";
        standing_kept_late: "逾期兑现", "Kept late";
        standing_waived: "已豁免", "Waived";
        standing_void: "已作废", "Withdrawn";
        in_force: "有效", "In force";
        not_yet: "尚未施行", "Not yet in force";
        amended: "已修改", "Amended";
        partly_repealed: "部分失效", "Repealed in part";
        expired: "已失效", "Expired";
        repealed: "已废止", "Repealed";
        in_force_or_not_said: "有效或不涉及", "In force, or not a matter of validity";

        missing: "没有找到", "Not found";
        missing_why: "可能是网址不完整，或者内容已经移走。", "The address may be incomplete, or what stood there has moved.";
        missing_then: "请核对网址，或从下面的入口查找。", "Please check the address, or start from one of the places below.";
        only_read: "这个地址只能查看", "This address can only be read";
        only_read_then: "请用 GET 方法访问，或从下面的入口查找。", "Please ask with GET, or start from one of the places below.";
        bad_parameter: "网址中的参数有误", "A part of the address cannot be used";
        bad_parameter_then: "请改正这个参数后重试，或重新选择查询条件。", "Please correct it and try again, or choose anew.";
        withdrawn: "这份信息已撤下", "This document was withdrawn";
        too_often: "访问过于频繁", "Too many requests";
        too_often_why: "您所在网络的访问过于频繁，请等{}秒后再试。", "Too many requests have come from your network. Please try again in {} seconds.";
        too_often_then: "需要大量数据时，请下载数据文件或使用接口，不必逐页打开。", "If you need much data, download the files or use the interface instead of opening page after page.";
        failed: "页面暂时打不开", "This page cannot be shown at the moment";
        failed_why: "这是我们的问题，已经自动记录。请稍后再试。", "The fault is ours and has been recorded. Please try again later.";
    }
}

/// What a page says.
pub(crate) fn said(frame: &Frame) -> &'static PageWords {
    PageWords::of(frame.variant)
}

/// A standing in words.
pub(crate) fn standing(it: Standing, variant: Variant) -> &'static str {
    let say = PageWords::of(variant);
    match it {
        Standing::Open => say.standing_open,
        Standing::DueToday => say.standing_due_today,
        Standing::Late => say.standing_late,
        Standing::KeptOnTime => say.standing_kept_on_time,
        Standing::KeptLate => say.standing_kept_late,
        Standing::Waived => say.standing_waived,
        Standing::Void => say.standing_void,
    }
}

/// How a result of the search stands.
pub(crate) fn result_standing(it: search::Standing, variant: Variant) -> &'static str {
    let say = PageWords::of(variant);
    match it {
        search::Standing::Holds => say.in_force_or_not_said,
        search::Standing::Coming => say.not_yet,
        search::Standing::InPart => say.partly_repealed,
        search::Standing::Expired => say.expired,
        search::Standing::Repealed => say.repealed,
    }
}

/// A validity in words.
pub(crate) fn validity(it: Validity, variant: Variant) -> &'static str {
    let say = PageWords::of(variant);
    match it {
        Validity::InForce => say.in_force,
        Validity::NotYet => say.not_yet,
        Validity::Amended => say.amended,
        Validity::PartlyRepealed => say.partly_repealed,
        Validity::Expired => say.expired,
        Validity::Repealed => say.repealed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages() {
        assert_eq!(ui::words::flaws(PageWords::ALL), Vec::<String>::new());
    }

    #[test]
    fn badges_say_in_chinese_what_the_model_says() {
        let chinese = Variant::CHINESE;
        for each in Standing::ALL {
            assert_eq!(standing(*each, chinese), each.label());
        }
        for each in Validity::ALL {
            assert_eq!(validity(*each, chinese), each.label());
        }
    }
}
