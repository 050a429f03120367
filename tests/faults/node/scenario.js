// Drives a Toxiproxy with toxiproxy-node-client: node scenario.js CONTROL-URL UPSTREAM.
"use strict";
const assert = require("node:assert");
const net = require("node:net");
const { Toxiproxy } = require("toxiproxy-node-client");

// Returns the milliseconds of one exchange.
function echo(listen) {
  const [, host, port] = listen.match(/^(.*):(\d+)$/);
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const socket = net.connect(Number(port), host, () => socket.write("word"));
    socket.setTimeout(5000, () => socket.destroy(new Error("silence")));
    socket.on("data", () => { socket.destroy(); resolve(performance.now() - start); });
    socket.on("error", reject);
  });
}

async function main([url, upstream]) {
  const toxiproxy = new Toxiproxy(url);
  assert.match(await toxiproxy.getVersion(), /2\.12\.0/);
  const proxy = await toxiproxy.createProxy({ name: "node", listen: "127.0.0.1:0", upstream });
  assert.ok(proxy.enabled);
  await assert.rejects(
    toxiproxy.createProxy({ name: "node", listen: "127.0.0.1:0", upstream }), /proxy already exists|409/);
  await echo(proxy.listen);

  const toxic = await proxy.addToxic({
    name: "late", type: "latency", stream: "downstream", toxicity: 1,
    attributes: { latency: 200, jitter: 0 },
  });
  assert.ok(await echo(proxy.listen) >= 199);
  await toxic.update({ attributes: { latency: 300, jitter: 0 } });
  assert.ok(await echo(proxy.listen) >= 299);
  assert.strictEqual((await proxy.getToxic("late")).attributes.latency, 300);
  await toxic.remove();
  await assert.rejects(proxy.getToxic("late"), /toxic not found|404/);

  await proxy.update({ enabled: false, listen: proxy.listen, upstream });
  await assert.rejects(echo(proxy.listen), /ECONNREFUSED/);
  await toxiproxy.reset();
  await echo(proxy.listen);

  const made = await toxiproxy.populate([{ name: "more", listen: "127.0.0.1:0", upstream }]);
  assert.deepStrictEqual(Object.keys(made), ["more"]);
  const all = await toxiproxy.getAll();
  assert.deepStrictEqual(Object.keys(all).sort(), ["more", "node"]);
  for (const one of Object.values(all)) await one.remove();
  assert.deepStrictEqual(await toxiproxy.getAll(), {});
  console.log("ok");
}

main(process.argv.slice(2)).catch((error) => { console.log(error); process.exit(1); });
