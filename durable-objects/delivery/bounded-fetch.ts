/**
 * A fetch that always ends: by an answer whose body has been read, up to a limit, or by an error. Nothing is followed,
 * because whoever answers must not choose whom we talk to next.
 */
import type { Fetch, Ports } from "../ports.ts";

export type Bounds = {
  /** For the whole exchange, the body included. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
};

/** No answer in time. Whether the receiver acted is not known. */
export class TimedOut extends Error {
  override readonly name = "TimedOut";
}

export function boundedFetch({ fetch, setTimeout }: Pick<Ports, "fetch" | "setTimeout">, bounds: Bounds): Fetch {
  return async (input, init) => {
    const controller = new AbortController();
    let expire = (_: TimedOut): void => {};
    const late = new Promise<never>((_, reject) => {
      expire = reject;
    });
    // Not every fetch listens to its signal at once, so the time is kept here and not there.
    const cancel = setTimeout(() => {
      expire(new TimedOut(`no answer within ${bounds.timeoutMs} ms`));
      controller.abort();
    }, bounds.timeoutMs);
    try {
      const { signal } = controller;
      return await Promise.race([
        late,
        exchange(fetch, input, { ...init, redirect: "manual", signal }, bounds.maxBytes),
      ]);
    } finally {
      cancel();
      controller.abort();
    }
  };
}

async function exchange(
  fetch: Fetch,
  input: Parameters<Fetch>[0],
  init: RequestInit,
  maxBytes: number,
): Promise<Response> {
  const response = await fetch(input, init);
  const text = await readUpTo(response, maxBytes);
  const mayHaveBody = ![101, 204, 205, 304].includes(response.status);
  return new Response(mayHaveBody ? text : null, { status: response.status, headers: response.headers });
}

/** What is longer is cut, not refused: the status has been given, and that is what counts. */
async function readUpTo(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let room = maxBytes;
  while (room > 0) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value.subarray(0, room), { stream: true });
    room -= value.byteLength;
  }
  await reader.cancel().catch(() => undefined);
  return text;
}
