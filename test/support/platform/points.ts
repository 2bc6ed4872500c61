/**
 * The places where a process can die between two effects, numbered in the order they are passed. A plan decides at
 * each whether it does; the numbers of a run are the same whenever its seed is.
 */
export type Point = {
  readonly number: number;
  readonly kind:
    | "call-arrives"
    | "call-replies"
    | "transaction"
    | "alarm-starts"
    | "alarm-ends"
    | "fetch-leaves"
    | "fetch-answers";
  /** The object that would die. */
  readonly object: string;
};

export type Points = {
  readonly passed: number;
  /** Whether the instance dies here. */
  dies(kind: Point["kind"], object: string): boolean;
};

export function createPoints(plan: (point: Point) => boolean = () => false): Points {
  let passed = 0;
  return {
    get passed() {
      return passed;
    },
    dies(kind, object) {
      passed += 1;
      return plan({ number: passed, kind, object });
    },
  };
}
