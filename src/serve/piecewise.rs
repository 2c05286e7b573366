//! Pieces of one answer that are to arrive as soon as each is there, compressed. What compresses whole answers keeps a piece
//! until the next ones fill a block. Knows nothing of what the pieces say.

use std::io::{self, Write};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use brotli::CompressorWriter;
use flate2::{Compression, write::GzEncoder};
use futures_util::{Stream, StreamExt, stream};

use super::language::by_preference;

/// Better than gzip where pieces resemble each other: it looks back further than the 32 kB that gzip does.
enum Encoder {
    Brotli(Box<CompressorWriter<Vec<u8>>>),
    Gzip(GzEncoder<Vec<u8>>),
    Plain(Vec<u8>),
}

/// How far brotli looks back: 2^20 bytes, as of which it takes some megabytes of memory.
const WINDOW: u32 = 20;
const QUALITY: u32 = 5;
const BUFFER: usize = 4096;

/// An answer in pieces, in the best way that the caller can read.
pub fn piecewise(asked: &HeaderMap, pieces: impl Stream<Item = String> + Send + 'static) -> Response {
    let encoder = Encoder::for_request(asked);
    let name = encoder.name();
    let encoded = stream::unfold((Some(encoder), Box::pin(pieces)), |(encoder, mut pieces)| async move {
        let mut encoder = encoder?;
        Some(match pieces.next().await {
            Some(piece) => (encoder.push(&piece), (Some(encoder), pieces)),
            None => (encoder.end(), (None, pieces)),
        })
    });
    let mut response = Body::from_stream(encoded).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(name) = name {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

impl Encoder {
    fn for_request(asked: &HeaderMap) -> Self {
        let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let accepted = by_preference(accepted);
        let accepts = |encoding: &str| accepted.iter().any(|accepted| accepted.eq_ignore_ascii_case(encoding));
        if accepts("br") {
            Self::Brotli(Box::new(CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW)))
        } else if accepts("gzip") {
            Self::Gzip(GzEncoder::new(Vec::new(), Compression::default()))
        } else {
            Self::Plain(Vec::new())
        }
    }

    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Brotli(_) => Some("br"),
            Self::Gzip(_) => Some("gzip"),
            Self::Plain(_) => None,
        }
    }

    /// Takes a piece; gives back all that is needed to read it.
    fn push(&mut self, piece: &str) -> io::Result<Bytes> {
        let writer: &mut dyn Write = match self {
            Self::Brotli(writer) => writer,
            Self::Gzip(writer) => writer,
            Self::Plain(writer) => writer,
        };
        writer.write_all(piece.as_bytes())?;
        writer.flush()?;
        Ok(std::mem::take(self.written()).into())
    }

    fn written(&mut self) -> &mut Vec<u8> {
        match self {
            Self::Brotli(writer) => writer.get_mut(),
            Self::Gzip(writer) => writer.get_mut(),
            Self::Plain(writer) => writer,
        }
    }

    fn end(self) -> io::Result<Bytes> {
        Ok(match self {
            Self::Brotli(writer) => writer.into_inner(),
            Self::Gzip(writer) => writer.finish()?,
            Self::Plain(writer) => writer,
        }
        .into())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Read;

    use brotli::Decompressor;
    use flate2::read::MultiGzDecoder;

    use super::*;

    const PIECES: [&str; 3] = ["<tbody>one</tbody>", "<tbody>二</tbody>", "<tbody>three</tbody>"];

    async fn sent(accepted: &str) -> (String, Vec<Bytes>) {
        let mut asked = HeaderMap::new();
        asked.insert(header::ACCEPT_ENCODING, accepted.parse().unwrap());
        let response = piecewise(&asked, stream::iter(PIECES.map(str::to_owned)));
        let name =
            response.headers().get(header::CONTENT_ENCODING).map_or("", |name| name.to_str().unwrap()).to_owned();
        (name, response.into_body().into_data_stream().map(|piece| piece.unwrap()).collect().await)
    }

    /// All that can be read of what came, whether or not more is to come.
    fn read(encoding: &str, came: &[Bytes]) -> String {
        let bytes = came.concat();
        let mut reader: Box<dyn Read> = match encoding {
            "br" => Box::new(Decompressor::new(&*bytes, BUFFER)),
            "gzip" => Box::new(MultiGzDecoder::new(&*bytes)),
            _ => Box::new(&*bytes),
        };
        let (mut text, mut byte) = (Vec::new(), [0]);
        while reader.read(&mut byte).is_ok_and(|count| count > 0) {
            text.extend(byte);
        }
        String::from_utf8(text).unwrap()
    }

    #[tokio::test]
    async fn each_piece_can_be_read_before_the_next_one_comes() {
        for (accepted, encoding) in
            [("gzip, deflate, br", "br"), ("gzip;q=1, br;q=0", "gzip"), ("identity", ""), ("GZIP", "gzip")]
        {
            let (name, came) = sent(accepted).await;
            assert_eq!(name, encoding);
            for count in 1..=PIECES.len() {
                assert_eq!(read(encoding, &came[..count]), PIECES[..count].concat(), "{accepted}");
            }
            assert_eq!(read(encoding, &came), PIECES.concat());
        }
    }
}
