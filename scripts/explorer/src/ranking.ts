/** The arithmetic of the ranking; `geo.analysis.candidates` does the same, and the tests hold both against each other. */

/** Scores that differ no more than this are equal. */
export const EQUAL = 1e-12;

/** Gives weights that add to 1 in the proportion of some points; null where there is nothing to divide. */
export const normalise = (points: readonly number[]): number[] | null => {
  const total = points.reduce((sum, one) => sum + one, 0);
  return total > 0 ? points.map((one) => one / total) : null;
};

/** Gives the sum of weight times score; NaN where a score is missing, whatever its weight. */
export const weigh = (scores: readonly (number | null)[], weights: readonly number[]): number =>
  scores.reduce<number>((sum, score, at) => sum + (score === null ? NaN : weights[at] * score), 0);

export interface Standing {
  /** Score of each site; NaN where it has none. */
  readonly score: readonly number[];
  /** Rank of each site, 1 the best; null where it has none. */
  readonly rank: readonly (number | null)[];
  /** The sites that have a rank, in its order. */
  readonly ranked: readonly number[];
}

/** Ranks some of the sites: the highest score first; equal scores share the lower number and stand in the order of the sites. */
export const rank = (score: readonly number[], entrants: readonly number[]): Standing => {
  const sorted = [...entrants].sort((a, b) => score[b] - score[a] || a - b);
  const ranks = new Array<number | null>(score.length).fill(null);
  const ranked: number[] = [];
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && score[sorted[start]] - score[sorted[end]] <= EQUAL) end += 1;
    const equal = sorted.slice(start, end).sort((a, b) => a - b);
    equal.forEach((site) => (ranks[site] = start + 1));
    ranked.push(...equal);
  }
  return { score, rank: ranks, ranked };
};
