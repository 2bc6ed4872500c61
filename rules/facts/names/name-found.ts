/** First and last word, both included; what announced the name belongs to it. */
export type NameFound = { readonly name: string; readonly from: number; readonly to: number };
