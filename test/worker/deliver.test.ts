import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Delivery } from "../../durable-objects/protocol.ts";
import { callId, controlId } from "../../rules/ids.ts";
import { deliver } from "../../worker/deliver.ts";
import { fakeEnv, logsOf, never } from "./support/fakes.ts";

const delivery: Delivery = {
  id: "evt-1",
  call: callId("call-1"),
  happening: { type: "leg.answered", leg: "p1", control: controlId("c"), occurredAt: 1 },
  pin: null,
};

const failure = (flags: object) => Object.assign(new Error("Durable Object storage operation exceeded timeout"), flags);
const BREAKING = { retryable: true };
const OVERLOADED = { retryable: true, overloaded: true };

async function deliverTo(...answers: (Error | "committed")[]) {
  const fake = fakeEnv();
  for (const answer of answers) {
    fake.session.receive.mockImplementationOnce(() =>
      answer === "committed" ? Promise.resolve(answer) : Promise.reject(answer),
    );
  }
  let delivered: unknown;
  const logs = await logsOf(async () => {
    delivered = await deliver(fake.env, delivery);
  });
  return { fake, delivered, logs };
}

describe("handing something to a call's object", () => {
  it("names the object by the call, and gives back what it said", async () => {
    const { fake, delivered, logs } = await deliverTo("committed");
    expect(delivered).toEqual({ ok: true, value: "committed" });
    expect(fake.sessions.opened).toEqual(["call-1"]);
    expect(fake.session.receive).toHaveBeenCalledWith(delivery);
    expect(logs).toEqual([]);
  });

  it("is tried once more, with a fresh stub, when the platform says that it may be", async () => {
    const { fake, delivered, logs } = await deliverTo(failure(BREAKING), "committed");
    expect(delivered).toEqual({ ok: true, value: "committed" });
    expect(fake.sessions.opened).toEqual(["call-1", "call-1"]);
    const line = {
      event: "object.failed",
      call: "call-1",
      webhook: "evt-1",
      type: "leg.answered",
      error: "Error retryable",
    };
    expect(logs).toEqual([line]);
  });

  it("is not tried a third time", async () => {
    const { fake, delivered } = await deliverTo(failure(BREAKING), failure(BREAKING), "committed");
    expect(delivered).toMatchObject({ ok: false });
    expect(fake.session.receive).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["is overloaded", failure(OVERLOADED)],
    ["threw an error of its own", failure({ remote: true })],
    [
      "does not know the method yet, because it runs the release before",
      new TypeError("does not implement the method"),
    ],
  ])("is not tried again when the object %s", async (_, error) => {
    const { fake, delivered } = await deliverTo(error, "committed");
    expect(delivered).toMatchObject({ ok: false });
    expect(fake.session.receive).toHaveBeenCalledTimes(1);
  });

  it("fails like any other error when the namespace itself throws", async () => {
    const { env } = fakeEnv({ DATA_JURISDICTION: "mars" });
    const logs = await logsOf(async () => {
      expect(await deliver(env, delivery)).toMatchObject({ ok: false });
    });
    expect(logs).toMatchObject([{ event: "object.failed", error: "Error" }]);
  });
});

describe("an object that hangs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, "log").mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("is waited for for 1.4 s, and not asked again", async () => {
    const fake = fakeEnv();
    fake.session.receive.mockImplementation(never);
    const logs = await logsOf(async () => {
      const delivered = deliver(fake.env, delivery);
      await vi.advanceTimersByTimeAsync(1_400);
      expect(await delivered).toMatchObject({ ok: false });
    });
    expect(fake.session.receive).toHaveBeenCalledTimes(1);
    expect(logs).toMatchObject([{ error: "hangs" }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("on the second try has what is left of the time, so that Telnyx is answered within 2 s", async () => {
    const fake = fakeEnv();
    fake.session.receive.mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      throw failure(BREAKING);
    });
    fake.session.receive.mockImplementation(never);
    const delivered = deliver(fake.env, delivery);
    await vi.advanceTimersByTimeAsync(1_400);
    expect(await delivered).toMatchObject({ ok: false });
    expect(fake.session.receive).toHaveBeenCalledTimes(2);
  });
});
