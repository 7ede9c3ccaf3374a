//! The provider itself: authorization code with PKCE, discovery, keys, and the check of what it signs (OpenID Connect Core 1.0).
//!
//! Its document and keys are kept for an hour, and fetched anew where an answer is signed with a key that is not among them. Tokens are
//! looked at once and kept nowhere; nothing of a person, no code and no secret reaches the log.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};

use accounts::model::Vouched;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use desk::{Arrival, Asking, Departure, PROVIDER_RETURN, Prompt, Provider, ProviderTrouble};
use kernel::Moment;
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod,
    CoreErrorResponseType, CoreIdToken, CoreIdTokenVerifier, CoreTokenResponse,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthenticationContextClass, AuthorizationCode,
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, JwsSigningAlgorithm as _, LogoutRequest, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    TokenResponse as _,
};
use reqwest::Url;

use super::web::{Web, WebTrouble, may_ask};
use super::{OidcSection, answer};
use crate::failure::Failure;

/// How long the provider's document and keys are believed.
const FRESH_MILLIS: i64 = 3_600_000;

/// A provider, as the configuration names it.
#[derive(Clone)]
pub struct Oidc(Arc<Connection>);

struct Connection {
    section: OidcSection,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    after_end: PostLogoutRedirectUrl,
    web: Web,
    known: RwLock<Option<Known>>,
}

/// The provider's document with its keys.
#[derive(Clone)]
struct Known {
    document: Arc<ProviderMetadataWithLogout>,
    since: Moment,
}

/// What a provider says of itself, for whoever connects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where browsers are sent.
    pub sign_in: String,
    /// Where codes are exchanged; absent where it offers none.
    pub token: Option<String>,
    /// Where its own session is ended; absent where it offers none.
    pub end: Option<String>,
    /// How many keys it signs with.
    pub keys: usize,
    /// The address that it must know, and to which it sends browsers back.
    pub back: String,
    /// The address that it must know, and to which it sends browsers after the end of a session.
    pub after_end: String,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Oidc {
    /// The provider of a section that was checked, for the desk at that address.
    ///
    /// # Errors
    /// Where an address cannot be read.
    pub fn of(section: &OidcSection, secret: &str, desk: &str) -> Result<Self, Failure> {
        let wrong = |key: &str| {
            let message = format!("配置项 {key} 有误：不是有效的网址");
            Failure::bad_input(
                "config.invalid",
                message,
                "请改正；全部配置项见 gongkai config example",
            )
        };
        let connection = Connection {
            section: section.clone(),
            issuer: IssuerUrl::new(section.issuer.clone()).map_err(|_| wrong("oidc.issuer"))?,
            client: ClientId::new(section.client_id.clone()),
            secret: (!secret.is_empty()).then(|| ClientSecret::new(secret.to_owned())),
            back: RedirectUrl::new(format!("{desk}{PROVIDER_RETURN}"))
                .map_err(|_| wrong("oidc.desk_url"))?,
            after_end: PostLogoutRedirectUrl::new(format!("{desk}/desk/sign-in"))
                .map_err(|_| wrong("oidc.desk_url"))?,
            web: Web::of(section.patience(), section.allow_http).map_err(|cause| {
                kernel::Fault::caused("making the client of the provider", cause)
            })?,
            known: RwLock::new(None),
        };
        Ok(Self(Arc::new(connection)))
    }

    /// What the provider says of itself.
    ///
    /// # Errors
    /// Why not; the log says more.
    pub async fn find(&self, now: Moment) -> Result<Found, ProviderTrouble> {
        let connection = &self.0;
        let document = connection.fetch(now).await?;
        Ok(Found {
            sign_in: document.authorization_endpoint().to_string(),
            token: document.token_endpoint().map(|it| it.to_string()),
            end: connection.end(&document),
            keys: document.jwks().keys().len(),
            back: connection.back.to_string(),
            after_end: connection.after_end.to_string(),
        })
    }
}

impl Provider for Oidc {
    fn issuer(&self) -> &str {
        &self.0.section.issuer
    }

    fn label(&self) -> &str {
        &self.0.section.label
    }

    fn depart(&self, departure: Departure) -> Asking<String> {
        let connection = Arc::clone(&self.0);
        Box::pin(async move { connection.depart(departure).await })
    }

    fn vouch(&self, arrival: Arrival) -> Asking<Vouched> {
        let connection = Arc::clone(&self.0);
        Box::pin(async move { connection.vouch(arrival).await })
    }

    fn end(&self, now: Moment) -> Asking<Option<String>> {
        let connection = Arc::clone(&self.0);
        Box::pin(async move {
            let document = connection.document(now).await?;
            Ok(connection.end(&document))
        })
    }
}

impl Connection {
    /// The provider's document: as kept, or fetched.
    async fn document(
        &self,
        now: Moment,
    ) -> Result<Arc<ProviderMetadataWithLogout>, ProviderTrouble> {
        let known = self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match known {
            Some(known) if now < known.since.plus_millis(FRESH_MILLIS) => Ok(known.document),
            _ => self.fetch(now).await,
        }
    }

    async fn fetch(&self, now: Moment) -> Result<Arc<ProviderMetadataWithLogout>, ProviderTrouble> {
        let issuer = self.issuer.clone();
        let found = ProviderMetadataWithLogout::discover_async(issuer, &self.web).await;
        let document = Arc::new(found.map_err(|error| undiscovered(&error))?);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(Known {
            document: Arc::clone(&document),
            since: now,
        });
        Ok(document)
    }

    fn client(&self, document: &ProviderMetadataWithLogout) -> Client {
        let methods = document.token_endpoint_auth_methods_supported();
        // Basic is the default of OpenID Connect Discovery 1.0, section 3; a provider that names others takes the form.
        let takes_basic =
            methods.is_none_or(|it| it.contains(&CoreClientAuthMethod::ClientSecretBasic));
        CoreClient::from_provider_metadata(
            document.clone(),
            self.client.clone(),
            self.secret.clone(),
        )
        .set_auth_type(if takes_basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        })
        .set_redirect_uri(self.back.clone())
    }

    async fn depart(&self, departure: Departure) -> Result<String, ProviderTrouble> {
        let document = self.document(departure.now).await?;
        let client = self.client(&document);
        let (state, nonce) = (departure.state, departure.nonce);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            departure.verifier,
        ));
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(challenge)
            .set_redirect_uri(Cow::Borrowed(&self.back));
        let scopes = self.section.scopes.iter().filter(|it| *it != "openid");
        for scope in scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for acr in &self.section.acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        if departure.prompt == Prompt::Always {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (url, _, _) = request.url();
        let to = self.for_browsers(url);
        to.ok_or_else(|| misset("登录地址（authorization_endpoint）不是 https"))
    }

    async fn vouch(&self, arrival: Arrival) -> Result<Vouched, ProviderTrouble> {
        let document = self.document(arrival.now).await?;
        let given = self.exchange(&document, &arrival).await?;
        let token = given.id_token().ok_or_else(|| untrue("没有 ID token"))?;
        let seen = (token, given.access_token());
        let checked = match self.check(&document, seen, &arrival) {
            // The provider has changed its keys since.
            Err(Doubt::UnknownKey) => {
                let document = self.fetch(arrival.now).await?;
                self.check(&document, seen, &arrival)
            }
            other => other,
        };
        checked.map_err(|doubt| untrue(&doubt.to_string()))?;
        let claims = claims_of(token).ok_or_else(|| untrue("ID token 读不懂"))?;
        answer::read(&claims, &self.section)
    }

    async fn exchange(
        &self,
        document: &ProviderMetadataWithLogout,
        arrival: &Arrival,
    ) -> Result<CoreTokenResponse, ProviderTrouble> {
        let client = self.client(document);
        let request = client
            .exchange_code(AuthorizationCode::new(arrival.code.clone()))
            .map_err(|_| misset("没有令牌地址（token_endpoint）"))?
            .set_pkce_verifier(PkceCodeVerifier::new(arrival.verifier.clone()));
        match request.request_async(&self.web).await {
            Ok(given) => Ok(given),
            Err(RequestTokenError::ServerResponse(said)) => {
                // The code tells enough; the description may speak of the person.
                let code = said.error();
                if *code == CoreErrorResponseType::InvalidGrant {
                    tracing::warn!(%code, "the provider refused a code");
                    Err(ProviderTrouble::Denied)
                } else {
                    Err(misset(&format!("令牌地址回答 {code}")))
                }
            }
            Err(RequestTokenError::Request(trouble)) => Err(unreachable(&trouble)),
            Err(RequestTokenError::Parse(..) | RequestTokenError::Other(_)) => {
                Err(untrue("令牌地址的回答读不懂"))
            }
        }
    }

    /// Signature, issuer, audience, time, nonce, the party that it was made for, and the hash of the access token.
    fn check(
        &self,
        document: &ProviderMetadataWithLogout,
        (token, access): (&CoreIdToken, &AccessToken),
        arrival: &Arrival,
    ) -> Result<(), Doubt> {
        let client = self.client(document);
        let leeway = i64::from(self.section.leeway_seconds) * 1000;
        let (earliest, latest) = (
            moment(arrival.now.plus_millis(-leeway)),
            moment(arrival.now.plus_millis(leeway)),
        );
        // A secret that signs is a secret that forges: only keys that the provider alone has.
        let algorithms = document.id_token_signing_alg_values_supported().iter();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(algorithms.filter(|it| !it.uses_shared_secret()).cloned())
            .set_time_fn(move || earliest)
            .set_issue_time_verifier_fn(move |issued| {
                if issued <= latest {
                    Ok(())
                } else {
                    Err("issued in the future".to_owned())
                }
            });
        let nonce = Nonce::new(arrival.nonce.clone());
        let claims = token.claims(&verifier, &nonce).map_err(Doubt::of)?;
        if claims
            .authorized_party()
            .is_some_and(|it| *it != self.client)
        {
            return Err(Doubt::Other("made for another party".to_owned()));
        }
        match claims.access_token_hash() {
            Some(told) if *told != hash_of(token, access, &verifier)? => {
                Err(Doubt::Other("another access token".to_owned()))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Where the provider ends its session, with the way back.
    fn end(&self, document: &ProviderMetadataWithLogout) -> Option<String> {
        let end = document
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        let request = LogoutRequest::from(end)
            .set_client_id(self.client.clone())
            .set_post_logout_redirect_uri(self.after_end.clone());
        self.for_browsers(request.http_get_url())
    }

    /// An address that a browser may be sent to.
    fn for_browsers(&self, url: Url) -> Option<String> {
        (may_ask(&url, self.section.allow_http)).then(|| url.into())
    }
}

/// Why a token is not believed.
#[derive(Debug, thiserror::Error)]
enum Doubt {
    #[error("signed with an unknown key")]
    UnknownKey,
    #[error("{0}")]
    Other(String),
}

impl Doubt {
    fn of(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            ) => Self::UnknownKey,
            ClaimsVerificationError::SignatureVerification(cause) => Self::Other(cause.to_string()),
            other => Self::Other(other.to_string()),
        }
    }
}

fn hash_of(
    token: &CoreIdToken,
    access: &AccessToken,
    verifier: &CoreIdTokenVerifier<'_>,
) -> Result<AccessTokenHash, Doubt> {
    let other = |what: String| Doubt::Other(what);
    let algorithm = token
        .signing_alg()
        .map_err(|cause| other(cause.to_string()))?;
    let key = token
        .signing_key(verifier)
        .map_err(|cause| other(cause.to_string()))?;
    AccessTokenHash::from_token(access, algorithm, key).map_err(|cause| other(cause.to_string()))
}

/// All claims of a token whose signature was checked: the site may read one that no standard names.
fn claims_of(token: &CoreIdToken) -> Option<serde_json::Value> {
    let text = token.to_string();
    let payload = text.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

fn moment(at: Moment) -> DateTime<Utc> {
    // Years that the calendar of the other library does not know are beyond any clock.
    DateTime::from_timestamp_millis(at.as_millisecond()).unwrap_or_default()
}

fn undiscovered(error: &DiscoveryError<WebTrouble>) -> ProviderTrouble {
    match error {
        DiscoveryError::Request(trouble) => unreachable(trouble),
        other => misset(&other.to_string()),
    }
}

fn unreachable(trouble: &WebTrouble) -> ProviderTrouble {
    tracing::warn!(reason = %trouble, "the provider does not answer");
    ProviderTrouble::Unreachable
}

fn misset(reason: &str) -> ProviderTrouble {
    tracing::error!(reason, "the provider and [oidc] do not fit");
    ProviderTrouble::Misset
}

fn untrue(reason: &str) -> ProviderTrouble {
    tracing::warn!(reason, "what the provider gave was not believed");
    ProviderTrouble::Untrue
}
