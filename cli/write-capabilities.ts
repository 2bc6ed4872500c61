/** `npm run capabilities`: makes docs/capabilities.md from the titles of the tests. */
import { writeCapabilities } from "./capabilities.ts";

writeCapabilities();
