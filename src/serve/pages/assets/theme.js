// Before anything is painted: the look that the reader chose. So small that nobody waits for it.
try { if (localStorage.theme) document.documentElement.dataset.theme = localStorage.theme; } catch { /* private windows may refuse */ }
