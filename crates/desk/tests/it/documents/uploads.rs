//! Large files on their way to a draft: parts, interruptions, rights, limits, what is refused, viruses.

use std::sync::Mutex;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use kernel::Role;
use publishing::files::FileLimits;
use publishing::queries::{count_staged, find_work};
use publishing::scan::{NoVerdict, ScanFile, Scanning, Verdict};
use testkit::{TestSite, on_both};

use super::{People, done, shown};
use crate::site::{Answer, Browser, TestDesk, desk, desk_with, person, signed_in, two_units};

const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isommp41";

/// A recording of so many bytes, none of them like its neighbours.
fn recording(size: usize) -> Vec<u8> {
    let noise = (0..size).map(|at| u8::try_from(at * 31 % 251).unwrap());
    MP4.iter().copied().chain(noise).take(size).collect()
}

/// One request of the protocol.
struct Ask<'a> {
    method: &'a str,
    path: &'a str,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

impl<'a> Ask<'a> {
    fn new(method: &'a str, path: &'a str) -> Self {
        Self {
            method,
            path,
            headers: vec![("tus-resumable", "1.0.0".to_owned())],
            body: Body::empty(),
        }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_string()));
        self
    }

    fn part(path: &'a str, offset: usize, bytes: impl Into<Body>) -> Self {
        let mut ask = Self::new("PATCH", path)
            .with("upload-offset", offset)
            .with("content-type", "application/offset+octet-stream");
        ask.body = bytes.into();
        ask
    }

    fn file(path: &'a str, name: &str, size: u64) -> Self {
        Self::new("POST", path).with("upload-length", size).with(
            "upload-metadata",
            format!("filename {},changed MQ==", in_base64(name)),
        )
    }

    /// Sends it with the session's token.
    async fn send(self, browser: &mut Browser) -> Answer {
        let csrf = browser.csrf();
        self.with("x-csrf", csrf).send_bare(browser).await
    }

    async fn send_bare(self, browser: &mut Browser) -> Answer {
        let mut request = Request::builder()
            .method(Method::from_bytes(self.method.as_bytes()).unwrap())
            .uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        browser.send(request.body(self.body).unwrap()).await
    }
}

fn in_base64(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in text.as_bytes().chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sign = SIGNS[usize::try_from(bits >> (18 - 6 * at) & 63).unwrap()];
            out.push(if at <= three.len() {
                char::from(sign)
            } else {
                '='
            });
        }
    }
    out
}

fn offset(headers: &HeaderMap) -> u64 {
    headers["upload-offset"].to_str().unwrap().parse().unwrap()
}

/// Begins an upload; where it goes on.
async fn begin(browser: &mut Browser, draft: &str, name: &str, size: usize) -> String {
    let path = format!("{draft}/uploads");
    let begun = Ask::file(&path, name, u64::try_from(size).unwrap());
    let answer = begun.send(browser).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    answer.location().to_owned()
}

async fn attach(browser: &mut Browser, upload: &str) -> Answer {
    let path = format!("{upload}/attach");
    Ask::new("POST", &path).send(browser).await
}

async fn staged(site: &TestSite) -> (u64, usize) {
    let (rows, _) = store::read!(site.store, |tx| count_staged(tx).await).unwrap();
    (rows, site.store.blobs().list_staged().await.unwrap().len())
}

/// Names and sizes of a draft's files.
async fn files(site: &TestSite, draft: &str) -> Vec<(String, u64, String)> {
    let id = draft.rsplit('/').next().unwrap().parse().unwrap();
    let work = store::read!(site.store, |tx| find_work(tx, id).await)
        .unwrap()
        .unwrap();
    let files = work.edition.attachments.into_iter();
    files
        .map(|it| (it.file_name, it.size, it.media_type))
        .collect()
}

/// A scanner that says what a test wants it to say.
#[derive(Debug, Default)]
struct Said(Mutex<Option<Result<Verdict, NoVerdict>>>);

impl ScanFile for Said {
    fn scan(&self, _: std::fs::File) -> Scanning {
        let said = self.0.lock().unwrap().clone();
        Box::pin(async move { said.unwrap_or(Ok(Verdict::Clean)) })
    }
}

impl Said {
    fn says(&self, verdict: Result<Verdict, NoVerdict>) {
        *self.0.lock().unwrap() = Some(verdict);
    }
}

fn with_scanner(site: &TestSite) -> (TestDesk, std::sync::Arc<Said>) {
    let said = std::sync::Arc::new(Said::default());
    let scanner = std::sync::Arc::clone(&said);
    let desk = desk_with(site, |desk| desk.scanner = Some(scanner));
    (desk, said)
}

fn virus() -> Result<Verdict, NoVerdict> {
    Ok(Verdict::Infected("Eicar-Test-Signature".to_owned()))
}

on_both! {
    async fn a_file_comes_in_parts_and_goes_on_where_it_was(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let (bytes, clerk) = (recording(100_000), &mut people.clerk);
        let upload = begin(clerk, &draft, "发布会.mp4", bytes.len()).await;
        let first = Ask::part(&upload, 0, bytes[..60_000].to_vec()).send(clerk).await;
        assert_eq!(first.status, StatusCode::NO_CONTENT, "{}", first.text);
        assert_eq!(offset(&first.headers), 60_000);
        assert!(first.headers.contains_key("upload-expires"));
        let page = clerk.get(&draft).await.text;
        assert!(page.contains("没有传完的文件") && page.contains("已传60%") && page.contains("data-changed=\"1\""), "{page}");
        let told = Ask::new("HEAD", &upload).send(clerk).await;
        assert_eq!((told.status, offset(&told.headers)), (StatusCode::OK, 60_000));
        assert_eq!(told.headers["upload-length"], "100000");
        // Not whole, no attachment.
        let early = attach(clerk, &upload).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text.contains("还没有传完"), "{}", early.text);
        // The line breaks within a part: what came is there.
        let broken = futures_util::stream::iter([
            Ok(Bytes::from(bytes[60_000..75_000].to_vec())),
            Err(std::io::Error::other("the line broke")),
        ]);
        Ask::part(&upload, 60_000, Body::from_stream(broken)).send(clerk).await;
        let told = Ask::new("HEAD", &upload).send(clerk).await;
        assert_eq!(offset(&told.headers), 75_000);
        // An empty frame begins no part: the place is still free for what comes.
        let empty = futures_util::stream::iter([
            Ok(Bytes::new()),
            Err(std::io::Error::other("the line broke")),
        ]);
        Ask::part(&upload, 75_000, Body::from_stream(empty)).send(clerk).await;
        let last = Ask::part(&upload, 75_000, bytes[75_000..].to_vec()).send(clerk).await;
        assert_eq!(offset(&last.headers), 100_000);
        let attached = attach(clerk, &upload).await;
        assert_eq!(attached.status, StatusCode::OK, "{}", attached.text);
        assert_eq!(files(site, &draft).await, [("发布会.mp4".to_owned(), 100_000, "video/mp4".to_owned())]);
        assert_eq!(staged(site).await, (0, 0), "nothing of it waits any more");
        let blob = store::Blobs::id_of(&bytes);
        assert_eq!(site.store.blobs().find(&blob).await.unwrap(), Some(bytes.clone()));
        let page = clerk.get(&draft).await.text;
        assert!(page.contains("已添加发布会.mp4") && page.contains("<video") && page.contains("音视频内容"), "{page}");
        assert!(page.contains("没有字幕和文字稿"), "{page}");
        // It is played in the page, by parts.
        let part = Ask::new("GET", &format!("{draft}/files/1")).with("range", "bytes=99990-").send(clerk).await;
        assert_eq!((part.status, part.bytes.as_slice()), (StatusCode::PARTIAL_CONTENT, &bytes[99_990..]));
        assert_eq!(part.headers["content-type"], "video/mp4");
        assert_eq!(part.headers["x-content-type-options"], "nosniff");
        // The same file once more is the same blob and the same attachment.
        let again = begin(clerk, &draft, "发布会.mp4", bytes.len()).await;
        Ask::part(&again, 0, bytes).send(clerk).await;
        assert_eq!(attach(clerk, &again).await.status, StatusCode::OK);
        assert_eq!(files(site, &draft).await.len(), 1);
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
    }

    async fn two_at_the_same_place_are_one_and_a_refusal(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let bytes = recording(50_000);
        let upload = begin(&mut people.clerk, &draft, "发布会.mp4", bytes.len()).await;
        let (mut one, mut other) = (people.clerk.clone(), people.clerk.clone());
        let wrong = vec![0xee; 50_000];
        let (first, second) = tokio::join!(
            Ask::part(&upload, 0, bytes.clone()).send(&mut one),
            Ask::part(&upload, 0, wrong).send(&mut other),
        );
        let mut both = [first.status, second.status];
        both.sort();
        assert_eq!(both, [StatusCode::NO_CONTENT, StatusCode::CONFLICT]);
        let refused = if first.status == StatusCode::CONFLICT { &first } else { &second };
        assert_eq!(offset(&refused.headers), 50_000, "it is told where to go on");
        let late = Ask::part(&upload, 10, b"x".to_vec()).send(&mut one).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        // Whoever was first, it is all theirs.
        let parts = {
            let id = upload.rsplit('/').next().unwrap().parse().unwrap();
            let names = store::read!(site.store, |tx| publishing::actions::list_parts(tx, id).await).unwrap();
            site.store.blobs().join(id, names).await.unwrap()
        };
        let winner = if first.status == StatusCode::NO_CONTENT { bytes } else { vec![0xee; 50_000] };
        assert_eq!(parts.blob, store::Blobs::id_of(&winner));
    }

    async fn what_is_not_ones_own_is_out_of_reach(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let upload = begin(&mut people.clerk, &draft, "发布会.mp4", 1000).await;
        let uploads = format!("{draft}/uploads");
        let before = staged(site).await;
        // A colleague of the same unit, an officer of another, the reviewer, nobody.
        let mut colleague = signed_in(&desk, Role::Clerk, finance).await;
        let mut stranger = signed_in(&desk, Role::Clerk, education).await;
        for (browser, begins) in [(&mut colleague, StatusCode::CREATED), (&mut stranger, StatusCode::NOT_FOUND), (&mut people.secrecy, StatusCode::FORBIDDEN)] {
            for ask in [Ask::new("HEAD", &upload), Ask::part(&upload, 0, b"x".to_vec()), Ask::new("DELETE", &upload)] {
                assert_eq!(ask.send(browser).await.status, StatusCode::NOT_FOUND);
            }
            assert_eq!(attach(browser, &upload).await.status, StatusCode::NOT_FOUND);
            if begins != StatusCode::CREATED {
                let begun = Ask::file(&uploads, "a.mp4", 10).send(browser).await;
                assert_eq!(begun.status, begins, "{}", begun.text);
            }
        }
        let nobody = Ask::part(&upload, 0, b"x".to_vec()).with("x-csrf", "x").send_bare(&mut desk.browser()).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        assert!(nobody.text.contains("登录已过期"), "{}", nobody.text);
        // The token is missing, or the request comes from elsewhere, or speaks another version.
        let clerk = &mut people.clerk;
        let bare = Ask::part(&upload, 0, b"x".to_vec()).send_bare(clerk).await;
        assert_eq!(bare.status, StatusCode::FORBIDDEN);
        let elsewhere = Ask::part(&upload, 0, b"x".to_vec()).with("sec-fetch-site", "cross-site").send(clerk).await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
        let other = Ask::part(&upload, 0, b"x".to_vec()).with("tus-resumable", "0.2.2").send(clerk).await;
        assert_eq!((other.status, other.headers["tus-version"].as_bytes()), (StatusCode::PRECONDITION_FAILED, b"1.0.0".as_slice()));
        let plain = Ask::part(&upload, 0, b"x".to_vec()).with("content-type", "text/plain").send(clerk).await;
        assert_eq!(plain.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(staged(site).await, before);
        let spoken = Ask::new("OPTIONS", &uploads).send(clerk).await;
        assert_eq!(spoken.headers["tus-extension"], "creation,termination,expiration");
        assert_eq!(spoken.headers["tus-max-size"], (500 << 20).to_string());
        // What was handed in is edited no more.
        done(clerk, &draft, "submit", "").await;
        let late = Ask::part(&upload, 0, b"x".to_vec()).send(clerk).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.text);
        assert_eq!(Ask::new("DELETE", &upload).send(clerk).await.status, StatusCode::NO_CONTENT);
        assert_eq!(staged(site).await, (0, 0));
    }

    async fn limits_are_told_before_anything_is_sent(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let limits = FileLimits { largest: 1000, uploads: 2, staged: 1500, keep_hours: 1 };
        let desk = desk_with(site, |desk| desk.files = limits);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let (path, clerk) = (format!("{draft}/uploads"), &mut people.clerk);
        for (name, size, status, says) in [
            ("a.mp4", 1001, StatusCode::PAYLOAD_TOO_LARGE, "太大"),
            ("a.mp4", 0, StatusCode::UNPROCESSABLE_ENTITY, "空文件"),
            ("a.exe", 10, StatusCode::UNPROCESSABLE_ENTITY, "不能作为附件"),
        ] {
            let answer = Ask::file(&path, name, size).send(clerk).await;
            assert_eq!(answer.status, status, "{name} {size}");
            assert!(answer.text.contains(says), "{}", answer.text);
        }
        let first = begin(clerk, &draft, "a.mp4", 900).await;
        let much = Ask::file(&path, "b.mp4", 700).send(clerk).await;
        assert!(much.text.contains("合计超过"), "{}", much.text);
        begin(clerk, &draft, "c.mp4", 100).await;
        let many = Ask::file(&path, "d.mp4", 10).send(clerk).await;
        assert!(many.text.contains("正在上传"), "{}", many.text);
        // More than was said, announced or not.
        let long = Ask::part(&first, 0, vec![1; 901]).send(clerk).await;
        assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
        let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(vec![1; 600])), Ok(Bytes::from(vec![1; 600]))]);
        let long = Ask::part(&first, 0, Body::from_stream(pieces)).send(clerk).await;
        assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(site.store.blobs().list_staged().await.unwrap().len(), 0, "nothing of it stays");
        // Whoever comes back later finds it gone, and so does the disk.
        Ask::part(&first, 0, vec![1; 500]).send(clerk).await;
        for _ in 0..3 {
            // Whoever is at work stays signed in.
            desk.wait_minutes(25);
            clerk.get(&draft).await;
        }
        assert_eq!(Ask::new("HEAD", &first).send(clerk).await.status, StatusCode::NOT_FOUND);
        assert_eq!(publishing::actions::clear_uploads(&site.store, desk.desk.now()).await.unwrap(), 2);
        assert_eq!(staged(site).await, (0, 0));
    }

    async fn a_file_that_is_not_what_it_says_is_refused_and_leaves_nothing(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let clerk = &mut people.clerk;
        let program = b"MZ\x90\0 this is a program".to_vec();
        let upload = begin(clerk, &draft, "发布会.mp4", program.len()).await;
        Ask::part(&upload, 0, program.clone()).send(clerk).await;
        // As without script: from the page that lists it.
        let id = upload.rsplit('/').next().unwrap();
        assert!(clerk.get(&draft).await.text.contains("已传完，还没有添加"));
        let refused = clerk.post(&format!("{draft}/uploads/{id}/attach"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("「发布会.mp4」不能作为附件"), "{}", refused.text);
        assert_eq!(staged(site).await, (0, 0));
        assert_eq!(files(site, &draft).await, []);
        assert_eq!(site.store.blobs().find(&store::Blobs::id_of(&program)).await.unwrap(), None);
        // And one that is given up.
        let upload = begin(clerk, &draft, "发布会.mp4", 100).await;
        Ask::part(&upload, 0, vec![1; 50]).send(clerk).await;
        let id = upload.rsplit('/').next().unwrap();
        clerk.get(&draft).await;
        let cancelled = clerk.post(&format!("{draft}/uploads/{id}/cancel"), &[]).await;
        assert_eq!(cancelled.status, StatusCode::SEE_OTHER, "{}", cancelled.text);
        assert_eq!(staged(site).await, (0, 0));
    }

    async fn a_virus_comes_neither_in_nor_out_and_without_the_scanner_nothing_does(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let (desk, scanner) = with_scanner(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        let bytes = recording(3000);
        let blob = store::Blobs::id_of(&bytes);
        let small = [("file", "发布会.mp4", bytes.as_slice())];
        for (said, words) in [(virus(), "含有病毒（Eicar-Test-Signature）"), (Err(NoVerdict("没有答复".to_owned())), "没有完成病毒检查：没有答复")] {
            scanner.says(said);
            people.clerk.get(&draft).await;
            let answer = people.clerk.upload(&format!("{draft}/files"), &[], &small).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(words), "{}", answer.text);
            assert_eq!(site.store.blobs().find(&blob).await.unwrap(), None, "it is nowhere");
        }
        // A large one waits for the scanner, and goes in when it is back.
        let upload = begin(&mut people.clerk, &draft, "发布会.mp4", bytes.len()).await;
        Ask::part(&upload, 0, bytes.clone()).send(&mut people.clerk).await;
        let waits = attach(&mut people.clerk, &upload).await;
        assert_eq!(waits.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(staged(site).await, (1, 1));
        scanner.says(Ok(Verdict::Clean));
        assert_eq!(attach(&mut people.clerk, &upload).await.status, StatusCode::OK);
        // An infected one leaves nothing.
        scanner.says(virus());
        let other = recording(4000);
        let upload = begin(&mut people.clerk, &draft, "另一个.mp4", other.len()).await;
        Ask::part(&upload, 0, other).send(&mut people.clerk).await;
        let refused = attach(&mut people.clerk, &upload).await;
        assert!(refused.text.contains("含有病毒"), "{}", refused.text);
        assert_eq!(staged(site).await, (0, 0));
        // Days later the scanner knows more: what was clean comes out no more.
        scanner.says(Ok(Verdict::Clean));
        done(&mut people.clerk, &draft, "submit", "").await;
        done(&mut people.head, &draft, "pass", "同意。").await;
        done(&mut people.secrecy, &draft, "sign", "").await;
        desk.wait_minutes(25 * 60);
        scanner.says(virus());
        person(&desk, "leader-2", &[(Role::Approver, finance)]).await;
        let mut leader = desk.signed_in_as("leader-2").await;
        for (said, words) in [(virus(), "含有病毒"), (Err(NoVerdict("没有答复".to_owned())), "没有完成病毒检查")] {
            scanner.says(said);
            leader.get(&draft).await;
            let refused = leader.post(&format!("{draft}/approve"), &[("words", "同意公开。")]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text.contains(words), "{}", refused.text);
            assert!(shown(site, &draft).await.is_none(), "nothing became public");
        }
        scanner.says(Ok(Verdict::Clean));
        done(&mut leader, &draft, "approve", "同意公开。").await;
        assert!(shown(site, &draft).await.is_some());
    }
}
