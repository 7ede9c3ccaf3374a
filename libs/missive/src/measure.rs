//! Sizes of GB/T 9704—2012, in points from the upper left corner of an A4 page.

/// Points in a millimetre.
pub(crate) const MM: f64 = 72.0 / 25.4;
/// Width of A4.
pub(crate) const WIDE: f64 = 210.0 * MM;
/// Height of A4.
pub(crate) const HIGH: f64 = 297.0 * MM;
/// 天头.
pub(crate) const TOP: f64 = 37.0 * MM;
/// 订口.
pub(crate) const LEFT: f64 = 28.0 * MM;
/// Width of 版心: 156 mm.
pub(crate) const MEASURE: f64 = 156.0 * MM;
/// Where 版心 ends: 225 mm below 天头.
pub(crate) const BOTTOM: f64 = TOP + 225.0 * MM;
/// Where the organ stands: 30 mm below the upper edge (10.1).
pub(crate) const ORGAN: f64 = 30.0 * MM;
/// Size of the text: 3号, of which 28 characters fill a line.
pub(crate) const TEXT: f64 = MEASURE / 28.0;
/// Height of a line: 22 of them fill a page.
pub(crate) const LINE: f64 = 225.0 * MM / 22.0;
/// Size of the title: 2号.
pub(crate) const TITLE: f64 = 22.0;
/// Size of the organ's name.
pub(crate) const NAME: f64 = 26.0;
/// Characters that the day is drawn in by, so that a seal has room (7.3.5.1).
pub(crate) const DRAWN_IN: f64 = 4.0;
/// Red of the head.
pub(crate) const RED: [u8; 3] = [0xc8, 0x10, 0x1e];

/// How far the organ that signs is drawn in from the right, so that its middle stands above that of the day (7.3.5.1); widths in points.
pub(crate) fn signature(organ: f64, day: f64) -> f64 {
    (DRAWN_IN * TEXT + (day - organ) / 2.0).max(0.0)
}
