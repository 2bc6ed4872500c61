/** Samples by name, and what is read off them. */
export class Figures {
  readonly #samples = new Map<string, number[]>();

  add(name: string, value: number): void {
    const samples = this.#samples.get(name);
    if (samples === undefined) this.#samples.set(name, [value]);
    else samples.push(value);
  }

  names(): readonly string[] {
    return [...this.#samples.keys()];
  }

  count(name: string): number {
    return this.#samples.get(name)?.length ?? 0;
  }

  /** Nearest rank; NaN where there are no samples. */
  quantile(name: string, q: number): number {
    const sorted = (this.#samples.get(name) ?? []).toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
  }

  mean(name: string): number {
    const samples = this.#samples.get(name) ?? [];
    return samples.reduce((sum, value) => sum + value, 0) / samples.length;
  }
}
