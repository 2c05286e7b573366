// All browser tests, in one process: they share the browser and the demo.

import "./pages.js";
import "./keyboard.js";
import "./secrets.js";
import "./agent.js";
import "./refresh.js";
import "./live.js";
