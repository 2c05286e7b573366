//! A peer that speaks just enough of the network's protocol to hand a node one transaction, which RPC refuses to
//! take: one whose parents the node doesn't know.

use std::{
    io::{BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    thread,
};

use bitcoin::{
    consensus::{Decodable, encode},
    p2p::{
        Address, Magic, ServiceFlags,
        message::{NetworkMessage, RawNetworkMessage},
        message_network::VersionMessage,
    },
};

use crate::{node::Node, tx::Tx};

/// Connected until dropped: a node forgets the orphans of a peer that leaves.
pub struct Peer(TcpStream);

impl Peer {
    /// Connects and greets.
    pub fn connect(node: &Node) -> Self {
        let to = SocketAddr::from((Ipv4Addr::LOCALHOST, node.p2p_port));
        let stream = TcpStream::connect(to).unwrap();
        let mut peer = Self(stream.try_clone().unwrap());
        let address = Address::new(&to, ServiceFlags::NONE);
        let now = jiff::Timestamp::now().as_second();
        let services = ServiceFlags::NETWORK | ServiceFlags::WITNESS;
        let version =
            VersionMessage::new(services, now, address.clone(), address, now as u64, "/txwhy-test/".to_owned(), 0);
        peer.say(NetworkMessage::Version(version));
        let mut heard = BufReader::new(stream);
        while listen(&mut heard).expect("the node greets back") != NetworkMessage::Verack {}
        peer.say(NetworkMessage::Verack);
        let mut answering = Self(peer.0.try_clone().unwrap());
        thread::spawn(move || {
            while let Some(message) = listen(&mut heard) {
                if let NetworkMessage::Ping(nonce) = message {
                    answering.say(NetworkMessage::Pong(nonce));
                }
            }
        });
        peer
    }

    pub fn send(&mut self, tx: &Tx) {
        self.say(NetworkMessage::Tx(tx.0.clone()));
    }

    fn say(&mut self, message: NetworkMessage) {
        let bytes = encode::serialize(&RawNetworkMessage::new(Magic::REGTEST, message));
        self.0.write_all(&bytes).unwrap();
    }
}

fn listen(from: &mut BufReader<TcpStream>) -> Option<NetworkMessage> {
    RawNetworkMessage::consensus_decode(from).ok().map(RawNetworkMessage::into_payload)
}
