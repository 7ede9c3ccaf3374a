//! Lists as they are written, row by row: what is read, what is refused and where. What a row means is tested beside `resolve`.

use kernel::Refusal as _;

use super::*;
use crate::import::Place;
use crate::library::Library;

fn rows(text: &str, mapping: &str) -> Result<Vec<RawRow>, ImportRefusal> {
    let mapping = Mapping::read(mapping, &Library::built_in()).unwrap();
    let mut rows = Vec::new();
    let mut take = |row| {
        rows.push(row);
        ControlFlow::Continue(())
    };
    read_rows(text.as_bytes(), (sort_of(text), &mapping), &mut take)?;
    Ok(rows)
}

#[test]
fn the_same_row_reads_the_same_from_csv_and_from_both_sorts_of_json() {
    let csv = "标题,原地址,附件,点击\n通知,/a.html,1.pdf;2.pdf,3\n";
    let array = "[{\"标题\": \"通知\", \"old_url\": \"/a.html\", \"附件\": [\"1.pdf\", \"2.pdf\"], \"点击\": 3}]";
    let lines = "\n{\"title\": \"通知\", \"原地址\": \"/a.html\", \"附件\": \"1.pdf;2.pdf\"}\n";
    for (text, place) in [
        (csv, Place::Line(2)),
        (array, Place::Item(1)),
        (lines, Place::Line(2)),
    ] {
        let found = rows(text, "[headings]\n\"点击\" = \"\"").unwrap();
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].place, place);
        assert_eq!(found[0].cell(Heading::Title), "通知");
        assert_eq!(found[0].cell(Heading::Attachments), "1.pdf;2.pdf");
        assert_eq!((found[0].cells.len(), &found[0].flaw), (3, &None));
    }
}

#[test]
fn a_heading_that_nobody_knows_is_named_and_not_passed_over() {
    let refusal = rows("标题,点击,评论\n通知,3,\n", "").unwrap_err();
    assert_eq!(
        refusal,
        ImportRefusal::HeadingUnknown("点击、评论".to_owned())
    );
    let found = rows("{\"标题\": \"通知\", \"点击\": 3}", "").unwrap();
    assert_eq!(
        found[0].flaw.as_ref().unwrap().code(),
        "import.heading_unknown"
    );
    assert_eq!(
        rows("标题,title\n", "").unwrap_err().code(),
        "import.heading_twice"
    );
}

#[test]
fn a_broken_row_is_told_with_its_line_and_stops_no_other() {
    let found = rows("标题,文件\n甲,a\n乙,b,c\n丙,c\n\"丁\n丁\",d\n戊\n", "").unwrap();
    let places: Vec<_> = found.iter().map(|it| it.place).collect();
    assert_eq!(places, [2, 3, 4, 5, 7].map(Place::Line));
    assert_eq!(found[1].flaw, Some(ImportRefusal::TooManyCells));
    assert_eq!(found[4].cell(Heading::File), "");
    let found = rows("{\"标题\": \"甲\"}\n{oops\n{\"标题\": \"丙\"}\n", "").unwrap();
    assert_eq!(found[1].flaw.as_ref().unwrap().code(), "import.unreadable");
    assert_eq!(found[2].cell(Heading::Title), "丙");
    assert_eq!(
        rows("[{\"标题\": \"甲\"}, {oops]", "").unwrap_err().code(),
        "import.unreadable"
    );
}

#[test]
fn a_wordpress_export_gives_its_public_posts_with_their_texts() {
    let text = r#"<?xml version="1.0"?><rss><channel><title>云溪</title>
<item><title>关于&amp;通知</title><link>http://old.example/2019/03/n/</link><pubDate>Mon, 04 Mar 2019 02:00:00 +0000</pubDate>
<content:encoded><![CDATA[<p>正文<b>一</b></p>]]></content:encoded><category domain="post_tag"><![CDATA[标签]]></category>
<category domain="category"><![CDATA[公告]]></category><category domain="category"><![CDATA[动态]]></category>
<wp:post_date><![CDATA[2019-03-04 10:00:00]]></wp:post_date><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>
<item><title>图</title><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item>
<item><title>草稿</title><wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>
</channel></rss>"#;
    let found = rows(text, "").unwrap();
    assert_eq!(found.len(), 2);
    let cell = |heading| found[0].cell(heading);
    assert_eq!(cell(Heading::Title), "关于&通知");
    assert_eq!(cell(Heading::Content), "<p>正文<b>一</b></p>");
    assert_eq!(cell(Heading::Column), "公告");
    assert_eq!(cell(Heading::PublishedOn), "2019-03-04 10:00:00");
    assert_eq!(
        found[1].flaw,
        Some(ImportRefusal::NotPublic("draft".to_owned()))
    );
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rss><item><title>&b;</title></item></rss>";
    assert_eq!(rows(bomb, "").unwrap()[0].cell(Heading::Title), "");
}

#[test]
fn whoever_takes_rows_may_stop() {
    for text in [
        "标题\n甲\n乙\n",
        "[{\"标题\":\"甲\"},{\"标题\":\"乙\"}]",
        "{\"标题\":\"甲\"}\n{\"标题\":\"乙\"}\n",
    ] {
        let mut count = 0;
        let mut take = |_| {
            count += 1;
            ControlFlow::Break(())
        };
        let mapping = Mapping::default();
        assert_eq!(
            read_rows(text.as_bytes(), (sort_of(text), &mapping), &mut take),
            Ok(())
        );
        assert_eq!(count, 1);
    }
}
