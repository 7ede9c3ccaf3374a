//! What DOCX and XLSX share: the package of parts, unpacked under limits. Does not know what the parts mean; their XML is read by the
//! library `ooxml`.

mod package;

pub(crate) use package::Package;
