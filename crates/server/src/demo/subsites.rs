//! The demo's sites beside the main one: a bureau's and a town's, at names under `localhost`, which browsers take to this machine.

use kernel::Role;
use publishing::subsites::{ShareDocument, share};
use serde::Deserialize;

use super::documents::{House, person, refused};
use crate::config::{SubsiteIdentity, SubsiteSection};
use crate::failure::Failure;

/// A document that stands on a site of others too.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    title: String,
    pub on: kernel::Date,
    site: String,
    column: String,
    /// The code of the unit whose site it is.
    unit: String,
}

/// The sites, served at the port of an address.
pub fn sections(listen: &str) -> Vec<SubsiteSection> {
    let port = listen.rsplit(':').next().unwrap_or("8080");
    let section =
        |(code, unit, look): (&str, &str, &str), (name, contact): (&str, &str)| SubsiteSection {
            code: code.to_owned(),
            unit: unit.to_owned(),
            look: look.to_owned(),
            identity: SubsiteIdentity {
                name: name.to_owned(),
                domain: format!("{code}.yunxi.example"),
                base_url: format!("http://{code}.localhost:{port}"),
                sponsor: name.to_owned(),
                contact: contact.to_owned(),
                ..SubsiteIdentity::default()
            },
            ..SubsiteSection::default()
        };
    let mut town = section(
        ("hemingdu", "yx-ytq-hmd", "green"),
        (
            "云溪市云台区鹤鸣渡镇人民政府",
            "0000-5550149 云台区鹤鸣渡镇古渡街6号",
        ),
    );
    town.names
        .insert("notices".to_owned(), "镇务公告".to_owned());
    town.identity.english_name = "Hemingdu Town".to_owned();
    let bureau = section(
        ("czj", "yx-czj", "blue"),
        ("云溪市财政局", "0000-5550110 云溪市云台区听泉大道5号"),
    );
    vec![town, bureau]
}

impl House<'_> {
    /// Puts a document on a site of others.
    pub async fn share(&self, it: &Shared) -> Result<(), Failure> {
        let unit = self.unit(&it.unit).await?;
        let officer = person(unit, Role::Clerk)
            .unit_officer(unit)
            .map_err(refused)?;
        let (document, _) = self.find(&it.title).await?;
        let command = ShareDocument {
            document,
            site: it.site.clone(),
            column: it.column.clone(),
        };
        let who = (&officer, self.library.as_ref());
        Ok(share(&self.city.store, &command, who, self.now).await?)
    }
}
