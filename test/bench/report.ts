/** The bench's figures as a table, and what they do and do not say. */
import type { Figures } from "./figures.ts";

export type Machine = { readonly cpu: string; readonly cores: number; readonly calls: number };

/** What this project asks of itself, as ratios within one run. */
const OVER_BARE_AT_MOST = 1.3;

export function printReport(times: Figures, written: Figures, machine: Machine): void {
  const types = times.names().flatMap((name) => (name.startsWith("bare ") ? [name.slice(5)] : []));
  console.log(
    `\nWebhook to 200, milliseconds, one connection, ${machine.calls} emergency calls (${machine.cores} × ${machine.cpu})\n`,
  );
  console.log(row("", "ours", "", "bare", "", "ours/bare", "express", "", "rows"));
  console.log(row("", "p50", "p99", "p50", "p99", "p50", "p50", "p99", "written"));
  for (const type of types) console.log(typeRow(type, times, written));
  const all = weighted(times, types);
  console.log(row("all, as often as in a call", ...all, perWebhook(written)));

  console.log("\nOn the wire, milliseconds from the webhook's first byte to our command reaching Telnyx\n");
  for (const name of ["new call → answer", "fragment → dial"]) {
    const [p50, p99] = pair(times, `ours ${name}`);
    const [peer50, peer99] = pair(times, `express ${name}`);
    const ratio = times.quantile(`ours ${name}`, 0.5) / times.quantile(`express ${name}`, 0.5);
    console.log(
      `  ${name.padEnd(20)} ours ${p50} / ${p99}   express ${peer50} / ${peer99}   ratio ${ratio.toFixed(2)}`,
    );
  }
  console.log(`
Written by a call of ${written.mean("webhooks in a call").toFixed(0)} webhooks: ${written.mean("rows of a call").toFixed(0)} rows and ${written.mean("alarms of a call").toFixed(0)} alarms in its object, ${written.mean("rows and alarms of its desk").toFixed(0)} in the desk's.
Express verifies and keeps nothing: a restart loses its calls and a second delivery dials twice.`);
  const over = Number(all[4]);
  const verdict = over <= OVER_BARE_AT_MOST ? "within" : "ABOVE";
  console.log(`Ours over bare at p50: ${over.toFixed(2)}, ${verdict} the aim of ${OVER_BARE_AT_MOST}.`);
}

function typeRow(type: string, times: Figures, written: Figures): string {
  const ratio = times.quantile(`ours ${type}`, 0.5) / times.quantile(`bare ${type}`, 0.5);
  return row(
    `${type} (${times.count(`ours ${type}`)})`,
    ...pair(times, `ours ${type}`),
    ...pair(times, `bare ${type}`),
    ratio.toFixed(2),
    ...pair(times, `express ${type}`),
    written.mean(type).toFixed(1),
  );
}

/** Every webhook counted once, so that the frequent ones weigh what they weigh in life. */
function weighted(times: Figures, types: readonly string[]): readonly string[] {
  const total = (who: string, q: number): number =>
    types.reduce((sum, type) => sum + times.quantile(`${who} ${type}`, q) * times.count(`${who} ${type}`), 0) /
    types.reduce((sum, type) => sum + times.count(`${who} ${type}`), 0);
  return [
    ms(total("ours", 0.5)),
    ms(total("ours", 0.99)),
    ms(total("bare", 0.5)),
    ms(total("bare", 0.99)),
    (total("ours", 0.5) / total("bare", 0.5)).toFixed(2),
    ms(total("express", 0.5)),
    ms(total("express", 0.99)),
  ];
}

const perWebhook = (written: Figures): string =>
  ((written.mean("rows of a call") + written.mean("alarms of a call")) / written.mean("webhooks in a call")).toFixed(1);

const pair = (times: Figures, name: string): [string, string] => [
  ms(times.quantile(name, 0.5)),
  ms(times.quantile(name, 0.99)),
];

const ms = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(2));

function row(label: string, ...cells: readonly string[]): string {
  return `  ${label.padEnd(38)}${cells.map((cell) => cell.padStart(9)).join("")}`;
}
