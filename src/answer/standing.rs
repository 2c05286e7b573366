//! Where a transaction stands, how bad that is, and what took its place, as callers see it. Decides nothing.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    diagnose::{Severity, Stage},
    facts::{Facts, Placement, Reason, Successor, SuccessorState},
};

/// Where a transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageCode {
    /// No node that we watch knows it.
    Unknown,
    /// In a mempool.
    Waiting,
    /// In a block, not yet deep enough.
    Included,
    /// Deep enough.
    Settled,
    /// In a block, but its action failed.
    Failed,
    /// Left the mempool without a block; won't confirm as it is.
    Gone,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeverityCode {
    /// Nothing unusual.
    Ok,
    /// Slow; waiting helps.
    Delayed,
    /// Won't move by itself.
    ActionNeeded,
    /// Over, and not as hoped.
    Failed,
}

/// The transaction that took its place.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReplacedBy {
    /// The last one of a chain of replacements.
    pub id: String,
    /// What it is for.
    pub kind: ReplacementKind,
    /// Where it stands.
    pub stage: StageCode,
    /// Whether it pays the same recipients; null where that can't be told.
    #[schema(required)]
    pub same_recipient: Option<bool>,
}

/// What a replacement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReplacementKind {
    /// Pays the same recipients.
    SpeedUp,
    /// Pays nobody new, and no longer all of them: the money went back.
    Cancel,
    /// Pays others, or that can't be told.
    Different,
}

impl StageCode {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Waiting => "waiting",
            Self::Included => "included",
            Self::Settled => "settled",
            Self::Failed => "failed",
            Self::Gone => "gone",
        }
    }

    pub(super) fn of_successor(state: &SuccessorState, facts: &Facts) -> Self {
        match state {
            SuccessorState::Waiting => Self::Waiting,
            SuccessorState::InBlock(block, confirmations) if facts.is_deep(block, *confirmations) => Self::Settled,
            SuccessorState::InBlock(..) => Self::Included,
            SuccessorState::Gone => Self::Gone,
            SuccessorState::Unknown => Self::Unknown,
        }
    }
}

impl SeverityCode {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Delayed => "delayed",
            Self::ActionNeeded => "action_needed",
            Self::Failed => "failed",
        }
    }
}

impl From<Stage> for StageCode {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Unknown => Self::Unknown,
            Stage::Waiting => Self::Waiting,
            Stage::Included => Self::Included,
            Stage::Settled => Self::Settled,
            Stage::Failed => Self::Failed,
            Stage::Gone => Self::Gone,
        }
    }
}

impl From<Severity> for SeverityCode {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Ok => Self::Ok,
            Severity::Delayed => Self::Delayed,
            Severity::ActionNeeded => Self::ActionNeeded,
            Severity::Failed => Self::Failed,
        }
    }
}

impl ReplacedBy {
    pub(super) fn find(facts: &Facts) -> Option<Self> {
        let Placement::Left(departure) = &facts.placement else { return None };
        match &departure.reason {
            Reason::Replaced(by) | Reason::DoubleSpent(by) => Some(Self::new(by, facts)),
            Reason::Open
            | Reason::AncestorGone { .. }
            | Reason::Evicted { .. }
            | Reason::Expired { .. }
            | Reason::Unknown => None,
        }
    }

    fn new(by: &Successor, facts: &Facts) -> Self {
        let kind = match (by.same_recipient, by.only_known_outputs) {
            (Some(true), _) => ReplacementKind::SpeedUp,
            (Some(false) | None, Some(true)) => ReplacementKind::Cancel,
            (Some(false) | None, Some(false) | None) => ReplacementKind::Different,
        };
        Self {
            id: by.id.to_string(),
            kind,
            stage: StageCode::of_successor(&by.state, facts),
            same_recipient: by.same_recipient,
        }
    }
}
