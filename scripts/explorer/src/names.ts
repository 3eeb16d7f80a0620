/** Names of sites in a sentence. */

import { content, say } from "./content";
import { count } from "./figures";

/** Joins names as a sentence does: a, b en c. */
const joined = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${say("and")} ${names[names.length - 1]}`;

/** Names some sites, of a long list the first few. */
export const namesOf = (sites: readonly number[], most: number): string => {
  const names = sites.map((site) => content.sites[site].name);
  const more = names.length - most;
  if (!names.length) return say("nobody");
  return more > 0 ? say("and_more", { names: names.slice(0, most).join(", "), count: count(more) }) : joined(names);
};
