export { type Context, type Decision, decide } from "./decide.ts";
export { brokenInvariants } from "./invariants.ts";
export { type Due, due, nextDeadline } from "./timers.ts";
export { stillWanted } from "./wanted.ts";
