// The real program and, for what has to change on a chain, real nodes: started here on free ports of this machine and ended
// with the tests.

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

/** Nothing outlives the tests. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

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
export async function bitcoin() {
  const folder = mkdtempSync(join(tmpdir(), "txwhy-browser-"));
  const [rpc, zmq] = [await freePort(), await freePort()];
  const node = start(installed("bitcoind", "TXWHY_BITCOIND"), [
    "-regtest", `-datadir=${folder}`, "-server", "-listen=0", "-dnsseed=0", "-fallbackfee=0.0001", "-printtoconsole=0",
    `-rpcport=${rpc}`, "-rpcuser=txwhy", "-rpcpassword=only-for-tests", `-zmqpubsequence=tcp://127.0.0.1:${zmq}`,
  ]);
  const call = caller(rpc, { authorization: `Basic ${btoa("txwhy:only-for-tests")}` });
  await until(() => call("getblockcount").then(() => true, () => false));
  await call("createwallet", "test");
  const address = await call("getnewaddress");
  await call("generatetoaddress", 101, address);
  const served = await serve(folder, `
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
  const stop = () => endAll([served.child, node], folder);
  return { base: served.base, call, address, mine: () => call("generatetoaddress", 1, address), stop };
}

/** `txwhy serve` on a real anvil, where blocks come only when they are mined. */
export async function ethereum() {
  const folder = mkdtempSync(join(tmpdir(), "txwhy-browser-"));
  const port = await freePort();
  const node = start(installed("anvil", "TXWHY_ANVIL"), ["--port", `${port}`, "--no-mining", "--slots-in-an-epoch", "4"]);
  const call = caller(port);
  await until(() => call("eth_blockNumber").then(() => true, () => false));
  const accounts = await call("eth_accounts");
  const served = await serve(folder, `
name = "ethereum"
kind = "evm"
chain_id = 31337
required = 2
[[chains.nodes]]
name = "main"
rpc = "ws://127.0.0.1:${port}"
`);
  const pay = (gwei, nonce) => call("eth_sendTransaction", {
    from: accounts[0], to: accounts[1], value: "0xde0b6b3a7640000", gas: "0x5208", nonce,
    maxFeePerGas: hex(gwei * 1e9), maxPriorityFeePerGas: hex(1e9),
  });
  return { base: served.base, pay, mine: () => call("evm_mine"), stop: () => endAll([served.child, node], folder) };
}

/** The service on this chain, ready. */
async function serve(folder, chain) {
  const base = `http://127.0.0.1:${await freePort()}`;
  const config = join(folder, "txwhy.toml");
  writeFileSync(config, `
[server]
listen = "${base.slice("http://".length)}"
[store]
url = "sqlite://${join(folder, "txwhy.db")}"
[[chains]]
${chain}`);
  const child = start(program, ["serve", "--config", config]);
  await until(() => fetch(`${base}/readyz`).then((answer) => answer.ok, () => false));
  return { base, child };
}

/** Calls a node's methods. */
function caller(port, headers = {}) {
  return async (method, ...params) => {
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = await answer.json();
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
}

const hex = (number) => `0x${number.toString(16)}`;

async function endAll(children, folder) {
  for (const child of children) await end(child);
  rmSync(folder, { recursive: true, force: true });
}

/** Waits until something holds. */
export async function until(holds) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    if (await holds()) return;
  }
  throw new Error(`still waiting: ${holds}`);
}

/** A node that the user named, or that the tests have installed, or that is in PATH. */
function installed(name, variable) {
  const own = join(root, "target/nodes/bin", name);
  return process.env[variable] || (existsSync(own) ? own : name);
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
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
