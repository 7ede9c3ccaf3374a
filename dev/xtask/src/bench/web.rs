//! `bench web`: the portal beside nginx, which serves the same bytes as files.
//!
//! Both on loopback, one after the other, with the same load; the load generator takes a share of the same
//! machine, so the ratio says more than the figures. The aim is half of nginx's rate or more.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use super::is_installed;
use crate::program::{self, Profile};

/// The least share of nginx's rate.
const AIM: f64 = 0.5;
const LOAD: &[&str] = &["-t1", "-c16", "-d5s"];
/// Loading the demo takes a while on a slow disk.
const LONGEST_START: Duration = Duration::from_secs(300);

/// Measures and prints the rates.
///
/// # Errors
/// Where the program does not build, start or answer.
pub fn run(root: &Path) -> Result<ExitCode> {
    let missing: Vec<&str> = ["nginx", "wrk"]
        .into_iter()
        .filter(|program| !is_installed(program))
        .collect();
    if !missing.is_empty() {
        println!("not measured: {} is not installed", missing.join(" and "));
        return Ok(ExitCode::SUCCESS);
    }
    let program = program::build(root, Profile::Release)?;
    let folder = tempfile::tempdir()?;
    let portal = free_address()?;
    let _demo = Running::start(
        Command::new(&program)
            .args(["demo", "--day", "2026-11-21", "--listen", &portal, "--data"])
            .arg(folder.path().join("demo")),
    )?;
    await_answer(&portal, "/readyz")?;
    let pages = [
        ("board", "/".to_owned()),
        ("promise", find_first(&portal, "promises")?),
        ("document", find_first(&portal, "documents")?),
        ("column", "/library/policies".to_owned()),
    ];
    let paths = pages.clone().map(|(_, path)| path);
    let files = free_address()?;
    let _nginx = start_nginx(folder.path(), &portal, (&files, &paths))?;
    await_answer(&files, "/page-0.html")?;

    println!("page                     portal/s      nginx/s   ratio");
    let mut is_reached = true;
    for (index, (shown, path)) in pages.iter().enumerate() {
        let ours = measure(&portal, path)?;
        let theirs = measure(&files, &format!("/page-{index}.html"))?;
        let ratio = ours / theirs;
        is_reached &= ratio >= AIM;
        println!("{shown:20}  {ours:>11.0}  {theirs:>11.0}  {ratio:>6.2}");
    }
    println!("aim: {AIM} or more");
    Ok(if is_reached {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A process that ends with this value.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        let silent = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Ok(Self(silent.spawn()?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Asked to end, not killed: nginx takes its workers along. It may have ended by itself; then asking fails.
        let id = self.0.id().to_string();
        let _ = Command::new("kill").arg(id).status();
        let _ = self.0.wait();
    }
}

fn free_address() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

fn await_answer(address: &str, path: &str) -> Result<()> {
    let began = Instant::now();
    while began.elapsed() < LONGEST_START {
        if fetch(address, path).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(200));
    }
    bail!("http://{address}{path} does not answer")
}

/// The body of a page, uncompressed.
fn fetch(address: &str, path: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .context("an answer without headers")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    ensure!(
        head.contains(" 200 "),
        "{path}: {}",
        head.lines().next().unwrap_or("")
    );
    ensure!(
        head.contains("content-length:"),
        "{path} is not sent with its length"
    );
    Ok(answer.split_off(end + 4))
}

/// The path of the page of the first promise or document, as the list links to it.
fn find_first(address: &str, what: &str) -> Result<String> {
    let list = String::from_utf8(fetch(address, &format!("/{what}"))?)?;
    let link = format!("href=\"/{what}/");
    let at = list
        .match_indices(&link)
        .find(|(at, start)| list[at + start.len()..].starts_with(|c: char| c.is_ascii_hexdigit()))
        .map(|(at, _)| at + "href=\"".len())
        .with_context(|| format!("the list of {what} links to none"))?;
    Ok(list[at..].split('"').next().unwrap_or("").to_owned())
}

/// Writes the pages as files and serves them with nginx as distributions configure it, logging off on both sides.
fn start_nginx(
    folder: &Path,
    portal: &str,
    (address, paths): (&str, &[String]),
) -> Result<Running> {
    let pages = folder.join("pages");
    fs::create_dir_all(&pages)?;
    for (index, path) in paths.iter().enumerate() {
        fs::write(
            pages.join(format!("page-{index}.html")),
            fetch(portal, path)?,
        )?;
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let configuration = format!(
        "daemon off;\nworker_processes {cores};\npid {0}/nginx.pid;\nerror_log {0}/nginx.log;\n\
         events {{ worker_connections 1024; }}\n\
         http {{\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  keepalive_requests 1000000;\n  \
         default_type text/html;\n  open_file_cache max=100;\n  \
         client_body_temp_path {0}/b;\n  proxy_temp_path {0}/p;\n  fastcgi_temp_path {0}/f;\n  \
         uwsgi_temp_path {0}/u;\n  scgi_temp_path {0}/s;\n  \
         server {{ listen {address}; root {1}; }}\n}}\n",
        folder.display(),
        pages.display()
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, configuration)?;
    // nginx as root reads as nobody: the folder must be open to it.
    let status = Command::new("chmod")
        .arg("-R")
        .arg("a+rX")
        .arg(folder)
        .status()?;
    ensure!(status.success(), "opening the folder to nginx");
    Running::start(Command::new("nginx").arg("-c").arg(&file))
}

/// Requests a second, by wrk.
fn measure(address: &str, path: &str) -> Result<f64> {
    let output = Command::new("wrk")
        .args(LOAD)
        .arg(format!("http://{address}{path}"))
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(!said.contains("Non-2xx"), "{path}: {said}");
    read_rate(&said).with_context(|| said.clone())
}

fn read_rate(said: &str) -> Option<f64> {
    let line = said
        .lines()
        .find_map(|line| line.trim().strip_prefix("Requests/sec:"))?;
    line.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_read_from_what_wrk_says() {
        let said = "Running 5s test\n  30 requests in 5.00s\nRequests/sec:  40731.90\nTransfer/sec: 1.2GB\n";
        assert_eq!(read_rate(said), Some(40_731.9));
        assert_eq!(read_rate("unable to connect"), None);
    }
}
