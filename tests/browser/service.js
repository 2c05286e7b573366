// The real program and, for what has to change on a chain, a real bitcoind: started here on free ports of this machine and
// ended with the tests.

import { spawn } from "node:child_process";
import { mkdtempSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = join(root, "target/debug/txwhy");
const PATIENCE_MS = 90_000;

/** `txwhy demo`: its address, and the ids of its examples by cause. */
export async function demo() {
  const port = await freePort();
  const child = start(program, ["demo", "--listen", `127.0.0.1:${port}`]);
  let said = "";
  child.stdout.on("data", (text) => { said += text; });
  await until(() => said.includes("Ctrl-C ends"));
  const examples = [...said.matchAll(/^# .* \((\w+)\)\ncurl -s '[^']*\/v1\/tx\/([^']*)'/gm)];
  return { base: `http://127.0.0.1:${port}`, examples: examples.map(([, cause, tx]) => ({ cause, path: `/tx/${tx}` })), stop: () => end(child) };
}

/** `txwhy serve` on a real bitcoind in regtest. */
export async function live() {
  const folder = mkdtempSync(join(tmpdir(), "txwhy-browser-"));
  const [rpc, zmq, port] = [await freePort(), await freePort(), await freePort()];
  const node = start(bitcoind(), [
    "-regtest", `-datadir=${folder}`, "-server", "-listen=0", "-dnsseed=0", "-fallbackfee=0.0001", "-printtoconsole=0",
    `-rpcport=${rpc}`, "-rpcuser=txwhy", "-rpcpassword=only-for-tests", `-zmqpubsequence=tcp://127.0.0.1:${zmq}`,
  ]);
  const call = async (method, ...params) => {
    const answer = await fetch(`http://127.0.0.1:${rpc}`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("txwhy:only-for-tests")}` },
      body: JSON.stringify({ method, params }),
    });
    const { result, error } = await answer.json();
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  await until(() => call("getblockcount").then(() => true, () => false));
  await call("createwallet", "test");
  const address = await call("getnewaddress");
  await call("generatetoaddress", 101, address);
  const config = join(folder, "txwhy.toml");
  writeFileSync(config, `
[server]
listen = "127.0.0.1:${port}"
[store]
url = "sqlite://${join(folder, "txwhy.db")}"
[[chains]]
name = "bitcoin"
kind = "bitcoin"
required = 2
[[chains.nodes]]
name = "main"
rpc = "http://127.0.0.1:${rpc}"
user = "txwhy"
password = "only-for-tests"
zmq = "tcp://127.0.0.1:${zmq}"
`);
  const service = start(program, ["serve", "--config", config]);
  const base = `http://127.0.0.1:${port}`;
  await until(() => fetch(`${base}/readyz`).then((answer) => answer.ok, () => false));
  const stop = async () => {
    await end(service);
    await end(node);
    rmSync(folder, { recursive: true, force: true });
  };
  return { base, call, address, mine: (count = 1) => call("generatetoaddress", count, address), stop };
}

/** Waits until something holds. */
export async function until(holds) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    if (await holds()) return;
  }
  throw new Error(`still waiting: ${holds}`);
}

function bitcoind() {
  const installed = join(root, "target/nodes/bin/bitcoind");
  return process.env.TXWHY_BITCOIND || (existsSync(installed) ? installed : "bitcoind");
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill("SIGKILL"));
  child.stdout.on("data", () => {});
  return child;
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
