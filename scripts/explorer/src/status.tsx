/** One sentence on who leads, spoken once the reader pauses; and the way back to the plan. */

import { effect, signal } from "@preact/signals";
import { content, say } from "./content";
import { count, score as scoreText } from "./figures";
import { namesOf } from "./names";
import { PAUSE_MS, compared, ofPlan, out, reset, standing, told, weights } from "./state";

const MOST_NAMES = 4;
const { sites } = content;

/** Says why there is no ranking. */
export const noRanking = (): string => {
  if (!sites.length) return say("empty");
  if (out.value.length === sites.length) return say("out_all");
  if (!content.criteria.length) return say("no_criteria");
  return say(weights.value === null ? "weights_zero" : "nothing");
};

const sentence = (): string => {
  const { ranked, rank, score } = standing.value;
  if (!ranked.length) return noRanking();
  const first = ranked.filter((site) => rank[site] === 1);
  const next = ranked.slice(first.length, first.length + 2);
  const lead = { name: namesOf(first, MOST_NAMES), score: scoreText(score[first[0]]) };
  return [
    say(first.length === 1 ? "leads" : "leads_many", lead),
    next.length ? say("follows", { names: namesOf(next, MOST_NAMES) }) : "",
    say("counts", { ranked: count(ranked.length), total: count(sites.length), out: count(out.value.length) }),
  ].filter(Boolean).join(" ");
};

const spoken = signal(sentence());
let timer = 0;
effect(() => {
  const now = sentence();
  const also = told.value;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    spoken.value = also ? `${also} ${now}` : now;
  }, PAUSE_MS);
});

export const Status = () => (
  <>
    <p class="paper-only small">{say("legend_paper")}</p>
    <h2>{say("ranking")}</h2>
    <p role="status" aria-live="polite">{spoken}</p>
    <p class="actions">
      <button type="button" class="action" disabled={ofPlan.value} onClick={reset}>{say("reset")}</button>
      {compared.value.length > 0 && <a class="action" href="#vergelijking">{say("compare_go", { count: count(compared.value.length) })}</a>}
      {!ofPlan.value && <strong class="changed">{say("changed")}</strong>}
    </p>
  </>
);
