//! The running program: ready, serving, measured, and gone when told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

pub struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub fn start(folder: &std::path::Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let address = format!("127.0.0.1:{port}");
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .arg("serve")
            .current_dir(folder)
            .env("GONGKAI_SERVE__LISTEN", &address)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The log's line says when it listens; what follows is read away so that the pipe never fills.
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("\"listening\"") {
            line.clear();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "the server ended");
            serde_json::from_str::<serde_json::Value>(&line)
                .unwrap_or_else(|_| panic!("not JSON: {line}"));
        }
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { child, address }
    }

    pub fn get(&self, path: &str) -> String {
        self.get_on("x", path)
    }

    /// Asks a site by its host name.
    pub fn get_on(&self, host: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_site_serves_health_metrics_and_pages_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    let home = server.get("/");
    assert!(home.starts_with("HTTP/1.1 200"), "{home}");
    assert!(home.to_lowercase().contains("content-security-policy"));
    let metrics = server.get("/metrics");
    assert!(metrics.contains("http_requests_total"), "{metrics}");
    let status = Command::new("kill")
        .arg(server.child.id().to_string())
        .status()
        .unwrap();
    assert!(status.success());
    assert!(
        server.child.wait().unwrap().success(),
        "a stop signal is a good end"
    );
}
