//! The command line: arguments, signals, exit code. What the commands do is in `cli`; what they show is the library's.

use std::{io::Write, process::ExitCode};

use clap::Parser;

mod cli;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            // Where standard error is closed, nobody is there to be told.
            let _ = writeln!(std::io::stderr().lock(), "txwhy: {error:#}");
            ExitCode::FAILURE
        }
    }
}
