//! A map that forgets its oldest entries once it holds a given number. Nothing more.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
};

pub(super) struct Bounded<K, V> {
    most: usize,
    next: u64,
    map: HashMap<K, (u64, V)>,
    /// Keys by age; one whose number differs from the map's was removed or put anew since.
    ages: VecDeque<(u64, K)>,
}

impl<K: Copy + Eq + Hash, V> Bounded<K, V> {
    pub fn new(most: usize) -> Self {
        Self { most, next: 0, map: HashMap::new(), ages: VecDeque::new() }
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.map.get(key).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.map.get_mut(key).map(|(_, value)| value)
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.map.remove(key).map(|(_, value)| value)
    }

    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Puts it as the newest; answers with what had to go for it.
    pub fn insert(&mut self, key: K, value: V) -> Option<(K, V)> {
        self.map.insert(key, (self.next, value));
        self.ages.push_back((self.next, key));
        self.next += 1;
        let (number, oldest) = if self.ages.len() > self.most { self.ages.pop_front()? } else { return None };
        let current = self.map.get(&oldest).is_some_and(|(now, _)| *now == number);
        if current { self.map.remove(&oldest).map(|(_, value)| (oldest, value)) } else { None }
    }
}
