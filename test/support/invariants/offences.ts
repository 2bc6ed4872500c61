/** A promise that was broken: its name stays the same between runs, so that a smaller run can be looked for. */
export type Offence = { readonly name: string; readonly detail: string };
export type Report = (name: string, detail: string) => void;
