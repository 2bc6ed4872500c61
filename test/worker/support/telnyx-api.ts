/** Stands where Telnyx's API stands: keeps the commands that are sent, and answers as a test says. */
import { vi } from "vitest";

export type Sent = { readonly path: string; readonly body: { [field: string]: unknown } };
export type TelnyxApi = {
  readonly sent: Sent[];
  answer: () => Response | Promise<Response>;
};

export const ok = () => Response.json({ data: { result: "ok" } });
export const refusal = (status: number, code: string) =>
  Response.json({ errors: [{ code, title: "no", detail: "no" }] }, { status });

/** Replaces `fetch`; undone by `vi.unstubAllGlobals`. */
export function stubTelnyx(): TelnyxApi {
  const api: TelnyxApi = { sent: [], answer: ok };
  vi.stubGlobal("fetch", async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    const { origin, pathname } = new URL(request.url);
    if (origin !== "https://api.telnyx.com") throw new Error(`nobody stands for ${origin}`);
    api.sent.push({ path: decodeURIComponent(pathname), body: await request.json() });
    return api.answer();
  });
  return api;
}
