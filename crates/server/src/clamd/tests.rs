//! Against a server that speaks clamd's wire format: as its manual has it, piece after piece.

use std::io::Write as _;

use tokio::net::TcpListener;

use super::*;

/// The harmless file that every scanner calls a virus (eicar.org), in two halves: none of ours holds it whole.
fn eicar() -> Vec<u8> {
    let (one, two) = (
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR",
        "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    );
    format!("{one}{two}").into_bytes()
}

/// A clamd that takes so many bytes at most; its address.
async fn serve(most: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(answer(stream, most));
        }
    });
    address
}

async fn answer(mut stream: TcpStream, most: usize) {
    let mut command = Vec::new();
    loop {
        let byte = stream.read_u8().await.unwrap();
        if byte == 0 {
            break;
        }
        command.push(byte);
    }
    if command == b"zPING" {
        stream.write_all(b"PONG\0").await.unwrap();
        return;
    }
    assert_eq!(command, b"zINSTREAM");
    let mut file = Vec::new();
    loop {
        let size = usize::try_from(stream.read_u32().await.unwrap()).unwrap();
        if size == 0 {
            break;
        }
        let from = file.len();
        file.resize(from + size, 0);
        stream.read_exact(&mut file[from..]).await.unwrap();
        if file.len() > most {
            let refused = b"INSTREAM size limit exceeded. ERROR\0";
            stream.write_all(refused).await.unwrap();
            return;
        }
    }
    let has_virus = file.windows(eicar().len()).any(|it| it == eicar());
    let answer: &[u8] = match has_virus {
        true => b"stream: Eicar-Test-Signature FOUND\0",
        false => b"stream: OK\0",
    };
    stream.write_all(answer).await.unwrap();
}

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    file
}

fn clamd(address: &str) -> Clamd {
    let section = GateSection {
        clamd: address.to_owned(),
        ..GateSection::default()
    };
    Clamd::of(&section).unwrap()
}

#[tokio::test]
async fn a_clean_file_is_clean_and_a_virus_is_named_wherever_it_stands() {
    let clamd = clamd(&serve(1 << 20).await);
    assert_eq!(clamd.scan(file(&[7; 200_000])).await, Ok(Verdict::Clean));
    // Across the edge of two pieces.
    let mut bytes = vec![b' '; PIECE - 20];
    bytes.extend_from_slice(&eicar());
    let infected = Verdict::Infected("Eicar-Test-Signature".to_owned());
    assert_eq!(clamd.scan(file(&bytes)).await, Ok(infected));
    assert!(clamd.ping().await.unwrap());
}

#[tokio::test]
async fn what_it_does_not_look_through_is_not_clean() {
    let large = clamd(&serve(1000).await).scan(file(&[7; 2000])).await;
    let said = large.unwrap_err().to_string();
    assert!(said.contains("StreamMaxLength"), "{said}");
    // Nobody listens there.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let said = clamd(&address).scan(file(b"x")).await.unwrap_err();
    assert_eq!(said.to_string(), "病毒检查程序没有答复");
    assert!(
        clamd("/nonexistent/clamd.ctl")
            .scan(file(b"x"))
            .await
            .is_err()
    );
}

#[test]
fn only_its_own_words_are_a_verdict() {
    for (answer, virus) in [
        ("stream: OK", Some("")),
        (
            "stream: Win.Test.EICAR_HDB-1 FOUND",
            Some("Win.Test.EICAR_HDB-1"),
        ),
        ("stream: OK FOUND", Some("OK")),
        ("stream: Can't allocate memory ERROR", None),
        ("UNKNOWN COMMAND", None),
        ("", None),
        ("OK", None),
    ] {
        let said = match verdict_of(answer) {
            Ok(Verdict::Clean) => Some(String::new()),
            Ok(Verdict::Infected(virus)) => Some(virus),
            Err(_) => None,
        };
        assert_eq!(said.as_deref(), virus, "{answer}");
    }
}

#[test]
fn an_address_is_a_path_from_the_root_or_a_host_with_its_port() {
    for (text, is_one) in [
        ("/run/clamav/clamd.ctl", true),
        ("10.0.0.7:3310", true),
        ("[::1]:3310", true),
        ("clamd.internal:3310", true),
        ("run/clamd.ctl", false),
        ("clamd", false),
        ("host:0", false),
        (":3310", false),
        ("", false),
    ] {
        assert_eq!(Address::parse(text).is_some(), is_one, "{text}");
    }
}
