// Asking by host name: the demo's sites beside the main one stand at names under localhost, which browsers take to this machine and
// other programs may not know.

import { request } from "node:http";

// What an address answers: status, headers and text. Redirects are not followed.
export function ask(address) {
  const url = new URL(address);
  const isLocal = url.hostname.endsWith(".localhost");
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: isLocal ? "127.0.0.1" : url.hostname, port: url.port, path: url.pathname + url.search, headers: { host: url.host } },
      (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString("utf8") }));
        answer.on("error", reject);
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

// The demo's sites beside the one at `base`.
export function subsites(base) {
  const { port } = new URL(base);
  return ["hemingdu", "czj"].map((code) => ({ code, base: `http://${code}.localhost:${port}` }));
}
