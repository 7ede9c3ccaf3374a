//! How fast a text is examined: `cargo bench -p gate`. Limit: 50 MB of text a second.

use divan::Bencher;
use divan::counter::BytesCount;
use gate::{Expression, Gate, Rules};

fn main() {
    divan::main();
}

/// A notice as offices write them, with a number here and there; every `rate`-th paragraph holds somebody's data.
fn text(paragraphs: usize, rate: usize) -> String {
    let mut text = String::new();
    for n in 0..paragraphs {
        text.push_str("为进一步规范政务公开工作，根据《中华人民共和国政府信息公开条例》（国务院令第711号）有关规定，现将2026年第三季度城乡居民最低生活保障对象名单予以公示，公示期为7日（2026年10月12日至10月18日），如有异议请向云溪市民政局社会救助科反映，联系电话：0350-3301234。\n");
        if n % rate == 0 {
            text.push_str("张某某，身份证号11010519491231002X，手机138 1234 5678，开户银行卡号6222021234567890128，住听泉大道12号3幢502室。\n");
        }
    }
    text
}

#[divan::bench(args = [4, 1000], sample_count = 10, sample_size = 1)]
fn examine(bencher: Bencher, rate: usize) {
    let expression = |n: u32| Expression {
        wrong: format!("不规范用语{n}"),
        right: String::new(),
    };
    let rules = Rules {
        today: jiff::civil::date(2026, 11, 22),
        expressions: (0..500).map(expression).collect(),
        ..Rules::default()
    };
    let gate = Gate::new(rules).expect("the list is a list");
    let text = text(20_000, rate);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| gate.examine(divan::black_box(&text)));
}
