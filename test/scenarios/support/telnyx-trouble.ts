/** Telnyx's own bad days: answers that are slow, wrong, lost, or never come; webhooks that do not come as they were sent. */
import type { CommandEntry, Webhook } from "../../../simulator/types.ts";
import type { OutgoingRequest, Weather } from "../../support/platform/network.ts";
import { TELNYX_HOST } from "../../support/world.ts";
import type { Scene } from "./scene.ts";

type Command = CommandEntry["name"];

/** What befalls the n-th request of each command; null is fine weather. */
export function overTelnyx(
  scene: Scene,
  weather: (command: Command, nth: number, request: OutgoingRequest) => Weather | null,
) {
  const { knobs } = scene.platform;
  const before = knobs.weather;
  const counts = new Map<Command, number>();
  knobs.weather = (request) => {
    if (request.url.host !== TELNYX_HOST) return before(request);
    const command = nameOf(request);
    const nth = (counts.get(command) ?? 0) + 1;
    counts.set(command, nth);
    return weather(command, nth, request) ?? before(request);
  };
}

/** Does it at once and says so later. */
export const slowly = (scene: Scene, command: Command, downMs: number): void =>
  overTelnyx(scene, (name) => (name === command ? { kind: "fine", upMs: 0, downMs } : null));

const answers = (status: number, code: string, headers: Record<string, string> = {}): Weather => ({
  kind: "answers",
  reply: { status, body: JSON.stringify({ errors: [{ code, title: "No", detail: "Not now." }] }), headers },
  afterMs: 50,
});
/** 500, and nothing was done. */
export const FAILS = answers(500, "10007");
/** Not now; in two seconds. */
export const BUSY = answers(429, "10011", { "x-ratelimit-reset": "2" });
/** The destination is not on the list of the outbound voice profile. */
export const FORBIDDEN = answers(403, "10010");

/** 500, although it was done. */
export function failsAfterDoing(scene: Scene, { at, method, url, body, headers }: OutgoingRequest): Weather {
  const key = headers.get("authorization")?.replace(/^Bearer /, "") ?? null;
  scene.carrier.command({ at, method, path: url.pathname, body: JSON.parse(body), key });
  return FAILS;
}

/** Every request of a command in the order it left, whatever became of it: its `command_id`. */
export function requestsOf(scene: Scene, command: Command): string[] {
  const sent: string[] = [];
  const { knobs } = scene.platform;
  const before = knobs.sends;
  knobs.sends = (request) => {
    before(request);
    if (request.url.host === TELNYX_HOST && nameOf(request) === command)
      sent.push(String(JSON.parse(request.body).command_id));
  };
  return sent;
}

/** As the carrier's log names it. */
function nameOf({ method, url }: Pick<OutgoingRequest, "method" | "url">): Command {
  const [, , family, , , action] = url.pathname.split("/");
  if (family === "messages") return "message";
  if (action !== undefined) return action;
  return method === "GET" ? "status" : "dial";
}

/** The n-th webhook of a type never comes, nor any later attempt at it. */
export function lose(scene: Scene, type: string, nth = 1): void {
  let count = 0;
  scene.fate = ({ body }: Webhook) => {
    if (body.data.event_type !== type) return [0];
    count += 1;
    return count === nth ? [] : [0];
  };
}
