/**
 * Stands in for the module `cloudflare:workers` in plain Node (vitest's `node` project aliases it), with only what the
 * product imports from it. What the class is given, `platform/` makes.
 */
export class DurableObject<Env = unknown> {
  protected readonly ctx: DurableObjectState;
  protected readonly env: Env;

  constructor(ctx: DurableObjectState, env: Env) {
    this.ctx = ctx;
    this.env = env;
  }
}
