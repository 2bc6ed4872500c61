/**
 * What commonly goes wrong in JSON and would be half understood as YAML: a trailing comma (legal there), and quotes that
 * a word processor has curled (letters there).
 */
export type Slip = { readonly offset: number; readonly message: string; readonly hint: string };

const LOOKS_LIKE_JSON = /^\s*\{\s*["“”„‟'‘’}]/;

export function findJsonSlip(source: string): Slip | null {
  if (!LOOKS_LIKE_JSON.test(source) || isJson(source)) return null;
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? "";
    if (character === '"') {
      at = endOfString(source, at);
    } else if (/[“”„‟]/.test(character)) {
      return {
        offset: at,
        message: "curly quotes (“ ”) are not JSON quotes",
        hint: 'Replace them by straight ones: "',
      };
    } else if (character === "," && /^,\s*[}\]]/.test(source.slice(at, at + 200))) {
      return {
        offset: at,
        message: "there is a trailing comma, which JSON does not allow",
        hint: "Take out the last comma.",
      };
    }
  }
  return null;
}

function isJson(source: string): boolean {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}

function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === '"') return at;
  }
  return source.length;
}
