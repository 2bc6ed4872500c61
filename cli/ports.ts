/** Which ports of this machine `npm start` takes. */

/** The demo rulebook's CRM stands behind this one, beside the stand-in for Telnyx. */
export const DEFAULT_PORT = 8799;

/** Where `npm run call` finds `npm start`. */
export const studioPort = (port: number): number => port - 1;

/** Takes `--port 9799` out of the words; null when what stands behind it is no port. */
export function takePort(words: readonly string[]): { port: number | null; rest: readonly string[] } {
  const index = words.findIndex((word) => word === "--port" || word.startsWith("--port="));
  const written = words[index];
  if (written === undefined) return { port: DEFAULT_PORT, rest: words };
  const attached = written.split("=")[1];
  const port = Number(attached ?? words[index + 1]);
  const rest = words.filter((_, at) => at !== index && (attached !== undefined || at !== index + 1));
  return { port: Number.isInteger(port) && port > 1024 && port < 65536 ? port : null, rest };
}

export const NO_PORT = "--port wants a number from 1025 to 65535 behind it.";
