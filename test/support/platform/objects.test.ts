import { afterEach, describe, expect, it } from "vitest";
import { insert, kept, type Probed, probe } from "./probe.ts";

let probed: Probed;
afterEach(() => probed.dispose());

const failure = (promise: Promise<unknown>): Promise<Error & { retryable?: boolean; remote?: boolean }> =>
  promise.then(
    () => {
      throw new Error("it was expected to fail");
    },
    (error: Error) => error,
  );

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("an object", () => {
  it("is made on first use and lives on", async () => {
    let made = 0;
    probed = probe({ construct: () => void made++ });
    expect(made).toBe(0);
    await probed.stub().act();
    await probed.stub().act();
    expect(made).toBe(1);
  });

  it("knows its name, in its constructor too", async () => {
    const names: unknown[] = [];
    probed = probe({ construct: (ctx) => void names.push(ctx.id.name) });
    await probed.stub().act();
    expect(names).toEqual(["one"]);
  });

  it("is another one under another name, and in another jurisdiction", async () => {
    probed = probe({ act: (ctx) => insert(ctx, 1) });
    await probed.stub().act();
    await probed.objects.namespace.getByName("two").act();
    const eu = probed.objects.namespace.jurisdiction("eu");
    await eu.get(eu.idFromName("one")).act();
    expect([...probed.objects.slots.keys()]).toEqual(["PROBES/one", "PROBES/two", "PROBES/eu/one"]);
  });

  it("gets a copy of what it is called with, and gives a copy back", async () => {
    const shared = { list: [1] };
    probed = probe({
      act(_ctx, argument) {
        (argument as typeof shared).list.push(2);
        return argument;
      },
    });
    const answer = await probed.stub().act(shared);
    expect(shared).toEqual({ list: [1] });
    expect(answer).toEqual({ list: [1, 2] });
  });

  it("throws to its caller by message, marked as remote; a method it has not is an error as well", async () => {
    probed = probe({
      act() {
        throw new RangeError("too far");
      },
    });
    expect(await failure(probed.stub().act())).toMatchObject({ message: "too far", name: "RangeError", remote: true });
    expect((await failure(probed.stub().missing())).message).toContain('does not implement the method "missing"');
  });

  it("lets other calls in while one waits for the outside", async () => {
    const order: unknown[] = [];
    probed = probe({
      async act(_ctx, name) {
        order.push(`${name} in`);
        await sleep(100);
        order.push(`${name} out`);
      },
    });
    void probed.stub().act("a");
    void probed.stub().act("b");
    await probed.pass(1_000);
    expect(order).toEqual(["a in", "b in", "a out", "b out"]);
  });

  it("holds calls back while blockConcurrencyWhile runs, and is reset when that throws", async () => {
    const order: string[] = [];
    let attempts = 0;
    probed = probe({
      construct(ctx) {
        attempts += 1;
        const fails = attempts === 1;
        void ctx
          .blockConcurrencyWhile(async () => {
            await sleep(50);
            order.push("ready");
            if (fails) throw new Error("migration failed");
          })
          .catch(() => {});
      },
      act: () => void order.push("called"),
    });
    const first = failure(probed.stub().act());
    await probed.pass(100);
    expect((await first).message).toBe("migration failed");
    const second = probed.stub().act();
    await probed.pass(100);
    await second;
    expect(order).toEqual(["ready", "ready", "called"]);
  });

  it("whose constructor throws fails that call and is tried anew by the next", async () => {
    let attempts = 0;
    probed = probe({
      construct() {
        attempts += 1;
        if (attempts === 1) throw new Error("broken migration");
      },
      act: () => "fine",
    });
    expect((await failure(probed.stub().act())).message).toBe("broken migration");
    expect(await probed.stub().act()).toBe("fine");
  });

  it("that crashes keeps what was committed, fails its callers as retryable, and never acts again", async () => {
    const after: string[] = [];
    probed = probe({
      async act(ctx) {
        insert(ctx, 1);
        setTimeout(() => after.push("timer"), 10);
        try {
          await sleep(100);
          after.push("woke");
        } finally {
          insert(ctx, 2);
        }
      },
    });
    const caller = failure(probed.stub().act());
    await probed.pass(5);
    probed.slot().crash();
    expect(await caller).toMatchObject({ retryable: true });
    await probed.pass(1_000);
    expect(after).toEqual([]);
    expect(kept(probed)).toEqual([1]);
  });

  it("that was discarded while it was computing cannot write", async () => {
    let error: unknown = null;
    probed = probe({
      async act(ctx) {
        await Promise.resolve();
        probed.slot().crash();
        try {
          insert(ctx, 2);
        } catch (caught) {
          error = caught;
        }
      },
    });
    await failure(probed.stub().act());
    await probed.pass(1);
    expect(String(error)).toContain("discarded");
    expect(kept(probed)).toEqual([]);
  });

  it("is not evicted while it serves a call, and forgets everything but its storage when it is", async () => {
    let made = 0;
    probed = probe({
      construct: () => void made++,
      async act(ctx) {
        insert(ctx, made);
        await sleep(100);
      },
    });
    const call = probed.stub().act();
    await probed.pass(10);
    expect(probed.slot().evict()).toBe(false);
    await probed.pass(100);
    await call;
    expect(probed.slot().evict()).toBe(true);
    const again = probed.stub().act();
    await probed.pass(200);
    await again;
    expect(kept(probed)).toEqual([1, 2]);
  });

  it("goes on with what it started but did not await, after its reply", async () => {
    probed = probe({
      act(ctx) {
        void sleep(150).then(() => insert(ctx, 1));
        return "at once";
      },
    });
    expect(await probed.stub().act()).toBe("at once");
    await probed.pass(200);
    expect(kept(probed)).toEqual([1]);
  });

  it("dies at the point that was chosen: inside a transaction nothing is kept, before the reply everything is", async () => {
    const outcomes: Record<string, unknown[]> = {};
    for (const kind of ["call-arrives", "transaction", "call-replies"] as const) {
      probed = probe({ act: (ctx) => ctx.storage.transactionSync(() => insert(ctx, 1)) });
      probed.platform.knobs.dies = (point) => point.kind === kind;
      expect(await failure(probed.stub().act())).toMatchObject({ retryable: true });
      outcomes[kind] = probed.slot().store.exec("SELECT count(*) AS rows FROM kept", []).toArray();
      probed.dispose();
    }
    expect(outcomes).toEqual({
      "call-arrives": [{ rows: 0 }],
      transaction: [{ rows: 0 }],
      "call-replies": [{ rows: 1 }],
    });
    probed = probe({});
  });
});
