/**
 * `fetch` in a world without a network: each host is a handler, and a host nobody stands for is a failure of the
 * test. What can go wrong on the way is decided per request.
 */
import type { Clock } from "./clock.ts";
import type { Points } from "./points.ts";
import { currentScope, never, runIn, type Scope } from "./scope.ts";

export type OutgoingRequest = {
  readonly at: number;
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly redirect: string;
  /** `<class>/<name>` of the object that sent it, or `worker`. */
  readonly sender: string;
};
export type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };
export type HostHandler = (request: OutgoingRequest) => Reply | Promise<Reply>;

export type Weather =
  | { readonly kind: "fine"; readonly upMs: number; readonly downMs: number }
  /** Answered by something in between; the host never sees it. */
  | { readonly kind: "answers"; readonly reply: Reply; readonly afterMs: number }
  /** Never reaches the host and never answers. */
  | { readonly kind: "hangs" }
  | { readonly kind: "refused" }
  /** The host does what was asked, and its answer is lost: the caller waits for ever, or sees a broken connection. */
  | { readonly kind: "answer-lost"; readonly how: "hangs" | "breaks" };

export const FINE: Weather = { kind: "fine", upMs: 0, downMs: 0 };

export type NetworkHost = {
  readonly clock: Clock;
  readonly points: Points;
  readonly weather: (request: OutgoingRequest) => Weather;
  readonly onUnknownHost: (request: OutgoingRequest) => void;
  /** Kills the instance that is sending. */
  readonly crash: (object: string) => void;
};

export type Network = { readonly fetch: typeof fetch; serve(host: string, handler: HostHandler): void };

export function createNetwork(host: NetworkHost): Network {
  const handlers = new Map<string, HostHandler>();

  const virtualFetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const scope = currentScope();
    if (scope?.alive === false) return never();
    const sender = scope?.name.replace(/#\d+$/, "") ?? "test";
    const request = await describe(input, init, host.clock.now, sender);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
    if (signal?.aborted) throw signal.reason;
    if (sender.includes("/") && host.points.dies("fetch-leaves", sender)) {
      host.crash(sender);
      return never();
    }
    return new Promise<Response>((resolve, reject) => {
      const settled = settler(scope, resolve, reject);
      signal?.addEventListener("abort", () => settled.reject(signal.reason), { once: true });
      runIn(undefined, () => travel(request, settled));
    });
  };

  function travel(request: OutgoingRequest, settled: Settled): void {
    const later = (ms: number, label: string, run: () => void) =>
      ms > 0 ? void host.clock.schedule(host.clock.now + ms, label, run) : run();
    const weather = host.weather(request);
    const name = `${request.method} ${request.url.host}`;
    if (weather.kind === "hangs") return;
    if (weather.kind === "refused") {
      settled.reject(new TypeError("Network connection lost."));
      return;
    }
    if (weather.kind === "answers") {
      later(weather.afterMs, `${name} answers`, () => reply(request, weather.reply, settled));
      return;
    }
    const handler = handlers.get(request.url.host);
    if (handler === undefined) {
      host.onUnknownHost(request);
      settled.reject(new TypeError(`no one stands for ${request.url.host} in this test`));
      return;
    }
    later(weather.kind === "fine" ? weather.upMs : 0, `${name} arrives`, () => {
      void Promise.resolve(handler(request)).then((answer) => {
        if (weather.kind === "answer-lost") {
          if (weather.how === "breaks") settled.reject(new TypeError("Network connection lost."));
          return;
        }
        if (request.sender.includes("/") && host.points.dies("fetch-answers", request.sender))
          return host.crash(request.sender);
        later(weather.downMs, `${name} answers`, () => reply(request, answer, settled));
      });
    });
  }

  function reply(request: OutgoingRequest, answer: Reply, settled: Settled): void {
    const target = redirection(request, answer);
    if (target === null) settled.answer(answer);
    else if (request.redirect === "error") settled.reject(new TypeError("an unexpected redirect was returned"));
    else travel(target, settled);
  }

  return {
    fetch: virtualFetch,
    serve: (name, handler) => void handlers.set(name, handler),
  };
}

/** Where a redirect leads; null where it is not one, or is handed to the caller as it is. */
function redirection(request: OutgoingRequest, reply: Reply): OutgoingRequest | null {
  const location = reply.headers?.location;
  if (request.redirect === "manual" || location === undefined || reply.status < 300 || reply.status > 399) return null;
  return { ...request, method: "GET", body: "", url: new URL(location, request.url) };
}

type Settled = { answer(reply: Reply): void; reject(error: unknown): void };

function settler(
  scope: Scope | undefined,
  resolve: (response: Response) => void,
  reject: (error: unknown) => void,
): Settled {
  const heard = () => scope?.alive !== false;
  return {
    answer: (reply) => {
      if (!heard()) return;
      const empty = reply.status === 204 || reply.status === 304;
      resolve(new Response(empty ? null : reply.body, { status: reply.status, headers: reply.headers ?? {} }));
    },
    reject: (error) => {
      if (heard()) reject(error);
    },
  };
}

async function describe(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  at: number,
  sender: string,
): Promise<OutgoingRequest> {
  const plain =
    !(input instanceof Request) && (init?.body === undefined || init.body === null || typeof init.body === "string");
  if (plain) {
    return {
      at,
      sender,
      method: (init?.method ?? "GET").toUpperCase(),
      url: new URL(String(input)),
      headers: new Headers(init?.headers),
      body: typeof init?.body === "string" ? init.body : "",
      redirect: init?.redirect ?? "follow",
    };
  }
  const { signal: _signal, ...rest } = init ?? {};
  const request = new Request(input, rest);
  return {
    at,
    sender,
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: await request.text(),
    redirect: request.redirect,
  };
}
