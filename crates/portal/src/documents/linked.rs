//! What machines read of a document's page: schema.org in JSON-LD, for search engines and whoever gathers official documents.
//!
//! It says nothing that the page does not show. The block is data that no browser runs, so the policy of the page forbids nothing in it; what is
//! written in it cannot end it.

use kernel::DocumentId;
use publishing::Validity;
use publishing::gathered::Shown;
use publishing::public::PublicDocument;
use serde_json::{Value, json};

/// The block, to stand in the head of the page at a full address.
pub(super) fn block(
    (found, shown): (&PublicDocument, &Shown),
    (base, address): (&str, &str),
    validity: Option<Validity>,
) -> String {
    let mut facts = facts(found, (base, address), validity);
    // A collection names what it gathers, as far as its page shows it; and what is gathered the collections.
    let page = |id: DocumentId, title: &str| json!({ "@type": "CreativeWork", "name": title, "url": format!("{base}/documents/{id}") });
    let parts = shown
        .lines
        .iter()
        .map(|it| page(it.line.id, &it.line.title));
    let wholes = found.gathering.iter().map(|it| page(it.id, &it.title));
    for (name, all) in [("hasPart", parts.collect()), ("isPartOf", wholes.collect())] {
        let all: Vec<Value> = all;
        if !all.is_empty() {
            facts[name] = json!(all);
        }
    }
    let facts = facts.to_string();
    // `</script>`, `<!--` and the like cannot stand in it: JSON knows the same sign by its number.
    let facts = facts.replace('<', "\\u003c");
    format!("<script type=\"application/ld+json\">{facts}</script>\n")
}

fn facts(
    found: &PublicDocument,
    (base, address): (&str, &str),
    validity: Option<Validity>,
) -> Value {
    let it = &found.edition.metadata;
    let mut facts = json!({
        "@context": "https://schema.org",
        "@type": if validity.is_some() { "Legislation" } else { "Article" },
        "@id": address,
        "url": address,
        "name": it.title,
        "headline": it.title,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": true,
        "datePublished": found.first_published_at.to_string(),
        "dateModified": found.line.published_at.to_string(),
        "version": found.edition.ordinal,
        "publisher": issuers(found, base),
    });
    let mut say = |name: &str, value: Value| {
        if value != Value::Null && value != json!("") && value != json!([]) {
            facts[name] = value;
        }
    };
    say("description", json!(it.summary));
    say("keywords", json!(it.keywords.replace(' ', ",")));
    say("about", json!(it.theme));
    say("identifier", json!(identifiers(found)));
    say("dateCreated", json!(it.made_on.map(|day| day.to_string())));
    if let Some(validity) = validity {
        say("legislationIdentifier", json!(it.number));
        say("legislationLegalForce", json!(force(validity)));
        let day = it.effective_on.map(|day| day.to_string());
        say("legislationDateOfApplicability", json!(day));
        say("expires", json!(it.expires_on.map(|day| day.to_string())));
    }
    say("encoding", json!(files(found, address)));
    say("citation", json!(citations(found)));
    facts
}

fn issuers(found: &PublicDocument, base: &str) -> Value {
    let unit = |id: String, name: &str| json!({ "@type": "GovernmentOrganization", "name": name, "url": format!("{base}/units/{id}") });
    let own = unit(found.line.unit.to_string(), &found.unit_full_name);
    let joint = found.edition.joint.iter();
    let joint = joint.map(|it| unit(it.unit.to_string(), &it.name));
    Value::Array(std::iter::once(own).chain(joint).collect())
}

fn identifiers(found: &PublicDocument) -> Vec<&str> {
    let both = [
        found.edition.metadata.number.as_str(),
        &found.line.index_number,
    ];
    both.into_iter().filter(|it| !it.is_empty()).collect()
}

fn files(found: &PublicDocument, address: &str) -> Vec<Value> {
    let ordinal = found.edition.ordinal;
    let files = found.edition.attachments.iter();
    let files = files.map(|it| {
        json!({
            "@type": "MediaObject",
            "name": it.file_name,
            "encodingFormat": it.media_type,
            "contentSize": it.size.to_string(),
            "sha256": it.blob.as_str(),
            "contentUrl": format!("{address}/files/{ordinal}/{}", it.blob),
        })
    });
    files.collect()
}

fn citations(found: &PublicDocument) -> Vec<String> {
    let cited = found.cited.iter();
    let cited = cited.map(|it| match it.title.as_str() {
        "" => it.number.clone(),
        title => format!("《{title}》（{}）", it.number),
    });
    cited.collect()
}

/// schema.org's word for whether it is in force.
fn force(validity: Validity) -> &'static str {
    match validity {
        Validity::InForce | Validity::Amended => "https://schema.org/InForce",
        Validity::PartlyRepealed => "https://schema.org/PartiallyInForce",
        Validity::NotYet | Validity::Expired | Validity::Repealed => {
            "https://schema.org/NotInForce"
        }
    }
}
