//! What a checked ID token says of a person, as the site reads it: who, under which login, shown how strongly.
//!
//! Pure; whether the token may be believed at all is decided before.

use accounts::model::{Identity, Vouched};
use desk::ProviderTrouble;
use serde_json::Value;

use super::OidcSection;

/// What the site makes of the claims of a token that stood up to the check.
///
/// # Errors
/// [`ProviderTrouble::Untrue`] where it names nobody, [`ProviderTrouble::TooWeak`] where the person showed less than the site asks for.
pub fn read(claims: &Value, section: &OidcSection) -> Result<Vouched, ProviderTrouble> {
    let subject = text_of(claims, "sub");
    if accounts::rules::subject(&subject).as_ref() != Ok(&subject) {
        return Err(ProviderTrouble::Untrue);
    }
    let acr = text_of(claims, "acr");
    let amr = texts_of(claims, "amr");
    let has_acr = |wanted: &[String]| wanted.contains(&acr);
    let has_amr = |wanted: &[String]| amr.iter().any(|it| wanted.contains(it));
    let is_strong = (section.acr.is_empty() || has_acr(&section.acr))
        && (section.amr.is_empty() || has_amr(&section.amr));
    if !is_strong {
        return Err(ProviderTrouble::TooWeak);
    }
    Ok(Vouched {
        identity: Identity {
            issuer: section.issuer.clone(),
            subject,
        },
        login: text_of(claims, &section.login_claim),
        used_second_factor: has_acr(&section.second_factor) || has_amr(&section.second_factor),
    })
}

/// A claim as text: employee numbers are often sent as numbers. Empty where it is neither.
fn text_of(claims: &Value, name: &str) -> String {
    match claims.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => {
            String::new()
        }
    }
}

fn texts_of(claims: &Value, name: &str) -> Vec<String> {
    let list = claims.get(name).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}
