//! Table 4: reviews and lawsuits over disclosure, by how they ended.

use kernel::coded_enum;

coded_enum! {
    /// Which way was gone.
    Branch {
        /// 行政复议.
        Review = "review", "行政复议";
        /// 未经复议直接起诉.
        Suit = "suit", "行政诉讼：未经复议直接起诉";
        /// 复议后起诉.
        SuitAfterReview = "suit_after_review", "行政诉讼：复议后起诉";
    }
}

coded_enum! {
    /// How it ended.
    Decided {
        /// 结果维持.
        Upheld = "upheld", "结果维持";
        /// 结果纠正.
        Corrected = "corrected", "结果纠正";
        /// 其他结果.
        Otherwise = "otherwise", "其他结果";
        /// 尚未审结.
        Pending = "pending", "尚未审结";
    }
}

const BRANCHES: usize = Branch::ALL.len();
const DECIDED: usize = Decided::ALL.len();

/// The cells that are counted, with the totals that were written where somebody else filled the table in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table4 {
    cells: [[u64; DECIDED]; BRANCHES],
    /// 总计 as it was written; empty where it follows.
    pub written_totals: Vec<(Branch, u64)>,
}

impl Table4 {
    /// A cell.
    pub fn cell(&self, branch: Branch, decided: Decided) -> u64 {
        self.cells[branch as usize][decided as usize]
    }

    /// Writes a cell.
    pub fn set(&mut self, branch: Branch, decided: Decided, count: u64) {
        self.cells[branch as usize][decided as usize] = count;
    }

    /// 总计 of a branch.
    pub fn total(&self, branch: Branch) -> u64 {
        self.cells[branch as usize].iter().sum()
    }
}
