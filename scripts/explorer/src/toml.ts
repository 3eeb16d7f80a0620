/** The weights as the section of `plan.toml` that Python reads. */

const BARE = /^[A-Za-z0-9_-]+$/;
const key = (name: string): string => (BARE.test(name) ? name : JSON.stringify(name).replace(/\x7f/g, "\\u007f"));
const float = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** Writes a section of weights with all their digits, so that reading it gives the same ranking. */
export const weightsAsToml = (names: readonly string[], weights: readonly number[], comment: string): string =>
  [`# ${comment}`, "[candidates.weights]", ...names.map((name, at) => `${key(name)} = ${float(weights[at])}`), ""].join("\n");
