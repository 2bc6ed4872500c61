/**
 * Nothing private may reach a log line: the numbers of a world and the words its callers say are canaries, and a line
 * in which one shows up is an offence.
 */
import type { LogLine } from "./platform/globals.ts";

export type Canaries = {
  /** A telephone number in E.164, or a word. */
  add(secret: string): void;
  /** The canary that shows in a line, or null. */
  find(line: LogLine): string | null;
};

export function createCanaries(): Canaries {
  const secrets = new Map<string, string>();
  return {
    add(secret) {
      // A number also counts without its plus and country: its last seven digits are enough to be recognised.
      const shape = /^\+\d+$/.test(secret) ? secret.slice(-7) : secret.toLowerCase();
      secrets.set(shape, secret);
    },
    find(line) {
      const text = line.text.toLowerCase();
      for (const [shape, secret] of secrets) if (text.includes(shape)) return secret;
      return null;
    },
  };
}
