//! The citations of a document as a picture: what it cites on the left, what cites it on the right, what amended or repealed it above.
//!
//! A picture beside the lists that say the same in full: it is one image with one sentence for those who do not see it. It holds a bounded number of
//! boxes, whatever there is, and says how many it leaves out.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DocumentId};
use publishing::Validity;
use publishing::public::PublicDocument;
use ui::markup::push_escaped;

use super::rows::validity_of;
use crate::ask::Ask;
use crate::error::Snag;
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// The media type.
pub(crate) const SVG: &str = "image/svg+xml";
/// Boxes of one side.
const MOST: usize = 8;
/// Boxes above.
const MOST_ABOVE: usize = 3;

/// Measures, in the units of the picture.
const WIDTH: usize = 960;
const BOX: (usize, usize) = (270, 62);
const GAP: usize = 16;
const ABOVE: usize = 120;
/// Characters of a line of a box, and lines of a title.
const LINE: usize = 17;
const LINES: usize = 2;

/// The colours of the picture: it is a file of its own, which the page's style sheet does not reach.
struct Palette {
    ground: &'static str,
    text: &'static str,
    muted: &'static str,
    line: &'static str,
    /// Within a box.
    card: &'static str,
    /// Within the box of the document itself.
    own: &'static str,
}

const LIGHT: Palette = Palette {
    ground: "#fffdf9",
    text: "#1d2528",
    muted: "#525c61",
    line: "#1b5160",
    card: "#fff",
    own: "#e3efec",
};

const DARK: Palette = Palette {
    ground: "#182226",
    text: "#dfe6e8",
    muted: "#a6b3b8",
    line: "#8ecbdb",
    card: "#11191c",
    own: "#14332f",
};

/// A box: a document, or how many are left out.
struct Node {
    title: String,
    number: String,
    /// What is said of its validity; empty where nothing is.
    state: &'static str,
    /// Whether it is on this platform.
    is_here: bool,
}

impl Node {
    fn left_out(count: usize) -> Self {
        Self {
            title: format!("另有{count}件，见列表"),
            number: String::new(),
            state: "",
            is_here: false,
        }
    }
}

/// What stands around a document.
struct Surroundings {
    cited: Vec<Node>,
    citing: Vec<Node>,
    above: Vec<Node>,
}

/// Whether a document has anything to draw.
pub(crate) fn is_drawn(found: &PublicDocument) -> bool {
    found.cited.len() + found.citing.len() > 0
}

/// What the picture says, for those who do not see it.
pub(crate) fn words(found: &PublicDocument) -> String {
    let (cited, citing) = (found.cited.len(), found.citing.len());
    format!("本文件引用{cited}件文件，被{citing}件信息引用，各件见上面的列表")
}

/// `/documents/ID/citations.svg`, and with `?dark` the same for dark screens.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<DocumentId>() else {
        return site.trouble(&ask, Snag::Missing("信息"));
    };
    let is_dark = ask.params.has("dark");
    let (path, palette) = match is_dark {
        false => (format!("/documents/{id}/citations.svg"), &LIGHT),
        true => (format!("/documents/{id}/citations.svg?dark"), &DARK),
    };
    site.serve(&ask, &path, |today| page(&site, (id, palette), today))
        .await
}

async fn page(
    site: &Site,
    (id, palette): (DocumentId, &Palette),
    today: Date,
) -> Result<Fresh, Snag> {
    let sought = store::read!(site.store, |tx| site.find_document(tx, (id, None)).await)?;
    let found = sought.or("信息")?;
    if !is_drawn(&found) {
        return Err(Snag::Missing("图"));
    }
    let line = &found.line;
    let now = validity_of(&site.library, (&line.kind, line.force), today);
    let own = Node {
        title: found.edition.metadata.title.clone(),
        number: line.number.clone(),
        state: now.map_or("", Validity::label),
        is_here: true,
    };
    Ok(Fresh {
        content_type: SVG,
        body: drawn(&own, &Surroundings::of(&found, today), palette),
        tags: vec![
            tags::documents(),
            tags::one("document", id),
            tags::directory(),
        ],
    })
}

impl Surroundings {
    fn of(found: &PublicDocument, today: Date) -> Self {
        let cited = found.cited.iter().map(|it| Node {
            title: it.title.clone(),
            number: it.number.clone(),
            state: it
                .here
                .as_ref()
                .map_or("", |here| told(here.force.on(today))),
            is_here: it.here.is_some(),
        });
        let citing = found.citing.iter().map(|it| Node {
            title: it.title.clone(),
            number: it.number.clone(),
            state: "",
            is_here: true,
        });
        let changes = found.validity_changes.iter().rev();
        let above = changes.map(|it| Node {
            title: it.basis.clone(),
            number: String::new(),
            state: it.validity.label(),
            is_here: it.basis_document.is_some(),
        });
        Self {
            cited: bounded(cited.collect(), MOST),
            citing: bounded(citing.collect(), MOST),
            above: bounded(above.collect(), MOST_ABOVE),
        }
    }
}

/// What goes without saying is not said.
fn told(validity: Validity) -> &'static str {
    match validity.goes_without_saying() {
        true => "",
        false => validity.label(),
    }
}

fn bounded(mut nodes: Vec<Node>, most: usize) -> Vec<Node> {
    if nodes.len() > most {
        let left = nodes.len() - (most - 1);
        nodes.truncate(most - 1);
        nodes.push(Node::left_out(left));
    }
    nodes
}

fn drawn(own: &Node, around: &Surroundings, palette: &Palette) -> String {
    let Palette {
        ground, text, line, ..
    } = palette;
    let rows = around.cited.len().max(around.citing.len()).max(1);
    let top = match around.above.is_empty() {
        true => GAP + 24,
        false => ABOVE + GAP + 24,
    };
    let height = top + rows * (BOX.1 + GAP) + GAP;
    let middle = top + (rows * (BOX.1 + GAP) - GAP) / 2;
    let at = |count: usize, index: usize| {
        let block = count * (BOX.1 + GAP) - GAP;
        middle - block / 2 + index * (BOX.1 + GAP)
    };
    let (left, centre, right) = (GAP, (WIDTH - BOX.0) / 2, WIDTH - GAP - BOX.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"Noto Sans CJK SC,PingFang SC,Microsoft YaHei,sans-serif\" font-size=\"14\" fill=\"{text}\">\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">\
         <path d=\"M0 0L8 4L0 8z\" fill=\"{line}\"/></marker></defs>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{ground}\"/>\n"
    );
    for (x, words) in [
        (left, "本文件引用"),
        (centre, "本文件"),
        (right, "引用本文件"),
    ] {
        let side =
            (x == left && around.cited.is_empty()) || (x == right && around.citing.is_empty());
        if !side {
            label(&mut out, (x, top - 10), (words, palette));
        }
    }
    for (index, node) in around.cited.iter().enumerate() {
        let y = at(around.cited.len(), index);
        let ends = ((centre, middle), (left + BOX.0, y + BOX.1 / 2));
        arrow(&mut out, ends, palette);
        node.draw(&mut out, (left, y), (palette, palette.card));
    }
    for (index, node) in around.citing.iter().enumerate() {
        let y = at(around.citing.len(), index);
        let ends = ((right, y + BOX.1 / 2), (centre + BOX.0, middle));
        arrow(&mut out, ends, palette);
        node.draw(&mut out, (right, y), (palette, palette.card));
    }
    for (index, node) in around.above.iter().enumerate() {
        let x = [centre, left, right][index.min(2)];
        let start = (x + BOX.0 / 2, GAP + BOX.1);
        let end = (centre + BOX.0 / 2, middle - BOX.1 / 2);
        arrow(&mut out, (start, end), palette);
        node.draw(&mut out, (x, GAP), (palette, palette.card));
    }
    let at = (centre, middle - BOX.1 / 2);
    own.draw(&mut out, at, (palette, palette.own));
    out.push_str("</svg>\n");
    out
}

fn label(out: &mut String, (x, y): (usize, usize), (words, palette): (&str, &Palette)) {
    let muted = palette.muted;
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" fill=\"{muted}\">{words}</text>"
    );
}

fn arrow(
    out: &mut String,
    ((x1, y1), (x2, y2)): ((usize, usize), (usize, usize)),
    palette: &Palette,
) {
    let line = palette.line;
    let _ = writeln!(
        out,
        "<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"{line}\" stroke-width=\"1.5\" fill=\"none\" marker-end=\"url(#tip)\"/>"
    );
}

impl Node {
    fn draw(
        &self,
        out: &mut String,
        (x, y): (usize, usize),
        (palette, ground): (&Palette, &'static str),
    ) {
        let (width, height) = BOX;
        let Palette { muted, line, .. } = palette;
        let thick = if ground == palette.own { 2 } else { 1 };
        let dashes = if self.is_here {
            ""
        } else {
            " stroke-dasharray=\"5 4\""
        };
        let _ = write!(
            out,
            "<g><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"3\" fill=\"{ground}\" stroke=\"{line}\" stroke-width=\"{thick}\"{dashes}/>"
        );
        let mut below = y + 20;
        for line in wrapped(&self.title) {
            let _ = write!(out, "<text x=\"{}\" y=\"{below}\">", x + 10);
            push_escaped(out, &line);
            out.push_str("</text>");
            below += 17;
        }
        let small: Vec<&str> = [self.number.as_str(), self.state]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        if !small.is_empty() {
            let at = y + height - 7;
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{at}\" font-size=\"12\" fill=\"{muted}\">",
                x + 10
            );
            push_escaped(out, &cut(&small.join("　"), LINE + 3));
            out.push_str("</text>");
        }
        out.push_str("</g>\n");
    }
}

/// A title in lines of a box; what does not fit ends in an ellipsis.
fn wrapped(title: &str) -> Vec<String> {
    let characters: Vec<char> = cut(title, LINE * LINES).chars().collect();
    characters
        .chunks(LINE)
        .map(|it| it.iter().collect())
        .collect()
}

fn cut(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        false => text.to_owned(),
        true => text.chars().take(most - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(count: usize) -> Vec<Node> {
        let node = |n| Node {
            title: format!("关于<第{n}件>的一个很长很长很长很长很长很长很长很长的通知"),
            number: "云财〔2026〕1号".to_owned(),
            state: "已废止",
            is_here: n % 2 == 0,
        };
        (0..count).map(node).collect()
    }

    #[test]
    fn a_picture_is_bounded_and_stays_within_its_frame() {
        for (cited, citing, above) in [(0, 1, 0), (1, 0, 1), (3, 8, 3), (200, 50, 9)] {
            let around = Surroundings {
                cited: bounded(nodes(cited), MOST),
                citing: bounded(nodes(citing), MOST),
                above: bounded(nodes(above), MOST_ABOVE),
            };
            let svg = drawn(&nodes(1)[0], &around, &LIGHT);
            let dark = drawn(&nodes(1)[0], &around, &DARK);
            assert_eq!(dark.matches("<g>").count(), svg.matches("<g>").count());
            assert!(!dark.contains(LIGHT.ground) && !dark.contains(LIGHT.text));
            assert!(svg.len() < 20_000, "{}", svg.len());
            let count = cited.min(MOST) + citing.min(MOST) + above.min(MOST_ABOVE) + 1;
            assert_eq!(svg.matches("<g>").count(), count);
            assert!(!svg.contains("<第") && svg.contains("&lt;第"));
            assert_eq!(svg.contains("另有193件，见列表"), cited == 200);
            let height: usize = svg
                .split("height=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .parse()
                .unwrap();
            for y in svg
                .match_indices(" y=\"")
                .map(|(at, it)| &svg[at + it.len()..])
            {
                let y: usize = y.split('"').next().unwrap().parse().unwrap();
                assert!(y < height, "{y} of {height}");
            }
        }
    }

    #[test]
    fn a_long_title_ends_in_an_ellipsis() {
        let lines = wrapped(&"长".repeat(60));
        assert_eq!(lines.len(), LINES);
        assert!(lines[1].ends_with('…') && lines.iter().all(|it| it.chars().count() == LINE));
        assert_eq!(wrapped("短"), ["短"]);
    }
}
