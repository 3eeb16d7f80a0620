/** Numbers as Dutch readers write them. The weights and scores are the only numbers that the page itself writes. */

const writer = (decimals: number): Intl.NumberFormat =>
  new Intl.NumberFormat("nl-NL", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
const [whole, one, three] = [writer(0), writer(1), writer(3)];
const half = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 1 });

export const count = (value: number): string => whole.format(value);
export const points = (value: number): string => half.format(value);
export const share = (value: number): string => `${one.format(100 * value)}%`;
export const score = (value: number): string => three.format(value);
