/** Telnyx's own bad days: answers that are slow, wrong, lost, or never come. */
import type { CommandEntry } from "../../../simulator/types.ts";
import type { OutgoingRequest, Weather } from "../../support/platform/network.ts";
import { FINE } from "../../support/platform/network.ts";
import { TELNYX_HOST, type World } from "../../support/world.ts";

/** What befalls the requests to Telnyx that it is asked about; the first one that says something decides. */
export function overTelnyx(world: World, weather: (command: string, nth: number) => Weather | null): void {
  const { knobs } = world.platform;
  const before = knobs.weather;
  const counts = new Map<string, number>();
  knobs.weather = (request) => {
    if (request.url.host !== TELNYX_HOST) return before(request);
    const command = nameOf(request);
    const nth = (counts.get(command) ?? 0) + 1;
    counts.set(command, nth);
    return weather(command, nth) ?? before(request);
  };
}

/** Telnyx does it at once and says so later. */
export const slowly = (world: World, command: CommandEntry["name"], downMs: number): void =>
  overTelnyx(world, (name) => (name === command ? { kind: "fine", upMs: 0, downMs } : null));

/** 500 and nothing done. */
export const SERVER_ERROR: Weather = {
  kind: "answers",
  reply: { status: 500, body: '{"errors":[{"code":"10007","title":"Unexpected error"}]}' },
  afterMs: 50,
};

export { FINE };

/** As the carrier's log names it. */
export function nameOf({ method, url }: Pick<OutgoingRequest, "method" | "url">): string {
  const [, , family, , , action] = url.pathname.split("/");
  if (family === "messages") return "message";
  if (action !== undefined) return action;
  return method === "GET" ? "status" : "dial";
}
