//! A desk for tests: the real router on a test site's store, and a browser that keeps cookies and hands forms in.
//!
//! Screens are driven as people drive them: a form is handed in with the token and the mark that a page gave, unless the test
//! wants to do otherwise. The tests of signing in from outside (`server::oidc`) include it too.
#![allow(dead_code)]

use std::fs::File;
use std::io::Read as _;
use std::sync::{Arc, Mutex};

use accounts::actions::create::FirstPassword;
use accounts::actions::{Create, Grant, create, grant};
use accounts::{Policy, Secret, one_time};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use desk::{
    Cleaning, Cookies, Desk, Door, FileRead, Looked, Looking, ReadFile, ReadRefused, Reading,
    TextRead, TextReading,
};
use kernel::{AccountId, Actor, Moment, Role, UnitId};
use ledger::{Signer, Suite, signer_of};
use store::directory::{import, register};
use testkit::TestSite;
use tower::ServiceExt as _;
use ui::SiteIdentity;

/// The password of everybody in tests.
pub const PASSWORD: &str = "泉水叮咚-2026-听泉";

/// A desk with a clock that tests move.
#[derive(Clone)]
pub struct TestDesk {
    pub router: Router,
    pub desk: Desk,
    clock: Arc<Mutex<Moment>>,
}

/// Makes a desk on a test site.
pub fn desk(site: &TestSite) -> TestDesk {
    desk_with(site, |_| {})
}

/// The same, with something changed first.
pub fn desk_with(site: &TestSite, change: impl FnOnce(&mut Desk)) -> TestDesk {
    let clock = Arc::new(Mutex::new(site.now));
    let (calendar, shown) = (Arc::clone(&site.calendar), Arc::clone(&clock));
    let mut desk = Desk {
        store: site.store.clone(),
        calendar: Arc::new(move || Arc::clone(&calendar)),
        clock: Arc::new(move || {
            *shown
                .lock()
                .expect("no test panics while it moves the clock")
        }),
        identity: Arc::new(identity()),
        accounts: Policy::for_tests(),
        library: Arc::new(publishing::Library::built_in()),
        read_file: Arc::new(InPlace),
        scanner: None,
        filing_desks: Arc::default(),
        partners: Arc::default(),
        files: publishing::files::FileLimits::default(),
        signer: signer(),
        vault: std::sync::Arc::new(testkit::Glass),
        cookies: Cookies::Plain,
        provider: None,
        door: Door::default(),
    };
    change(&mut desk);
    TestDesk {
        router: desk::router(desk.clone()),
        desk,
        clock,
    }
}

/// The key with which the desk of a test signs.
pub fn signer() -> Arc<dyn Signer> {
    let signer = signer_of(Suite::Ed25519, "www.yunxi.example/log", &[7; 32]);
    Arc::from(signer.expect("the seed is a key"))
}

impl TestDesk {
    /// Moves the clock on.
    pub fn wait_minutes(&self, minutes: i64) {
        let mut now = self
            .clock
            .lock()
            .expect("no test panics while it moves the clock");
        *now = now.plus_millis(minutes * 60_000);
    }

    /// A browser that has signed nobody in.
    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: Vec::new(),
            page: String::new(),
        }
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in_as(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser
            .post("/desk/sign-in", &[("login", login), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let home = browser.get("/desk").await;
        assert_eq!(home.status, StatusCode::OK, "{}", home.text);
        browser
    }
}

/// A browser of somebody new with that role in that unit.
pub async fn signed_in(desk: &TestDesk, role: Role, unit: UnitId) -> Browser {
    let login = format!("{}-{}", role.code().replace('_', "-"), count());
    person(desk, &login, &[(role, unit)]).await;
    desk.signed_in_as(&login).await
}

/// An account with roles; the unit of the first is the person's own.
pub async fn person(desk: &TestDesk, login: &str, roles: &[(Role, UnitId)]) -> AccountId {
    let desk = &desk.desk;
    let console = Actor::operator("控制台");
    let now = desk.now();
    let command = Create {
        login: login.chars().take(32).collect(),
        name: format!("测试员{}", count()),
        unit: roles.first().expect("a person has a role").1,
        mail: String::new(),
        password: Secret::new(PASSWORD),
        first_password: FirstPassword::Kept,
    };
    let by = console.system_administrator().expect("the console may");
    let account = create(&desk.store, (&command, &desk.accounts), &by, now)
        .await
        .unwrap_or_else(|stop| panic!("{login}: {stop}"));
    let by = console.security_administrator().expect("the console may");
    for (role, unit) in roles {
        let command = Grant {
            account,
            unit: *unit,
            role: *role,
            from_on: now.date(),
            until_on: None,
        };
        grant(&desk.store, &command, &by, now)
            .await
            .unwrap_or_else(|stop| panic!("{login} {role:?}: {stop}"));
    }
    account
}

fn count() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

/// Enrols a second factor on screen; returns the secret and the recovery codes.
pub async fn enrol(desk: &TestDesk, browser: &mut Browser) -> (Vec<u8>, Vec<String>) {
    let page = browser.get("/desk/account/second-factor").await;
    let typed = page
        .text
        .split("<code translate=\"no\">")
        .nth(1)
        .and_then(|it| it.split('<').next())
        .expect("the page shows the key");
    let secret = base32(typed);
    let sealed = value_of(&page.text, "name=\"sealed\" value=\"")
        .expect("the form carries the sealed secret");
    let code = one_time::code_at(&secret, desk.desk.now()).unwrap();
    let wrong = browser
        .post(
            "/desk/account/second-factor",
            &[("sealed", &sealed), ("code", "000000")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains(typed), "the same key is shown again");
    let answer = browser
        .post(
            "/desk/account/second-factor",
            &[("sealed", &sealed), ("code", &code)],
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let codes: Vec<String> = answer
        .text
        .split("<li><code translate=\"no\">")
        .skip(1)
        .filter_map(|it| it.split('<').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// RFC 4648, as people type it: blanks are skipped.
fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for c in text.bytes().filter(|c| *c != b' ') {
        let value = if c.is_ascii_digit() {
            c - b'2' + 26
        } else {
            c - b'A'
        };
        bits = (bits << 5) | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}

/// Two units of a city: 市财政局 and 市教育局.
pub async fn two_units(site: &TestSite) -> (UnitId, UnitId) {
    let units = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website\n\
        CZJ,云溪市财政局,市财政局,department,city,,,,,,,,,,\n\
        JYJ,云溪市教育局,市教育局,department,city,,,,,,,,,,\n";
    let units = register::read_units(units).expect("the units read");
    let office = site.office();
    store::write!(site.store, |tx| {
        import::import_units(tx, &units, &office, site.now).await
    })
    .unwrap_or_else(|stop| panic!("importing units: {stop}"));
    store::read!(site.store, |tx| {
        let mut found = Vec::new();
        for code in ["CZJ", "JYJ"] {
            let unit = store::directory::find_unit_by_code(tx, code).await?;
            found.push(unit.expect("it was imported").id);
        }
        Ok::<_, kernel::Fault>((found[0], found[1]))
    })
    .expect("the units are there")
}

/// How many events the log holds: what a refused act leaves as it was.
pub async fn count_events(site: &TestSite) -> usize {
    let after = None;
    store::read!(site.store, |tx| store::event::list_after(
        tx, after, 100_000
    )
    .await)
    .expect("the log reads")
    .len()
}

/// A browser: keeps cookies, remembers the last page, hands forms in with what that page gave.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// Name and value.
    pub cookies: Vec<(String, String)>,
    /// The last page with a form.
    pub page: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default()
    }
}

impl Browser {
    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path);
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    /// Opens a page, and the one that it leads to.
    pub async fn follow(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        if answer.status == StatusCode::SEE_OTHER {
            let to = answer.location().to_owned();
            return self.get(&to).await;
        }
        answer
    }

    /// Hands a form in, with the token and a fresh mark of the session.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = format!("{:032x}-{}", 7, count());
        let csrf = self.csrf();
        let mut all = vec![("csrf", csrf.as_str()), ("form", form.as_str())];
        all.extend_from_slice(fields);
        self.post_bare(path, &all).await
    }

    /// Hands in exactly these fields.
    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, fields, &[("sec-fetch-site", "same-origin")])
            .await
    }

    /// Hands in exactly these fields with exactly these headers.
    pub async fn post_with(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = serde_html_form::to_string(fields).expect("pairs of texts");
        let mut request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::HOST, "desk.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body)).expect("a request"))
            .await
    }

    /// Hands in a form with files: field, name, bytes.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const EDGE: &str = "edge-of-a-part-7d1f";
        let form = format!("{:032x}-{}", 8, count());
        let csrf = self.csrf();
        let mut all = vec![("csrf", csrf.as_str()), ("form", form.as_str())];
        all.extend_from_slice(fields);
        let mut body = Vec::new();
        for (name, value) in all {
            body.extend_from_slice(
                format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        for (field, name, bytes) in files {
            body.extend_from_slice(
                format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                     Content-Type: application/octet-stream\r\n\r\n"
                )
                .as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        let request = Request::post(path)
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={EDGE}"),
            )
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body)).expect("a request"))
            .await
    }

    /// The token of the session, as the last page with a form gave it.
    pub fn csrf(&self) -> String {
        value_of(&self.page, "name=\"csrf\" value=\"").unwrap_or_default()
    }

    /// Sends a request as it is, with the cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            let value = cookies.join("; ").parse().expect("cookies are plain");
            request.headers_mut().insert(header::COOKIE, value);
        }
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("infallible");
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("cookies are plain");
            let pair = text.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie is a pair");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = to_bytes(body, 64 << 20)
            .await
            .expect("the body reads")
            .to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if text.contains("name=\"csrf\"") {
            self.page.clone_from(&text);
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            text,
            bytes,
        }
    }
}

/// What stands after a mark, up to the next quote.
pub fn value_of(page: &str, mark: &str) -> Option<String> {
    let (_, rest) = page.split_once(mark)?;
    rest.split('"').next().map(str::to_owned)
}

/// Reads files in place: tests trust theirs.
struct InPlace;

impl ReadFile for InPlace {
    fn read(&self, bytes: Vec<u8>) -> Reading {
        Box::pin(async move {
            let limits = gongwen::limits::Limits::default();
            let source =
                gongwen::readers::read(&bytes, &limits).map_err(|refusal| ReadRefused {
                    code: refusal.code().to_owned(),
                    message: refusal.to_string(),
                })?;
            let reading = gongwen::plan::read(&source);
            Ok(FileRead { source, reading })
        })
    }

    fn text(&self, bytes: Vec<u8>, name: &str) -> TextReading {
        let is_docx = name.ends_with(".docx");
        Box::pin(async move {
            let cleaned = match is_docx {
                true => prose::Body::from_docx(&bytes).expect("tests hand in what can be read"),
                false => {
                    prose::Body::clean(&String::from_utf8_lossy(&bytes)).expect("a short page")
                }
            };
            Ok(TextRead {
                html: cleaned.body.html().to_owned(),
                pictures: cleaned.images.into_iter().map(|it| it.bytes).collect(),
            })
        })
    }

    fn look(&self, mut file: File) -> Looking {
        Box::pin(async move {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("the file reads");
            let contents = gate::file::read(&bytes, &gate::file::Limits::default());
            let contents = contents.map_err(|refusal| refused(&refusal))?;
            let mut visible = contents.visible;
            if contents.sort == gate::file::Sort::Text {
                visible.push(gate::file::Passage {
                    place: "正文".to_owned(),
                    text: String::from_utf8_lossy(&bytes).into_owned(),
                });
            }
            Ok(Looked {
                visible,
                hidden: contents.hidden,
            })
        })
    }

    fn clean(&self, bytes: Vec<u8>, rules: gate::Rules) -> Cleaning {
        Box::pin(async move {
            let gate = gate::Gate::new(rules).expect("there are no expressions");
            let limits = gate::file::Limits::default();
            let what = gate::file::What::all();
            let cleaned = gate::file::clean(&bytes, &what, Some(&gate), &limits);
            cleaned.map_err(|refusal| refused(&refusal))
        })
    }
}

fn refused(refusal: &gate::file::FileError) -> ReadRefused {
    ReadRefused {
        code: "file.refused".to_owned(),
        message: refusal.to_string(),
    }
}

fn identity() -> SiteIdentity {
    SiteIdentity {
        name: "云溪市政务公开承诺公示平台".into(),
        english_name: None,
        domain: "www.yunxi.example".into(),
        id_code: "9900010001".into(),
        sponsor: "云溪市人民政府办公室".into(),
        operator: None,
        contact: "0000-5550100".into(),
        icp: "演示ICP备00000000号".into(),
        police_record: None,
        error_report_url: None,
        base_url: "http://127.0.0.1:8080".into(),
        look: ui::Look::default(),
        platform: None,
    }
}
