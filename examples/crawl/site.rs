//! The site under `examples/data/river_site/`, served on this machine.

use std::collections::HashSet;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A server of files, until it is dropped.
pub struct Site {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    folder: PathBuf,
    /// What is not answered at first.
    busy: &'static [&'static str],
    asked: Mutex<HashSet<String>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl Site {
    /// Serves the rivers on a free port of this machine; two of the pages are busy when they are first asked for.
    pub async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/river_site"),
            busy: &["danube.html", "loire.html"],
            asked: Mutex::default(),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
        });
        let task = tokio::spawn(serve(listener, shared.clone()));
        Ok(Self {
            address,
            shared,
            task,
        })
    }

    /// How many requests were answered at once, at most.
    pub fn most_open(&self) -> usize {
        self.shared.most_open.load(Ordering::Relaxed)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = shared.clone();
        tokio::spawn(async move {
            let open = shared.open.fetch_add(1, Ordering::Relaxed) + 1;
            shared.most_open.fetch_max(open, Ordering::Relaxed);
            // who has gone away needs no answer
            let _ = shared.answer(stream).await;
            shared.open.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

impl Shared {
    async fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        let path = requested(&mut stream).await?;
        tokio::time::sleep(Duration::from_millis(5)).await;
        let (status, body) = self.page(&path).await;
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body).await?;
        stream.shutdown().await
    }

    fn is_first(&self, name: &str) -> bool {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.insert(name.to_owned())
    }

    async fn page(&self, path: &str) -> (&'static str, Vec<u8>) {
        let name = path.trim_start_matches('/');
        let is_plain = |c: char| c.is_ascii_lowercase() || c == '_' || c == '.';
        if !name.chars().all(is_plain) || name.contains("..") {
            return ("400 Bad Request", b"no such name\n".to_vec());
        }
        if self.is_first(name) && self.busy.contains(&name) {
            return ("503 Service Unavailable", b"busy\n".to_vec());
        }
        match tokio::fs::read(self.folder.join(name)).await {
            Ok(body) => ("200 OK", body),
            Err(_) => ("404 Not Found", b"no such page\n".to_vec()),
        }
    }
}

/// The path of a `GET`.
async fn requested(stream: &mut TcpStream) -> io::Result<String> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next_line().await?.unwrap_or_default();
    while lines
        .next_line()
        .await?
        .is_some_and(|line| !line.is_empty())
    {}
    let path = first
        .strip_prefix("GET ")
        .and_then(|rest| rest.split(' ').next());
    path.map(str::to_owned)
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}
