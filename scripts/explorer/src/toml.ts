/** The weights as the section of `plan.toml` that Python reads. */

const BARE = /^[A-Za-z0-9_-]+$/;
const key = (name: string): string => (BARE.test(name) ? name : JSON.stringify(name).replace(/\x7f/g, "\\u007f"));
const DECIMALS = 6;
const ONE = 10 ** DECIMALS;

/** Rounds weights that add to 1, so that they still do: the millionths that are left go to those that lost most. */
export const rounded = (weights: readonly number[]): string[] => {
  const exact = weights.map((weight) => weight * ONE);
  const parts = exact.map(Math.floor);
  const left = ONE - parts.reduce((sum, part) => sum + part, 0);
  const lost = (at: number): number => exact[at] - parts[at];
  const order = weights.map((_, at) => at).sort((a, b) => lost(b) - lost(a) || a - b);
  order.slice(0, left).forEach((at) => (parts[at] += 1));
  return parts.map((part) => (part / ONE).toFixed(DECIMALS).replace(/(\.\d+?)0+$/, "$1"));
};

/** Writes a section of weights of at most six decimals; a weight differs less than a millionth from the one that ranks. */
export const weightsAsToml = (names: readonly string[], weights: readonly number[], comment: string): string => {
  const told = rounded(weights);
  return [`# ${comment}`, "[candidates.weights]", ...names.map((name, at) => `${key(name)} = ${told[at]}`), ""].join("\n");
};
