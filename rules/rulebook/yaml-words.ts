/** The YAML parser's errors, in words for someone who has never heard of YAML. */
import type { YAMLError } from "yaml";

export type Words = { readonly message: string; readonly hint: string | null };

const QUOTE_IT = 'Put the whole text in quotes: say: "We are closed: call tomorrow."';

/** @param line the source line that the error points at */
export function wordYamlError(error: YAMLError, line: string): Words {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { message: "a tab is used for indentation", hint: "Use spaces, two for each level." };
    case "BLOCK_AS_IMPLICIT_KEY":
    case "BLOCK_IN_FLOW":
      return /:\s.*:(\s|$)/.test(line)
        ? { message: "a colon inside a text is read as the start of another entry", hint: QUOTE_IT }
        : indentation;
    case "MULTILINE_IMPLICIT_KEY":
      return { message: "this line has no colon, or its quotes are not closed", hint: 'Write it as "name: value".' };
    case "BAD_INDENT":
      return error.message.startsWith("Flow") ? notClosed : indentation;
    case "MISSING_CHAR":
      if (error.message.includes("quote")) {
        return { message: "a quote is opened and never closed", hint: "Close it at the end of the text." };
      }
      return error.message.startsWith("Flow") ? notClosed : { message: "a colon or comma is missing here", hint: null };
    case "BAD_SCALAR_START":
      return { message: "a text cannot begin with this character unless it is in quotes", hint: QUOTE_IT };
    case "BAD_DQ_ESCAPE":
      return { message: "a backslash in double quotes starts an escape, and this is none", hint: "Use single quotes." };
    case "TAG_RESOLVE_FAILED":
    case "MULTIPLE_TAGS":
      return { message: "a text cannot begin with ! unless it is in quotes", hint: QUOTE_IT };
    case "MULTIPLE_DOCS":
      return { message: 'a second document begins here, after "---"', hint: 'Take out the line "---".' };
    case "RESOURCE_EXHAUSTION":
      return { message: "the document is nested too deeply", hint: null };
    case "UNEXPECTED_TOKEN":
      if (/(:|-|,)\s*\{\{/.test(line)) {
        return { message: "a text that begins with {{ must be in quotes", hint: 'text: "{{caller_number}} called"' };
      }
      if (/["'][^"']*["']\s*\S/.test(line)) {
        return { message: "there is text after the closing quote", hint: "Put the whole text in one pair of quotes." };
      }
      return {
        message: "this cannot stand here",
        hint: "Check the indentation, the quotes and the brackets around it.",
      };
    default:
      return { message: error.message, hint: null };
  }
}

const indentation: Words = {
  message: "the indentation does not fit the lines above",
  hint: "Entries that belong together start in the same column; what belongs under an entry is two spaces further right.",
};

const notClosed: Words = {
  message: "a { or [ is opened and never closed",
  hint: "The document may have been cut off; otherwise add the missing } or ].",
};
