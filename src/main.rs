//! The command line: arguments, signals, exit code. What the commands do is in `cli`; what they show is the library's.

use std::{io::Write, process::ExitCode};

use clap::Parser;
use tokio::runtime::Runtime;

mod cli;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let result = Runtime::new().map_err(anyhow::Error::from).and_then(|runtime| {
        let result = runtime.block_on(cli::run(arguments));
        // All is written by now. A call to a node that hangs can't be taken back, and must not hold up the end.
        runtime.shutdown_background();
        result
    });
    match result {
        Ok(code) => code,
        Err(error) => {
            // Where standard error is closed, nobody is there to be told.
            let _ = writeln!(std::io::stderr().lock(), "txwhy: {error:#}");
            ExitCode::FAILURE
        }
    }
}
