//! How fast a plan is read from its blocks: identity, citations and duties together. Readers of files are not measured.

use divan::Bencher;
use divan::counter::BytesCount;
use gongwen::blocks::Source;
use gongwen::limits::Limits;

/// The program's own: what is measured is what it does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// A long plan of running text: every chapter has items with units, dates and cadences.
fn prose(items: usize) -> String {
    let mut text =
        String::from("云溪市2024年政务公开工作要点\n为做好2024年政务公开工作，制定本要点。\n");
    let words = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    for item in 0..items {
        if item % 100 == 0 {
            text.push_str(&format!(
                "{}、围绕第{}方面工作推进公开\n",
                words[(item / 100) % 10],
                item / 100
            ));
        }
        text.push_str(&format!(
            "{}.推进重点领域信息公开。围绕促进经济平稳运行，及时发布权威信息，做好（含解读材料、图解、问答）重要政策的宣传解读工作，扩大传播范围，增强公开的系统性、针对性和可读性，切实保障人民群众的知情权、参与权、表达权和监督权。按季度公开工作进展，文件公开后3个工作日内发布解读，2024年9月底前完成目录编制，年内实现全覆盖。（责任单位：市政府办公室、市财政局、市人力资源社会保障局，各县（市、区）人民政府）\n",
            item % 100 + 1
        ));
    }
    text
}

fn table(rows: usize) -> String {
    let mut text = String::from(
        "云溪市2024年重点任务分解表\n| 序号 | 工作任务 | 具体要求 | 牵头单位 | 配合单位 | 完成时限 |\n",
    );
    for row in 0..rows {
        text.push_str(&format!("| {} | 加强平台建设 | 完善搜索查询功能，提升公开信息的集中度，每月更新目录并向社会公布。 | 市政府办公室 | 市大数据局、市司法局等相关部门 | 2024年6月底前 |\n", row + 1));
    }
    text
}

fn source(text: &str) -> Source {
    let limits = Limits {
        bytes: 64 << 20,
        blocks: 10_000_000,
        cells: 50_000_000,
        ..Limits::default()
    };
    gongwen::readers::read(text.as_bytes(), &limits).expect("the bench's own text is readable")
}

#[divan::bench(args = [50, 2000, 20000], sample_count = 8, sample_size = 1)]
fn running_text(bencher: Bencher, items: usize) {
    let text = prose(items);
    let source = source(&text);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| gongwen::plan::read(&source));
}

#[divan::bench(args = [50, 5000], sample_count = 8, sample_size = 1)]
fn piped_table(bencher: Bencher, rows: usize) {
    let text = table(rows);
    let source = source(&text);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| gongwen::plan::read(&source));
}

#[divan::bench(args = [20000], sample_count = 8, sample_size = 1)]
fn duties_alone(bencher: Bencher, items: usize) {
    let text = prose(items);
    let source = source(&text);
    let frame = gongwen::duties::Frame {
        start: 1,
        year: Some(2024),
        ..Default::default()
    };
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| gongwen::duties::read(&source, &frame));
}
