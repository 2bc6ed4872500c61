/** How long each thing took, and whose time it was, read from what the carrier saw. */
import type { CallReport } from "../../simulator/control.ts";
import type { CommandEntry } from "../../simulator/types.ts";

/** A command this long after everything that could have caused it waited for a timer of ours, such as the end of a turn. */
const CAUSED_WITHIN_MS = 500;

/** From the event or the answered command before it to this command; null when a timer of ours was between them. */
export function oursMs(report: CallReport, command: CommandEntry | undefined): number | null {
  if (command === undefined) return null;
  const causes = [
    ...report.webhooks.map(({ at }) => at).filter((at) => at <= command.at),
    ...report.commands.filter((other) => other !== command && other.at <= command.at).map(({ at }) => at),
  ];
  const took = command.at - Math.max(...causes);
  return took <= CAUSED_WITHIN_MS ? took : null;
}

/** The last command of that name on that leg up to then. */
export function commandBefore(
  report: CallReport,
  at: number,
  matches: (command: CommandEntry) => boolean,
): CommandEntry | undefined {
  return report.commands.findLast((command) => command.at <= at && command.status < 300 && matches(command));
}

export const networkMs = (command: CommandEntry | undefined, at: number): number | null =>
  command === undefined ? null : at - command.at;

/** Everything of ours in one call, in the order it happened. */
export function ourWork(report: CallReport): readonly number[] {
  return report.commands.flatMap((command) => oursMs(report, command) ?? []);
}
