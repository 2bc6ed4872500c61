/**
 * Property tests draw the same cases every time, so that a red run is red for everybody. `FC_SEED=…` draws others; a
 * failure prints the seed and the smallest counterexample.
 */
import fc from "fast-check";

const FIXED = 20_261_120;

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? FIXED) });
