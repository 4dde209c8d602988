//! Asks a server for a page.

use std::net::SocketAddr;
use std::{error, fmt, io};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Why there is no page.
#[derive(Debug)]
pub enum FetchError {
    /// The server has answered something else.
    Status(u16),
    /// There is no server, or it does not speak HTTP.
    Connection(io::Error),
}

impl FetchError {
    /// Whether it is worth asking again.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Status(503) | Self::Connection(_))
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "the server answers {status}"),
            Self::Connection(error) => error.fmt(f),
        }
    }
}

impl error::Error for FetchError {}

impl From<io::Error> for FetchError {
    fn from(error: io::Error) -> Self {
        Self::Connection(error)
    }
}

/// The text of the page that the server has under this path.
pub async fn get(server: SocketAddr, path: &str) -> Result<String, FetchError> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (status, html) =
        parsed(&answer).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
    match status {
        200 => Ok(html.to_owned()),
        _ => Err(FetchError::Status(status)),
    }
}

/// The status and the body of an answer.
fn parsed(answer: &str) -> Option<(u16, &str)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?;
    Some((status.parse().ok()?, body))
}
