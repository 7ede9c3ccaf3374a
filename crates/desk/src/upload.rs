//! Forms with files (`multipart/form-data`): the same checks as any form, and the bytes of each file, within a limit.
//!
//! What is in a file is not looked at here: whoever takes it has it read in a child process, or keeps it as it is.

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use serde::de::DeserializeOwned;

use crate::form::{Marks, check_origin};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Fields of one form at most.
const MOST_FIELDS: usize = 400;

/// A form with files of somebody who has signed in.
#[derive(Debug, Clone)]
pub struct Uploaded<T> {
    /// Whose.
    pub officer: Officer,
    /// What was typed.
    pub form: T,
    /// The files that were chosen, in order; a field left empty is not among them.
    pub files: Vec<UploadedFile>,
}

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// The field of the form.
    pub field: String,
    /// Its name on the sender's machine, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl<T: DeserializeOwned> FromRequest<Desk> for Uploaded<T> {
    type Rejection = Snag;
    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Snag> {
        let (mut parts, body) = request.into_parts();
        let officer = Officer::from_request_parts(&mut parts, desk).await?;
        check_origin(&parts.headers)?;
        let request = Request::from_parts(parts, body);
        let multipart = Multipart::from_request(request, desk)
            .await
            .map_err(|_| Snag::BadForm("应以带文件的表单提交".to_owned()))?;
        let (pairs, files) = take(multipart).await?;
        let text = serde_html_form::to_string(&pairs)
            .map_err(|cause| Snag::BadForm(format!("表单读不懂（{cause}）")))?;
        let unreadable = |cause| Snag::BadForm(format!("表单读不懂（{cause}）"));
        let marks: Marks = serde_html_form::from_str(&text).map_err(unreadable)?;
        marks.check(desk, &officer).await?;
        Ok(Self {
            officer,
            form: serde_html_form::from_str(&text).map_err(unreadable)?,
            files,
        })
    }
}

type Taken = (Vec<(String, String)>, Vec<UploadedFile>);

async fn take(mut multipart: Multipart) -> Result<Taken, Snag> {
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    let broken = |cause: axum::extract::multipart::MultipartError| {
        if cause.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Snag::TooLarge
        } else {
            Snag::BadForm("上传中断或不完整".to_owned())
        }
    };
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        if pairs.len() + files.len() >= MOST_FIELDS {
            return Err(Snag::TooLarge);
        }
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(plain_name);
        let bytes = field.bytes().await.map_err(broken)?;
        match file_name {
            Some(file_name) if !(file_name.is_empty() && bytes.is_empty()) => {
                files.push(UploadedFile {
                    field: name,
                    name: file_name,
                    bytes: bytes.to_vec(),
                });
            }
            Some(_) => {}
            None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok((pairs, files))
}

/// The last part of a name, without folders and marks that cannot be seen.
pub(crate) fn plain_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_leads_nowhere() {
        for (given, kept) in [
            ("工作要点.docx", "工作要点.docx"),
            ("C:\\Users\\x\\要点.docx", "要点.docx"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}b.txt", "ab.txt"),
        ] {
            assert_eq!(plain_name(given), kept);
        }
    }
}
