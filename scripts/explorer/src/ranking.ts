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

/** Ranks some of the sites: a rank is 1 more than the number of greater scores; who shares one stands in the order of the sites. */
export const rank = (score: readonly number[], entrants: readonly number[]): Standing => {
  const sorted = [...entrants].sort((a, b) => score[b] - score[a] || a - b);
  const rank = new Array<number | null>(score.length).fill(null);
  let greater = 0;
  sorted.forEach((site) => {
    while (score[sorted[greater]] > score[site] + EQUAL) greater += 1;
    rank[site] = greater + 1;
  });
  return { score, rank, ranked: sorted.sort((a, b) => rank[a]! - rank[b]! || a - b) };
};
