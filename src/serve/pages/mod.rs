//! Pages for people: complete without JavaScript, in the reader's language, in the operator's colours. All of them show
//! the same [`crate::answer`]s as the API; nothing is concluded here.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::Service;

mod agent;
mod assets;
mod colour;
mod escalation;
mod estimate;
mod frame;
mod help;
mod home;
mod refusal;
mod status;
mod track;
mod transfer;
mod verdict;

pub use assets::Assets;
pub use frame::Frame;
pub use refusal::for_readers;

/// Bytes of what people paste.
const MESSAGES: usize = 512 * 1024;

/// Every page.
pub fn routes() -> Router<Service> {
    Router::new()
        .route("/", get(home::show).post(home::look_up))
        .route("/agent", get(agent::show).post(agent::look_up))
        .route("/agent/rows", post(agent::rows))
        // Whole messages in Chinese have nine bytes a character on their way.
        .layer(DefaultBodyLimit::max(MESSAGES))
        .route("/help", get(help::list).post(help::search))
        .route("/help/{slug}", get(help::article))
        .route("/tx/{id}", get(transfer::show).post(transfer::refine))
        .route("/tx/{id}/feedback", post(transfer::feedback))
        .route("/status", get(status::show))
        .route("/assets/{name}", get(assets::asset))
}
