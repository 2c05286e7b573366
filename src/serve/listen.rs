//! Connections: accepted up to a bound, given little time to say what they want, and let finish when the service stops.
//! Knows no route.

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::tasks::Tasks;

/// Connections at once; more wait to be accepted.
const CONNECTIONS: usize = 8192;
/// From a connection's start, or from its last answer, to the end of the next request's head: a client that sends a byte
/// now and then must not hold a connection for ever.
const HEAD: Duration = Duration::from_secs(30);
/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// For requests under way once the service is to stop.
const DRAIN: Duration = Duration::from_secs(5);
/// After an accept that failed, as it does where the process has no descriptors left.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until the tasks are to stop.
pub async fn listen(listener: TcpListener, router: Router, tasks: Tasks) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let stop = tasks.stopping().clone();
    // The semaphore is never closed, so that a permit always comes.
    while let Some(Ok(permit)) = stop.run_until_cancelled(room.clone().acquire_owned()).await {
        let (stream, peer, router, stop) = match stop.run_until_cancelled(listener.accept()).await {
            Some(Ok((stream, peer))) => (stream, peer, router.clone(), stop.clone()),
            Some(Err(error)) => {
                tracing::warn!(%error, "could not accept a connection");
                sleep(PAUSE).await;
                continue;
            }
            None => break,
        };
        tasks.brief("connection", async move {
            converse(stream, peer, router, stop).await;
            drop(permit);
        });
    }
}

async fn converse(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken) {
    // An answer is one small write: waiting for more to send would only delay it.
    let _ = stream.set_nodelay(true);
    let router = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            timeout(DRAIN, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}
