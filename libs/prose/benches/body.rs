//! Cleaning a paste of 200 KB and comparing two editions of it. Measures nothing of files.

use std::hint::black_box;

use prose::{Body, diff};

fn main() {
    divan::main();
}

/// A paste as Word writes it, of about 200 KB, with `days` in every paragraph.
fn paste(days: usize) -> String {
    let paragraph = |n: usize| {
        format!(
            "<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:仿宋_GB2312'>第{n}条　各单位应当自<b>收到通知</b>之日起\
             <span lang=EN-US>{}</span>个工作日内，将本单位主动公开的政府信息在政府网站上予以公布，并报市政务公开办公室备案。<o:p></o:p></span></p>\n",
            if n.is_multiple_of(10) { days } else { 20 }
        )
    };
    let row = |n: usize| {
        format!(
            "<tr><td><p align=center>{n}</p></td><td><p>事项{n}</p></td><td><p>市水利局</p></td></tr>\n"
        )
    };
    let paragraphs: String = (1..=450).map(paragraph).collect();
    let rows: String = (1..=200).map(row).collect();
    format!("{paragraphs}<table>{rows}</table>")
}

#[divan::bench]
fn clean(bencher: divan::Bencher<'_, '_>) {
    let paste = paste(20);
    bencher
        .counter(divan::counter::BytesCount::of_str(&paste))
        .bench_local(|| Body::clean(black_box(&paste)));
}

#[divan::bench]
fn compare(bencher: divan::Bencher<'_, '_>) {
    let page = |days| Body::clean(&paste(days)).expect("within the limits").body;
    let (old, new) = (page(20), page(15));
    bencher.bench_local(|| diff(black_box(&old), black_box(&new)));
}
