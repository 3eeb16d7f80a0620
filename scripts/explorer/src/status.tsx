/** One sentence on who leads, spoken once the reader pauses; and the way back to the plan. */

import { effect, signal } from "@preact/signals";
import { content, say } from "./content";
import { count, score as scoreText } from "./figures";
import { compared, ofPlan, reset, standing, told, weights } from "./state";

const PAUSE_MS = 400;
const MOST_NAMES = 4;
const { sites } = content;

const sentence = (): string => {
  const { ranked, rank, score, out } = standing.value;
  if (weights.value === null) return say("weights_zero");
  if (!ranked.length) return sites.length && out.length === sites.length ? say("out_all") : say(sites.length ? "nothing" : "empty");
  const names = (from: readonly number[]): string => from.slice(0, MOST_NAMES).map((site) => sites[site].name).join(", ");
  const first = ranked.filter((site) => rank[site] === 1);
  const next = ranked.slice(first.length, first.length + 2);
  const counts = say("counts", { ranked: count(ranked.length), total: count(sites.length), out: count(out.length) });
  const lead = first.length === 1 ? say("leads", { name: names(first), score: scoreText(score[first[0]]) }) : say("leads_many", { names: names(first), score: scoreText(score[first[0]]) });
  return [lead, next.length ? say("follows", { names: names(next) }) : "", counts].filter(Boolean).join(" ");
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
  <div class="standing">
    <p role="status" aria-live="polite" id="standing">{spoken}</p>
    <p class="actions">
      {!ofPlan.value && <span class="badge changed">{say("changed")}</span>}
      <button type="button" class="action" disabled={ofPlan.value} onClick={reset}>{say("reset")}</button>
      {compared.value.length > 0 && <a class="action" href="#vergelijking">{say("compare_go", { count: count(compared.value.length) })}</a>}
    </p>
  </div>
);
