/**
 * Holds what we send to Telnyx, and what the simulator sends to us, against Telnyx's OpenAPI document. The document is
 * not ours to publish: its path comes from `TELNYX_OPENAPI`, and without it nothing is checked, which is said aloud.
 */
import { readFileSync } from "node:fs";
import Ajv, { type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Request = { readonly method: string; readonly path: string; readonly body: unknown };
type Webhook = { readonly body: { readonly data: { readonly event_type: string }; readonly meta: unknown } };

const path = process.env.TELNYX_OPENAPI ?? "";
if (path === "") {
  console.warn(
    "SKIPPED: no command or webhook is checked against Telnyx's OpenAPI document. Set TELNYX_OPENAPI to its path to check them.",
  );
}

/** Whether anything is checked. */
export const hasOpenApi = path !== "";

/** Throws, naming every fault, when a request is not one that Telnyx documents. Does nothing without the document. */
export function expectValidCommand(request: Request): void {
  if (spec === null) return;
  const template = templateOf(spec, request.path);
  const method = request.method.toLowerCase();
  const operation = at(spec.document, ["paths", template ?? "", method]);
  if (template === null || operation === undefined) {
    throw new Error(`Telnyx documents no ${request.method} ${request.path}.`);
  }
  if (at(operation, ["requestBody"]) === undefined) return;
  const schema = ["paths", template, method, "requestBody", "content", "application/json", "schema"];
  fail(spec, `${request.method} ${request.path}`, schema, request.body);
  const unknown = unknownFields(spec, schema, request.body);
  if (unknown.length > 0) {
    throw new Error(
      `${request.method} ${request.path} has fields that Telnyx does not document: ${unknown.join(", ")}.`,
    );
  }
}

/** Throws, naming every fault, when a webhook is not what Telnyx documents for its type. */
export function expectValidWebhook(webhook: Webhook): void {
  if (spec === null) return;
  const type = webhook.body.data.event_type;
  const name = spec.webhookOf.get(type);
  if (name === undefined) throw new Error(`Telnyx documents no webhook ${type}.`);
  const schema = ["webhooks", name, "post", "requestBody", "content", "application/json", "schema"];
  fail(spec, `webhook ${type}`, schema, webhook.body);
}

type Spec = {
  readonly document: unknown;
  readonly ajv: Ajv;
  readonly compiled: Map<string, ValidateFunction>;
  readonly webhookOf: ReadonlyMap<string, string>;
};

const spec = hasOpenApi ? load() : null;

function load(): Spec {
  const document: unknown = JSON.parse(readFileSync(path, "utf8"));
  repair(document);
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "telnyx", document });
  return { document, ajv, compiled: new Map(), webhookOf: webhooksByType(document) };
}

/**
 * Three places where the document is narrower than the API it describes: `client_state` and a few others are null in real
 * webhooks; a `oneOf` with a discriminator has members that overlap; `$ref`s start at the document's root.
 */
function repair(node: unknown): void {
  if (Array.isArray(node)) {
    for (const item of node) repair(item);
    return;
  }
  if (!isObject(node)) return;
  if (typeof node.$ref === "string") node.$ref = node.$ref.replace(/^#\//, "telnyx#/document/");
  if ("discriminator" in node && "oneOf" in node) {
    node.anyOf = node.oneOf;
    delete node.oneOf;
  }
  const payload = at(node, ["properties", "payload", "properties", "client_state"]);
  if (isObject(payload)) payload.type = ["string", "null"];
  for (const value of Object.values(node)) repair(value);
}

function fail(of: Spec, what: string, schema: readonly string[], value: unknown): void {
  const validate = validatorOf(of, schema);
  if (validate(value)) return;
  const faults = (validate.errors ?? []).map(
    (error) => `  ${error.instancePath || "/"} ${error.message ?? error.keyword}`,
  );
  throw new Error(`${what} is not as Telnyx documents it:\n${faults.join("\n")}\n${JSON.stringify(value, null, 2)}`);
}

function validatorOf(of: Spec, schema: readonly string[]): ValidateFunction {
  const key = schema.join(" ");
  const known = of.compiled.get(key);
  if (known !== undefined) return known;
  const pointer = schema.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  const validate = of.ajv.compile({ $ref: `telnyx#/document/${pointer}` });
  of.compiled.set(key, validate);
  return validate;
}

/** Names at the top of a body that its schema does not have: Telnyx would ignore them, we would wonder. */
function unknownFields(of: Spec, schema: readonly string[], body: unknown): string[] {
  if (!isObject(body)) return [];
  const node = resolve(of.document, at(of.document, schema));
  const properties = at(node, ["properties"]);
  return isObject(properties) ? Object.keys(body).filter((name) => !(name in properties)) : [];
}

function templateOf(of: Spec, requested: string): string | null {
  const parts = requested.replace(/^\/v2/, "").split("/");
  const paths = at(of.document, ["paths"]);
  const templates = isObject(paths) ? Object.keys(paths) : [];
  const fits = (template: string): boolean => {
    const wanted = template.split("/");
    return wanted.length === parts.length && wanted.every((part, i) => part.startsWith("{") || part === parts[i]);
  };
  return templates.find(fits) ?? null;
}

function webhooksByType(document: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const webhooks = at(document, ["webhooks"]);
  for (const name of isObject(webhooks) ? Object.keys(webhooks) : []) {
    const event = resolve(
      document,
      at(webhooks, [name, "post", "requestBody", "content", "application/json", "schema"]),
    );
    const data = resolve(document, at(event, ["properties", "data"]));
    const types = at(data, ["properties", "event_type", "enum"]);
    for (const type of Array.isArray(types) ? types : []) found.set(String(type), name);
  }
  return found;
}

/** Follows references to what they name. */
function resolve(document: unknown, node: unknown): unknown {
  let current = node;
  while (isObject(current) && typeof current.$ref === "string") {
    current = at(document, current.$ref.replace("telnyx#/document/", "").split("/"));
  }
  return current;
}

function at(node: unknown, keys: readonly string[]): unknown {
  let current = node;
  for (const key of keys) current = isObject(current) ? current[key] : undefined;
  return current;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
