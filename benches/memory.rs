//! How much memory something takes: the allocator's count for the whole process, before and after. Knows nothing of
//! what is measured.

use peak_alloc::PeakAlloc;

/// Counts the bytes that are allocated and not yet freed, with what the allocator itself adds left out.
#[global_allocator]
static LIVE: PeakAlloc = PeakAlloc;

/// Bytes in use at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Allocated.
    pub allocated: u64,
    /// What the system gave this process; 0 where it doesn't say so in Linux's way.
    pub resident: u64,
}

impl Memory {
    pub fn now() -> Self {
        let pages = std::fs::read_to_string("/proc/self/statm").ok();
        let resident = pages.and_then(|pages| pages.split(' ').nth(1)?.parse::<u64>().ok());
        Self { allocated: LIVE.current_usage() as u64, resident: resident.map_or(0, |pages| pages * 4_096) }
    }

    /// What was added since.
    pub fn grown(self) -> Self {
        let now = Self::now();
        Self {
            allocated: now.allocated.saturating_sub(self.allocated),
            resident: now.resident.saturating_sub(self.resident),
        }
    }
}
