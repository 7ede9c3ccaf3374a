//! Table 3: requests received, carried over, answered and left, by kind of asker.

use kernel::coded_enum;

coded_enum! {
    /// A row that is counted; 三（七）总计 and the column of totals follow from them.
    Row {
        /// 一.
        Received = "received", "一、本年新收政府信息公开申请数量";
        /// 二.
        CarriedOver = "carried_over", "二、上年结转政府信息公开申请数量";
        /// 三（一）.
        Provided = "provided", "三（一）予以公开";
        /// 三（二）.
        Partly = "partly", "三（二）部分公开";
        /// 三（三）1.
        StateSecret = "state_secret", "三（三）1.属于国家秘密";
        /// 三（三）2.
        Forbidden = "forbidden", "三（三）2.其他法律行政法规禁止公开";
        /// 三（三）3.
        EndangersSecurity = "endangers_security", "三（三）3.危及“三安全一稳定”";
        /// 三（三）4.
        ThirdParty = "third_party", "三（三）4.保护第三方合法权益";
        /// 三（三）5.
        Internal = "internal", "三（三）5.属于三类内部事务信息";
        /// 三（三）6.
        Process = "process", "三（三）6.属于四类过程性信息";
        /// 三（三）7.
        EnforcementFile = "enforcement_file", "三（三）7.属于行政执法案卷";
        /// 三（三）8.
        SpecialInquiry = "special_inquiry", "三（三）8.属于行政查询事项";
        /// 三（四）1.
        NotHeld = "not_held", "三（四）1.本机关不掌握相关政府信息";
        /// 三（四）2.
        NeedsMaking = "needs_making", "三（四）2.没有现成信息需要另行制作";
        /// 三（四）3.
        StillUnclear = "still_unclear", "三（四）3.补正后申请内容仍不明确";
        /// 三（五）1.
        Petition = "petition", "三（五）1.信访举报投诉类申请";
        /// 三（五）2.
        Repeated = "repeated", "三（五）2.重复申请";
        /// 三（五）3.
        Publication = "publication", "三（五）3.要求提供公开出版物";
        /// 三（五）4.
        Excessive = "excessive", "三（五）4.无正当理由大量反复申请";
        /// 三（五）5.
        Reissue = "reissue", "三（五）5.要求行政机关确认或重新出具已获取信息";
        /// 三（六）1.
        NotSupplemented = "not_supplemented", "三（六）1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请";
        /// 三（六）2.
        FeeUnpaid = "fee_unpaid", "三（六）2.申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请";
        /// 三（六）3.
        Other = "other", "三（六）3.其他";
        /// 四.
        LeftOver = "left_over", "四、结转下年度继续办理";
    }
}

coded_enum! {
    /// Who asked.
    AskerKind {
        /// 自然人.
        Person = "person", "自然人";
        /// 商业企业.
        Company = "company", "商业企业";
        /// 科研机构.
        Research = "research", "科研机构";
        /// 社会公益组织.
        Charity = "charity", "社会公益组织";
        /// 法律服务机构.
        LegalService = "legal_service", "法律服务机构";
        /// 其他.
        OtherOrganisation = "other_organisation", "其他";
    }
}

/// Rows and columns that are counted.
const ROWS: usize = Row::ALL.len();
const COLUMNS: usize = AskerKind::ALL.len();

impl Row {
    /// The rows of results, 三（一） to 三（六）: each request that was dealt with counts in one of them.
    pub const RESULTS: &'static [Self] = results();
}

const fn results() -> &'static [Row] {
    let (_, behind) = Row::ALL.split_at(2);
    let (results, _) = behind.split_at(ROWS - 3);
    results
}

/// The cells that are counted, with what was written into those that follow where somebody else filled the table in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table3 {
    cells: [[u64; COLUMNS]; ROWS],
    /// The column of totals as it was written, by rows; empty where it follows.
    pub written_totals: Vec<(Row, u64)>,
    /// 三（七） as it was written, by columns; empty where it follows.
    pub written_results: Vec<(AskerKind, u64)>,
}

impl Table3 {
    /// A cell.
    pub fn cell(&self, row: Row, column: AskerKind) -> u64 {
        self.cells[row as usize][column as usize]
    }

    /// Writes a cell.
    pub fn set(&mut self, row: Row, column: AskerKind, count: u64) {
        self.cells[row as usize][column as usize] = count;
    }

    /// Counts one more.
    pub fn add(&mut self, row: Row, column: AskerKind) {
        self.cells[row as usize][column as usize] += 1;
    }

    /// Adds a table of another unit or period, cell by cell.
    pub fn add_all(&mut self, other: &Self) {
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        }
    }

    /// A row's total over all askers.
    pub fn total(&self, row: Row) -> u64 {
        self.cells[row as usize].iter().sum()
    }

    /// 三（七） of a column.
    pub fn results(&self, column: AskerKind) -> u64 {
        Row::RESULTS.iter().map(|it| self.cell(*it, column)).sum()
    }

    /// 三（七） of the column of totals.
    pub fn all_results(&self) -> u64 {
        AskerKind::ALL.iter().map(|it| self.results(*it)).sum()
    }
}
