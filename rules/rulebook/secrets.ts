/**
 * Finds keys and passwords pasted into a document that people share, keep in version control and read aloud. Shapes
 * only: a false alarm costs a moment, so only shapes that nobody types by accident are here.
 */

/** Every repetition is bounded: the document is 256 KB of anybody's text. */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ["a Telnyx API key", /\bKEY[0-9A-Fa-f]{8,80}_\w{8}/g],
  ["an API key", /\bsk-[A-Za-z0-9_-]{20}/g],
  ["a payment key", /\b[sr]k_(?:live|test)_\w{16}/g],
  ["a Slack token", /\bxox[abeprs]-[\w-]{10}/g],
  ["a Slack webhook address", /hooks\.slack\.com\/services\/\w/g],
  ["an AWS key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ["a GitHub token", /\b(?:gh[pousr]_\w{30}|github_pat_\w{20})/g],
  ["a Google API key", /\bAIza[\w-]{35}/g],
  ["a HubSpot token", /\bpat-[a-z]{2}\d-[0-9a-f-]{20}/g],
  ["a SendGrid key", /\bSG\.[\w-]{16,40}\.[\w-]{16}/g],
  ["a webhook signing secret", /\bwhsec_[A-Za-z0-9+/=]{16}/g],
  ["a bearer token", /\bBearer\s{1,4}[\w.~+/-]{20}/gi],
  ["a signed token", /\beyJ[\w-]{8,400}\.[\w-]{8,1000}\.[\w-]{5}/g],
  ["a private key", /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g],
  ["a password in an address", /https?:\/\/[^\s/:@]{1,100}:[^\s/@]{1,100}@/g],
];

export type FoundSecret = { readonly offset: number; readonly what: string };

export function findSecrets(source: string): readonly FoundSecret[] {
  const found = SHAPES.flatMap(([what, shape]) =>
    [...source.matchAll(shape)].map((hit) => ({ offset: hit.index, what })),
  );
  return found.sort((a, b) => a.offset - b.offset);
}
