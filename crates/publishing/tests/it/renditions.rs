//! Files of documents as pages: when they are asked for, what becomes of a file that breaks its reader, who finds what was made.

use kernel::{BlobId, DocumentId, Moment, Never, Stop};
use publishing::actions::render::MOST_ATTEMPTS;
use publishing::actions::{
    self, Correct, NewFile, Withdraw, claim_rendition, keep_rendition, survey_renditions,
};
use publishing::check::check;
use publishing::model::Scale;
use publishing::renditions::{Rendered, Standing, count_waiting, find_public_text, find_rendered};
use rendition::{Limits, NoRendition, Page, Rendition, VERSION, render};
use testkit::{TestSite, on_both};

use crate::city::{City, news};

const TEXT: (&str, &str) = ("名单.txt", "text/plain");

async fn attach(
    site: &TestSite,
    city: &City,
    edition: kernel::EditionId,
    ((name, media_type), bytes): ((&str, &str), &[u8]),
) -> BlobId {
    let blob = site.store.blobs().put(bytes.to_vec()).await.unwrap();
    let file = NewFile {
        blob: blob.clone(),
        file_name: name.to_owned(),
        media_type: media_type.to_owned(),
        size: bytes.len() as u64,
        unreadable: None,
        found: Vec::new(),
    };
    let who = &city.clerk();
    actions::attach(&site.store, (edition, &file), who, site.now)
        .await
        .unwrap();
    blob
}

async fn find(
    site: &TestSite,
    document: DocumentId,
    ordinal: u32,
    blob: &BlobId,
) -> Option<Rendered> {
    store::read!(site.store, |tx| find_rendered(
        tx,
        (document, ordinal),
        blob
    )
    .await)
    .unwrap()
}

async fn waiting(site: &TestSite) -> u64 {
    store::read!(site.store, |tx| count_waiting(tx).await).unwrap()
}

fn later(site: &TestSite, minutes: i64) -> Moment {
    site.now.plus_millis(minutes * 60_000)
}

/// As a newer renderer would find it.
async fn age(site: &TestSite) {
    store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
        tx.execute("update rendition set version = 0", &[]).await?;
        Ok(())
    })
    .unwrap();
}

on_both! {
    async fn a_file_is_asked_for_when_it_becomes_public_and_rendered_once(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("名单公示")).await;
        let blob = attach(site, &city, begun.edition, (TEXT, "张某，云溪路1号。".as_bytes())).await;
        attach(site, &city, begun.edition, (("图.png", "image/png"), b"\x89PNG\r\n\x1a\n")).await;
        assert_eq!(waiting(site).await, 0, "a draft is nobody's business");
        assert_eq!(claim_rendition(&site.store, site.now).await.unwrap(), None);
        city.publish(site, begun.edition).await;
        assert_eq!(waiting(site).await, 1, "pictures are not read");
        assert_eq!(find(site, begun.document, 1, &blob).await.unwrap().standing, Some(Standing::Waiting));
        let claimed = claim_rendition(&site.store, site.now).await.unwrap().unwrap();
        assert_eq!((&claimed.blob, claimed.attempt), (&blob, 1));
        assert_eq!(claim_rendition(&site.store, site.now).await.unwrap(), None, "another node finds it put off");
        let made = render("张某，云溪路1号。".as_bytes(), &Limits::default());
        let kept = keep_rendition(&site.store, &blob, made, site.now).await.unwrap();
        assert_eq!(kept, Standing::Made { pages: 1 });
        assert_eq!(find_public_text(&site.store, (begun.document, 1), &blob).await.unwrap().unwrap(), "张某，云溪路1号。\n");
        let again = city.begin(site, &news("再次公示")).await;
        attach(site, &city, again.edition, (TEXT, "张某，云溪路1号。".as_bytes())).await;
        city.publish(site, again.edition).await;
        assert_eq!(waiting(site).await, 0, "the same bytes are made already");
        assert_eq!(find(site, again.document, 1, &blob).await.unwrap().standing, Some(Standing::Made { pages: 1 }));
        assert_eq!(check(&site.store).await.unwrap(), []);
    }

    async fn a_file_that_breaks_its_reader_is_tried_a_few_times_and_given_up(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("名单公示")).await;
        let blob = attach(site, &city, begun.edition, (TEXT, b"%PDF-bomb")).await;
        city.publish(site, begun.edition).await;
        for attempt in 1..=MOST_ATTEMPTS {
            let now = later(site, i64::from(attempt) * 10);
            let claimed = claim_rendition(&site.store, now).await.unwrap().unwrap();
            assert_eq!(claimed.attempt, attempt);
            // Whoever claimed it is killed here: nothing is kept.
            assert_eq!(claim_rendition(&site.store, now).await.unwrap(), None);
        }
        assert_eq!(claim_rendition(&site.store, later(site, 100)).await.unwrap(), None);
        let found = find(site, begun.document, 1, &blob).await.unwrap();
        assert_eq!(found.standing, Some(Standing::None(NoRendition::Failed)));
        assert_eq!(waiting(site).await, 0);
    }

    async fn what_lacks_a_rendition_is_found_and_what_an_older_renderer_made_is_shown_until_it_is_made_anew(site: &TestSite) {
        let city = City::of(site).await;
        let mut blobs = Vec::new();
        let mut documents = Vec::new();
        for n in 0..3 {
            let begun = city.begin(site, &news(&format!("公示{n}"))).await;
            blobs.push(attach(site, &city, begun.edition, (TEXT, format!("第{n}份").as_bytes())).await);
            city.publish(site, begun.edition).await;
            documents.push(begun.document);
        }
        let draft = city.begin(site, &news("草稿")).await;
        attach(site, &city, draft.edition, (TEXT, "没有公开".as_bytes())).await;
        // A site of before, or one that was taken in.
        store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
            tx.execute("delete from rendition", &[]).await?;
            Ok(())
        }).unwrap();
        assert_eq!(survey_renditions(&site.store, site.now).await.unwrap(), 3, "and not the draft's");
        assert_eq!(survey_renditions(&site.store, site.now).await.unwrap(), 0);
        for (n, blob) in blobs.iter().enumerate() {
            let made = render(format!("第{n}份").as_bytes(), &Limits::default());
            keep_rendition(&site.store, blob, made, site.now).await.unwrap();
        }
        assert_eq!(survey_renditions(&site.store, site.now).await.unwrap(), 0);
        age(site).await;
        assert_eq!(survey_renditions(&site.store, site.now).await.unwrap(), 3);
        let found = find(site, documents[0], 1, &blobs[0]).await.unwrap();
        assert_eq!(found.standing, Some(Standing::Made { pages: 1 }), "the older one is shown until then");
        assert!(claim_rendition(&site.store, site.now).await.unwrap().is_some());
        keep_rendition(&site.store, &blobs[0], Err(NoRendition::Hidden), site.now).await.unwrap();
        let found = find(site, documents[0], 1, &blobs[0]).await.unwrap();
        assert_eq!((found.standing, found.content), (Some(Standing::None(NoRendition::Hidden)), None));
        assert_ne!(VERSION, 0);
    }

    async fn a_rendition_is_found_exactly_where_its_file_is_public(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("名单公示")).await;
        let blob = attach(site, &city, begun.edition, (TEXT, "第一版名单".as_bytes())).await;
        assert_eq!(find(site, begun.document, 1, &blob).await, None, "a draft");
        city.publish(site, begun.edition).await;
        let made = render("第一版名单".as_bytes(), &Limits::default());
        keep_rendition(&site.store, &blob, made, site.now).await.unwrap();
        let command = Correct { document: begun.document, scale: Scale::Major, change_note: "更正。".to_owned() };
        let second = actions::correct(&site.store, &command, &city.clerk(), site.now).await.unwrap();
        actions::detach(&site.store, (second, 1), &city.clerk(), site.now).await.unwrap();
        let other = attach(site, &city, second, (TEXT, "第二版名单".as_bytes())).await;
        keep_rendition(&site.store, &other, render("第二版名单".as_bytes(), &Limits::default()), site.now).await.unwrap();
        assert_eq!(find(site, begun.document, 2, &other).await, None, "it is made, and not public yet");
        assert_eq!(find_public_text(&site.store, (begun.document, 2), &other).await.unwrap(), None);
        city.publish(site, second).await;
        assert!(find(site, begun.document, 1, &blob).await.is_some(), "an old edition's is served as its file is");
        assert_eq!(find(site, begun.document, 2, &blob).await, None, "it is no file of that edition");
        assert!(find(site, begun.document, 2, &other).await.is_some());
        let stranger = city.begin(site, &news("别的公示")).await;
        city.publish(site, stranger.edition).await;
        assert_eq!(find(site, stranger.document, 1, &blob).await, None, "it is no file of that document");
        let command = Withdraw { document: begun.document, reason: "名单有误，撤下。".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &city.leader(), site.now).await.unwrap();
        for (ordinal, blob) in [(1, &blob), (2, &other)] {
            assert_eq!(find(site, begun.document, ordinal, blob).await, None, "withdrawn");
            assert_eq!(find_public_text(&site.store, (begun.document, ordinal), blob).await.unwrap(), None);
        }
    }

    async fn what_a_child_process_hands_back_is_cleaned_again(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("名单公示")).await;
        let blob = attach(site, &city, begun.edition, (TEXT, b"x")).await;
        city.publish(site, begun.edition).await;
        let hostile = Rendition {
            pages: vec![Page { title: "一".to_owned(), html: "<p onclick=\"x()\">甲<script>steal()</script></p><img src=\"https://evil.example/p.png\" alt=\"图\"><iframe src=\"/desk\"></iframe>".to_owned() }],
            text: "甲 以及没有人看得到的话".to_owned(),
            ..Rendition::default()
        };
        keep_rendition(&site.store, &blob, Ok(hostile), site.now).await.unwrap();
        let found = find(site, begun.document, 1, &blob).await.unwrap();
        let made = publishing::renditions::read_rendition(&site.store, &found.content.unwrap()).await.unwrap();
        assert_eq!(made.pages[0].html, "<p>甲</p>");
        assert_eq!(made.text, "甲\n", "the text is that of the pages");
        keep_rendition(&site.store, &blob, Ok(Rendition::default()), site.now).await.unwrap();
        assert_eq!(find(site, begun.document, 1, &blob).await.unwrap().standing, Some(Standing::None(NoRendition::Empty)));
    }

    async fn the_check_tells_of_a_rendition_without_its_pages(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &news("名单公示")).await;
        let blob = attach(site, &city, begun.edition, (TEXT, "名单".as_bytes())).await;
        city.publish(site, begun.edition).await;
        keep_rendition(&site.store, &blob, render("名单".as_bytes(), &Limits::default()), site.now).await.unwrap();
        assert_eq!(check(&site.store).await.unwrap(), []);
        store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
            tx.execute("update rendition set content_id = 'gone'", &[]).await?;
            Ok(())
        }).unwrap();
        let problems = check(&site.store).await.unwrap();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].code, "rendition.broken");
        assert_eq!(problems[0].place, format!("rendition/{blob}"));
    }
}
