/**
 * `crypto.subtle` without threads: the same promises over Node's synchronous primitives, so that virtual time never
 * waits for a pool whose order is not ours. Keys are real CryptoKeys, so one that was imported outside a world works.
 */
import {
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hash,
  KeyObject,
  timingSafeEqual,
  verify as verifySignature,
  type webcrypto,
} from "node:crypto";
import type { Random } from "./random.ts";

type CryptoKey = webcrypto.CryptoKey;
type Bytes = ArrayBuffer | ArrayBufferView;
type Named = string | { name: string; hash?: string | { name: string } };

const bytesOf = (data: Bytes): Uint8Array =>
  data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const nameOf = (algorithm: Named): string => (typeof algorithm === "string" ? algorithm : algorithm.name).toUpperCase();
const nodeHash = (name: string): string => name.toLowerCase().replace("-", "");
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

const keyObjects = new WeakMap<CryptoKey, KeyObject>();
function keyObjectOf(key: CryptoKey): KeyObject {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const made = KeyObject.from(key);
  keyObjects.set(key, made);
  return made;
}

function remember(object: KeyObject, key: CryptoKey): CryptoKey {
  keyObjects.set(key, object);
  return key;
}

/**
 * Real Ed25519 costs a seventh of a whole simulated call, and is tested elsewhere. Here a signature is as long, binds
 * key and bytes as well, and is thirty times faster; only keys made by this function have such ones.
 */
export function makeStandInKey(): { publicKey: string; sign(data: string): string } {
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
  standIns.add(raw);
  return { publicKey: raw, sign: (data) => Buffer.from(standInSignature(raw, Buffer.from(data))).toString("base64") };
}

const standIns = new Set<string>();
const standInOf = new WeakMap<CryptoKey, string>();
/** The 64 digits of a hash over key and bytes, as 64 bytes. */
const standInSignature = (raw: string, data: Uint8Array) =>
  Buffer.from(hash("sha256", Buffer.concat([Buffer.from(raw), data])), "latin1");

export function createCrypto(random: Random): Crypto {
  const subtle = {
    async digest(algorithm: Named, data: Bytes) {
      return bufferOf(
        createHash(nodeHash(nameOf(algorithm)))
          .update(bytesOf(data))
          .digest(),
      );
    },
    async importKey(format: string, data: Bytes, algorithm: Named, extractable: boolean, usages: webcrypto.KeyUsage[]) {
      const name = nameOf(algorithm);
      if (format === "raw" && name === "ED25519") {
        const x = Buffer.from(bytesOf(data)).toString("base64url");
        const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
        const imported = remember(key, key.toCryptoKey({ name: "Ed25519" }, extractable, usages));
        const raw = Buffer.from(bytesOf(data)).toString("base64");
        if (standIns.has(raw)) standInOf.set(imported, raw);
        return imported;
      }
      if (format === "raw" && name === "HMAC") {
        const hash = typeof algorithm === "object" ? algorithm.hash : undefined;
        const hashName = typeof hash === "object" ? hash.name : (hash ?? "SHA-256");
        const key = createSecretKey(bytesOf(data));
        return remember(key, key.toCryptoKey({ name: "HMAC", hash: hashName }, extractable, usages));
      }
      throw new TypeError(`the test world imports raw Ed25519 and HMAC keys, not ${format} ${name}`);
    },
    async verify(algorithm: Named, key: CryptoKey, signature: Bytes, data: Bytes) {
      const given = bytesOf(signature);
      if (nameOf(algorithm) === "HMAC") {
        const made = hmac(key, data);
        return made.byteLength === given.byteLength && timingSafeEqual(made, given);
      }
      // workerd throws here, where Node answers false (platform §2.3).
      if (given.byteLength !== 64) throw new DOMException("Invalid signature length", "OperationError");
      const standIn = standInOf.get(key);
      if (standIn !== undefined) return timingSafeEqual(standInSignature(standIn, bytesOf(data)), given);
      return verifySignature(null, bytesOf(data), keyObjectOf(key), given);
    },
    async sign(algorithm: Named, key: CryptoKey, data: Bytes) {
      if (nameOf(algorithm) !== "HMAC") throw new TypeError("the product signs with HMAC only");
      return bufferOf(hmac(key, data));
    },
    timingSafeEqual: (a: Bytes, b: Bytes) => timingSafeEqual(bytesOf(a), bytesOf(b)),
  };
  const replaced = {
    subtle,
    randomUUID: () => seededUuid(random),
    getRandomValues<T extends ArrayBufferView>(array: T): T {
      const bytes = bytesOf(array);
      for (let i = 0; i < bytes.length; i++) bytes[i] = random.between(0, 255);
      return array;
    },
  };
  // The parts that the product uses; any other is undefined and fails where it is used.
  return replaced as unknown as Crypto;
}

function hmac(key: CryptoKey, data: Bytes): Uint8Array {
  const { algorithm } = key;
  const hash = "hash" in algorithm ? (algorithm as webcrypto.HmacKeyAlgorithm).hash.name : "SHA-256";
  return createHmac(nodeHash(hash), keyObjectOf(key)).update(bytesOf(data)).digest();
}

function seededUuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.between(0, 15).toString(16));
  hex[12] = "4";
  hex[16] = (8 + random.between(0, 3)).toString(16);
  const text = hex.join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
