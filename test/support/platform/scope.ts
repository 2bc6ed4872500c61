/**
 * Who is running: one instance of an object, or one request in the Worker. Everything asynchronous that it starts
 * carries its scope, so that after a crash its timers never fire and its fetches never answer, as if the process
 * were gone.
 */
import { AsyncLocalStorage } from "node:async_hooks";

export type Scope = { readonly name: string; alive: boolean };

const running = new AsyncLocalStorage<Scope>();

export const currentScope = (): Scope | undefined => running.getStore();

/** A function, so that the answer is asked for anew each time: a scope may go while its own code runs. */
export const isGone = (scope: Scope | undefined): boolean => scope !== undefined && !scope.alive;

export const runIn = <T>(scope: Scope | undefined, work: () => T): T =>
  scope === undefined ? running.exit(work) : running.run(scope, work);

/** What a discarded instance still waits for. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** A promise that stops settling once the scope that asked for it is gone. */
export function whileAlive<T>(scope: Scope | undefined, promise: Promise<T>): Promise<T> {
  if (scope === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    promise.then(
      (value) => scope.alive && resolve(value),
      (error: unknown) => scope.alive && reject(error),
    );
  });
}
