/** Posts over one kept connection, as one carrier host would, and says how long the answer took. */
import { Agent, request } from "node:http";

export type Post = (body: string, headers: Readonly<Record<string, string>>) => Promise<Posted>;
export type Posted = { readonly status: number; readonly sentAt: number; readonly tookMs: number };

export function postTo(url: string): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port, pathname } = new URL(url);
  return (body, headers) =>
    new Promise((resolve, reject) => {
      const sentAt = performance.now();
      const length = { "content-length": String(Buffer.byteLength(body)) };
      const options = { agent, hostname, port, path: pathname, method: "POST", headers: { ...headers, ...length } };
      const sent = request(options, (response) => {
        response.resume();
        response.once("error", reject);
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, sentAt, tookMs: performance.now() - sentAt }),
        );
      });
      sent.once("error", reject);
      sent.end(body);
    });
}
