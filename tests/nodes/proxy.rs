//! Stands between a node's ZMQ socket and the service, and loses what a test wants lost: single messages, so that
//! the counter jumps, or the whole connection.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
};

use crate::node::{Node, free_port};

/// Lives as long as the test's process: its threads end when the connections do.
pub struct Proxy {
    pub port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    losing: AtomicBool,
    lost: AtomicU32,
    cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    pub fn before(node: &Node) -> Self {
        let (port, target) = (free_port(), node.zmq_port);
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let state = Arc::new(State::default());
        let shared = state.clone();
        thread::spawn(move || {
            for subscriber in listener.incoming().flatten() {
                if shared.cut.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(node) = TcpStream::connect(("127.0.0.1", target)) else { continue };
                shared.join(subscriber, node);
            }
        });
        Self { port, state }
    }

    /// From now on (or no longer) messages from the node vanish.
    pub fn lose(&self, losing: bool) {
        self.state.losing.store(losing, Ordering::SeqCst);
    }

    /// How many messages vanished.
    pub fn lost(&self) -> u32 {
        self.state.lost.load(Ordering::SeqCst)
    }

    /// Ends the connections, and refuses new ones until `mend`.
    pub fn cut(&self) {
        self.state.cut.store(true, Ordering::SeqCst);
        for stream in self.state.open.lock().unwrap().drain(..) {
            // Already closed by the other side, perhaps.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub fn mend(&self) {
        self.state.cut.store(false, Ordering::SeqCst);
    }
}

impl State {
    fn join(self: &Arc<Self>, subscriber: TcpStream, node: TcpStream) {
        self.open.lock().unwrap().extend([subscriber.try_clone().unwrap(), node.try_clone().unwrap()]);
        let (mut from_subscriber, mut to_node) = (subscriber.try_clone().unwrap(), node.try_clone().unwrap());
        thread::spawn(move || io::copy(&mut from_subscriber, &mut to_node));
        let state = self.clone();
        thread::spawn(move || {
            // Either side may go at any time; then both are closed.
            let _ = state.pass_messages(&node, &subscriber);
            let _ = node.shutdown(Shutdown::Both);
            let _ = subscriber.shutdown(Shutdown::Both);
        });
    }

    /// ZMTP 3: a greeting of 64 bytes, then frames. A message is several frames, of which the last says so.
    fn pass_messages(&self, mut from: &TcpStream, mut to: &TcpStream) -> io::Result<()> {
        let mut greeting = [0; 64];
        from.read_exact(&mut greeting)?;
        to.write_all(&greeting)?;
        loop {
            let (mut message, mut is_command) = (Vec::new(), false);
            loop {
                let flags = read_frame(from, &mut message)?;
                is_command |= flags & 4 != 0;
                if flags & 1 == 0 {
                    break;
                }
            }
            if self.losing.load(Ordering::SeqCst) && !is_command {
                self.lost.fetch_add(1, Ordering::SeqCst);
            } else {
                to.write_all(&message)?;
            }
        }
    }
}

/// Appends one frame as it came; its flags (1: more follow, 2: its length has eight bytes, 4: a command).
fn read_frame(mut from: &TcpStream, into: &mut Vec<u8>) -> io::Result<u8> {
    let mut flags = [0];
    from.read_exact(&mut flags)?;
    let mut length = [0; 8];
    let digits = if flags[0] & 2 == 0 { &mut length[7..] } else { &mut length[..] };
    from.read_exact(digits)?;
    into.extend(flags);
    into.extend_from_slice(digits);
    let mut body = vec![0; u64::from_be_bytes(length) as usize];
    from.read_exact(&mut body)?;
    into.extend(body);
    Ok(flags[0])
}
