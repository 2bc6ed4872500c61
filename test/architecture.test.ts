/** What holds the layers apart: who may import whom, and how large and how pure a file may be. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCycle, loadedWith, readSources, root, topLevelFolders, withoutComments } from "./architecture/sources.ts";

/** Every top-level folder and why it is one. */
const FOLDERS: Readonly<Record<string, string>> = {
  worker: "lets the world in: verifies, parses, routes HTTP",
  "durable-objects": "remembers, and acts once and on time",
  rules: "decides; pure",
  simulator: "stands in for Telnyx; runs in Node and never ships",
  cli: "the operator's commands; runs in Node and never ships",
  test: "shows that it works",
  docs: "what neither the code nor the README should hold",
};

type Layer = {
  readonly own: readonly string[];
  readonly types: readonly string[];
  readonly packages: readonly string[];
};

/** What the files of a folder may load, may take types from, and which packages they may use. */
const LAYERS: Readonly<Record<string, Layer>> = {
  rules: { own: ["rules"], types: [], packages: ["libphonenumber-js", "liquidjs", "temporal-polyfill", "yaml", "zod"] },
  "durable-objects": {
    own: ["durable-objects", "rules"],
    types: [],
    packages: ["cloudflare:workers", "ipaddr.js", "standardwebhooks", "telnyx"],
  },
  worker: {
    own: ["worker", "durable-objects", "rules"],
    types: [],
    packages: ["cloudflare:workers", "itty-router", "telnyx"],
  },
  simulator: { own: ["simulator"], types: ["rules"], packages: ["node:", "standardwebhooks", "telnyx", "zod"] },
  cli: {
    own: ["cli", "rules", "simulator"],
    types: ["durable-objects"],
    packages: ["miniflare", "node:", "temporal-polyfill", "wrangler", "zod"],
  },
};

const sources = readSources();
const MAX_LINES = 300;

describe("the layers", () => {
  test("every top-level folder is one that is meant to be there", () => {
    expect(topLevelFolders().filter((folder) => !(folder in FOLDERS))).toEqual([]);
  });

  test.each(Object.keys(LAYERS))("%s imports only what its layer may", (layer) => {
    const allowed = LAYERS[layer];
    const broken = sources
      .filter((source) => source.layer === layer)
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target, own, typeOnly }) => {
            if (!own) return !allowed?.packages.includes(target);
            const folder = target.split("/")[0] ?? "";
            return !(allowed?.own.includes(folder) || (typeOnly && allowed?.types.includes(folder)));
          })
          .map(({ target }) => `${path} imports ${target}`),
      );
    expect(broken).toEqual([]);
  });

  test("nothing but tests imports tests", () => {
    const broken = sources
      .filter(({ layer }) => layer !== "test")
      .flatMap(({ path, imports }) => imports.filter(({ target }) => target.startsWith("test/")).map(() => path));
    expect(broken).toEqual([]);
  });

  test("what ships is worker, durable-objects and rules, and nothing else", () => {
    const shipped = [...loadedWith("worker/index.ts", sources)].map((path) => path.split("/")[0]);
    expect(new Set(shipped)).toEqual(new Set(["worker", "durable-objects", "rules"]));
  });

  test("no file loads itself through others", () => {
    expect(findCycle(sources)).toBeNull();
  });
});

describe("the files", () => {
  test(`none is longer than ${MAX_LINES} lines`, () => {
    expect(sources.filter(({ lines }) => lines > MAX_LINES).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test("the rules know no clock, no chance and no world outside", () => {
    const WORLD =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bTemporal\.Now\b|\bcrypto\b|\bperformance\.|\bsetTimeout\b|\bfetch\(|\bprocess\./;
    const broken = sources
      .filter(({ layer }) => layer === "rules")
      .flatMap(({ path, text }) => {
        const slip = WORLD.exec(withoutComments(text));
        return slip ? [`${path}: ${slip[0]}`] : [];
      });
    expect(broken).toEqual([]);
  });

  test("nothing unfinished and nothing silenced is left behind", () => {
    const LEFT =
      /\b(?:TO[D]O|FIX[M]E|X[X]X)\b|\b(?:test|it|describe)\.(?:only|skip|todo)\b|biome-[i]gnore|@ts-[i]gnore|@ts-[e]xpect-error|\bdebugger\b/;
    const broken = sources.flatMap(({ path, text }) => {
      const left = LEFT.exec(text);
      return left ? [`${path}: ${left[0]}`] : [];
    });
    expect(broken).toEqual([]);
  });

  test("the linter refuses `any` and `!` everywhere", () => {
    const { linter } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
    expect(linter.rules).toMatchObject({
      suspicious: { noExplicitAny: "error" },
      style: { noNonNullAssertion: "error" },
    });
  });
});
