import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configure, parseConfig } from "../../worker/config.ts";
import { examine } from "../../worker/health.ts";
import { fakeEnv, logsOf, SETTINGS } from "./support/fakes.ts";
import { stranger, telnyx } from "./support/signing.ts";

const SMALL_ORDER = Buffer.from([1, ...new Array(31).fill(0)]).toString("base64");

function configOf(settings: Parameters<typeof fakeEnv>[0]) {
  const parsed = parseConfig(fakeEnv(settings).env);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ setting, text }) => `${setting} ${text}`).join("\n"));
  return parsed;
}

describe("the settings", () => {
  it("are read, with Telnyx's own address where none is given", () => {
    expect(configOf({}).config).toEqual({
      apiKey: "KEYtest",
      apiBaseUrl: "https://api.telnyx.com/v2",
      publicKeys: [telnyx.keyBytes],
      someKeyUnusable: false,
      connectionIds: [SETTINGS.TELNYX_CONNECTION_IDS],
      fallback: SETTINGS.FALLBACK_NUMBER,
      apiToken: SETTINGS.API_TOKEN,
    });
  });

  it("may list several keys and connections, with spaces", () => {
    const TELNYX_PUBLIC_KEY = ` ${stranger.publicKey} , ${telnyx.publicKey},`;
    const { config } = configOf({ TELNYX_PUBLIC_KEY, TELNYX_CONNECTION_IDS: "1, 2" });
    expect(config.publicKeys).toEqual([stranger.keyBytes, telnyx.keyBytes]);
    expect(config.connectionIds).toEqual(["1", "2"]);
  });

  it.each([
    ["https://eu.telnyx.example/v2/", undefined, "https://eu.telnyx.example/v2"],
    ["http://127.0.0.1:4010/v2", "127.0.0.1:4010", "http://127.0.0.1:4010/v2"],
    ["http://127.0.0.1:4010/v2", "localhost:1, 127.0.0.1:4010", "http://127.0.0.1:4010/v2"],
    ["", undefined, "https://api.telnyx.com/v2"],
  ])("send commands to %j with LOCAL_TARGETS %j", (TELNYX_API_BASE_URL, LOCAL_TARGETS, expected) => {
    expect(configOf({ TELNYX_API_BASE_URL, LOCAL_TARGETS }).config.apiBaseUrl).toBe(expected);
  });

  it.each([
    ["TELNYX_API_KEY", undefined, "is missing"],
    ["TELNYX_API_KEY", "  ", "is missing"],
    ["TELNYX_PUBLIC_KEY", undefined, "is missing"],
    ["TELNYX_PUBLIC_KEY", "changeme", "is not base64 of 32 bytes"],
    ["TELNYX_PUBLIC_KEY", SMALL_ORDER, "is a placeholder"],
    ["TELNYX_PUBLIC_KEY", Buffer.alloc(32).toString("base64"), "is a placeholder"],
    ["TELNYX_CONNECTION_IDS", undefined, "is missing"],
    ["TELNYX_CONNECTION_IDS", "my-app", "must be digits"],
    ["TELNYX_API_BASE_URL", "http://api.telnyx.com/v2", "must be an https address"],
    ["TELNYX_API_BASE_URL", "api.telnyx.com", "must be an https address"],
    ["DATA_JURISDICTION", "EU", "must be empty or eu"],
    ["DATA_JURISDICTION", "fedramp", "must be empty or eu"],
    ["CALLS", undefined, "is not bound"],
    ["DESKS", undefined, "is not bound"],
    ["RULEBOOKS", undefined, "is not bound"],
  ])("without a usable %s (%j) take no call, and say so in one line", (setting, value, words) => {
    const parsed = parseConfig(fakeEnv({ [setting]: value }).env);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.problems).toEqual([{ setting, text: expect.stringContaining(words) }]);
    expect(parsed.problems[0]?.text).not.toMatch(/\n/);
  });

  it.each([
    ["FALLBACK_NUMBER", undefined, "is missing"],
    ["FALLBACK_NUMBER", "214-555-0100", "must be in E.164"],
    ["FALLBACK_NUMBER", "+12145550100,1", "must be in E.164"],
    ["API_TOKEN", "secret", "is shorter than 32 characters"],
  ])("take calls without a usable %s (%j), and warn", (setting, value, words) => {
    const { warnings, config } = configOf({ [setting]: value });
    expect(warnings).toEqual([{ setting, text: expect.stringContaining(words) }]);
    expect(setting === "API_TOKEN" ? config.apiToken : config.fallback).toBeNull();
  });

  it("name every problem at once", () => {
    const missing = { TELNYX_API_KEY: "", TELNYX_PUBLIC_KEY: "", TELNYX_CONNECTION_IDS: "", FALLBACK_NUMBER: "" };
    const parsed = parseConfig(fakeEnv(missing).env);
    expect(parsed.ok ? [] : parsed.problems.map(({ setting }) => setting)).toEqual([
      "TELNYX_PUBLIC_KEY",
      "TELNYX_API_KEY",
      "TELNYX_CONNECTION_IDS",
    ]);
    expect(parsed.warnings.map(({ setting }) => setting)).toEqual(["FALLBACK_NUMBER"]);
  });

  it("take calls on the good key when the new one beside it was mistyped, and say that it was", () => {
    const { config, warnings } = configOf({ TELNYX_PUBLIC_KEY: `${telnyx.publicKey},${SMALL_ORDER}` });
    expect(config.publicKeys).toEqual([telnyx.keyBytes]);
    expect(config.someKeyUnusable).toBe(true);
    expect(warnings[0]?.text).toContain("number 2 is a placeholder");
  });

  it("are parsed once for an env, so that an imported key can be kept, and complained of once", async () => {
    const { env } = fakeEnv({ FALLBACK_NUMBER: undefined });
    const lines = await logsOf(async () => {
      expect(configure(env)).toBe(configure(env));
    });
    expect(lines).toEqual([
      { event: "setting.problem", setting: "FALLBACK_NUMBER", reason: expect.stringContaining("is missing") },
    ]);
  });
});

describe("the health of a Worker", () => {
  beforeEach(() => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("is good when it can take calls", () => {
    const health = examine(fakeEnv().env);
    expect(health).toMatchObject({ takesCalls: true, problems: [], warnings: [] });
    expect(health.settings).toMatchObject({ TELNYX_API_KEY: "set", TELNYX_API_BASE_URL: "not set", CALLS: "set" });
  });

  it("is a list of what is missing when it cannot", () => {
    const health = examine(fakeEnv({ TELNYX_PUBLIC_KEY: undefined, FALLBACK_NUMBER: "x" }).env);
    expect(health.takesCalls).toBe(false);
    expect(health.problems).toEqual([expect.stringMatching(/^TELNYX_PUBLIC_KEY is missing\. Copy it from /)]);
    expect(health.warnings).toEqual([expect.stringMatching(/^FALLBACK_NUMBER must be in E\.164/)]);
  });

  it("shows no value of any setting, not even of a wrong one", () => {
    const values = {
      TELNYX_API_KEY: "canary-key",
      TELNYX_PUBLIC_KEY: "canary-public",
      FALLBACK_NUMBER: "canary-number",
    };
    const more = { TELNYX_CONNECTION_IDS: "canary-id", API_TOKEN: "canary-token", DATA_JURISDICTION: "canary-where" };
    const health = examine(fakeEnv({ ...values, ...more, TELNYX_API_BASE_URL: "canary-url" }).env);
    expect(JSON.stringify(health)).not.toContain("canary");
  });
});
