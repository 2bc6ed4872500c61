/**
 * What we use of liquidjs, declared by hand: its own types pull in those of Node, and with them a clock, a network and a
 * file system, which must stay errors in `rules/`. The browser build needs none of the three, nor `eval`.
 */
declare module "liquidjs/dist/liquid.browser.mjs" {
  /** A piece of a template; `begin` is its index in the text. */
  export type Token = { readonly begin: number; getText(): string };
  export type Parsed = readonly unknown[];
  export type Options = {
    /** Partials by name; given, no file system is asked for. */
    readonly templates: Readonly<Record<string, string>>;
    readonly strictFilters: boolean;
    readonly strictVariables: boolean;
    readonly ownPropertyOnly: boolean;
    readonly jsTruthy: boolean;
    readonly memoryLimit: number;
    readonly outputEscape: (value: unknown) => string;
  };
  export type Found = {
    readonly segments: readonly unknown[];
    /** Both from 1. */
    readonly location: { readonly row: number; readonly col: number };
  };
  export class Liquid {
    constructor(options: Options);
    readonly tags: Record<string, unknown>;
    readonly filters: Record<string, unknown>;
    parse(template: string): Parsed;
    renderSync(template: Parsed, scope: object): unknown;
    analyzeSync(
      template: Parsed,
      options: { partials: false },
    ): { readonly globals: Readonly<Record<string, readonly Found[]>> };
  }
  /** Every error that `parse` and `renderSync` throw on account of the template. */
  export class LiquidError extends Error {
    readonly token: Token;
    readonly originalError?: Error;
    static is(error: unknown): error is LiquidError;
  }
}
