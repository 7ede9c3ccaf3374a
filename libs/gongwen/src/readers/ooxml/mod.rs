//! What DOCX and XLSX share: the package of parts, unpacked under limits, and a small pull reader of XML. Does not know
//! what the parts mean.

mod package;
mod xml;

pub(crate) use package::Package;
pub(crate) use xml::{Node, Open, Xml};
