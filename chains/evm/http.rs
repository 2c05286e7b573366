//! HTTP to a node, with a limit to how long an answer may be: what a node says is held in memory before it is read. Else as
//! alloy's own, but for error texts, which are left out as they may be anyone's.

use std::task::{Context, Poll};

use alloy_json_rpc::{RequestPacket, ResponsePacket};
use alloy_transport::{TransportError, TransportErrorKind, TransportFut, TransportResult};
use alloy_transport_http::reqwest::{Client, Response};
use tower::Service;
use url::Url;

/// Bytes of an answer: several times what the largest blocks come to.
const MOST: usize = 64 << 20;

/// The way to one node.
#[derive(Clone)]
pub(super) struct Http {
    client: Client,
    url: Url,
    most: usize,
}

impl Http {
    pub(super) fn new(client: Client, url: Url) -> Self {
        Self { client, url, most: MOST }
    }

    async fn send(self, request: RequestPacket) -> TransportResult<ResponsePacket> {
        let sent = self.client.post(self.url).json(&request).headers(request.headers()).send().await;
        let response = sent.map_err(TransportErrorKind::custom)?;
        let status = response.status();
        let body = body(response, self.most).await?;
        match (status.is_success(), serde_json::from_slice::<ResponsePacket>(&body)) {
            (true, answer) => answer.map_err(|error| TransportError::deser_err(error, "")),
            // An error of JSON-RPC tells more than the status that comes with it.
            (false, Ok(answer)) if answer.is_error() => Ok(answer),
            (false, _) => Err(TransportErrorKind::http_error(status.as_u16(), String::new())),
        }
    }
}

impl Service<RequestPacket> for Http {
    type Response = ResponsePacket;
    type Error = TransportError;
    type Future = TransportFut<'static>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: RequestPacket) -> Self::Future {
        Box::pin(self.clone().send(request))
    }
}

async fn body(mut response: Response, most: usize) -> TransportResult<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(TransportErrorKind::custom)? {
        if body.len() + chunk.len() > most {
            return Err(TransportErrorKind::custom_str("an answer that is too long"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use alloy_rpc_client::ClientBuilder;
    use serde_json::value::RawValue;

    use super::*;

    #[tokio::test]
    async fn an_answer_that_is_too_long_is_not_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url: Url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                // Without a length, so that nothing tells beforehand how much there is.
                let answer = format!(r#"{{"jsonrpc":"2.0","id":0,"result":"{}"}}"#, "5a".repeat(1000));
                write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{answer}").unwrap();
            }
        });
        for (most, taken) in [(MOST, true), (3000, true), (2000, false)] {
            let http = Http { client: Client::new(), url: url.clone(), most };
            let client = ClientBuilder::default().transport(http, true);
            let answer = client.request_noparams::<Box<RawValue>>("web3_clientVersion").await;
            assert_eq!(answer.is_ok(), taken, "{most} {answer:?}");
        }
    }
}
