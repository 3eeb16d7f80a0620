/** What the reader chose, and what follows from it. */

import { computed, signal } from "@preact/signals";
import { content, say } from "./content";
import { normalise, rank, weigh, type Standing } from "./ranking";

const { criteria, rules, sites } = content;

export const MOST_COMPARED = 4;

const planPoints = criteria.map((criterion) => 100 * criterion.weight);
const planRules = rules.map((rule) => rule.hard);
const planWeights = criteria.map((criterion) => criterion.weight);

/** Points of each criterion, 0 to 100; those of the plan are its weights in percents. */
export const points = signal<readonly number[]>(planPoints);
/** Which rules make a site drop out. */
export const active = signal<readonly boolean[]>(planRules);
/** The site whose details are open. */
export const selected = signal<number | null>(null);
/** The site that is pointed at, in the list or on the map. */
export const pointed = signal<number | null>(null);
/** The sites side by side. */
export const compared = signal<readonly number[]>([]);
/** What is searched for. */
export const query = signal("");
/** What was done, for who cannot see it. */
export const told = signal("");

export const weights = computed(() => (points.value === planPoints ? planWeights : normalise(points.value)));

/** The active rules that a site fails. */
const failed = (site: number, on: readonly boolean[]): number[] =>
  rules.flatMap((_, rule) => (on[rule] && sites[site].verdicts[rule]?.[0] === "fails" ? [rule] : []));

const standingOf = (by: readonly number[] | null, on: readonly boolean[]): Standing => {
  const dropped = sites.map((_, site) => failed(site, on).length > 0);
  return rank(sites.map((site) => (by ? weigh(site.scores, by) : NaN)), dropped);
};

export const failedRules = computed(() => sites.map((_, site) => failed(site, active.value)));
export const untestedRules = computed(() =>
  sites.map((site) => rules.flatMap((_, rule) => (active.value[rule] && site.verdicts[rule]?.[0] === "untestable" ? [rule] : []))),
);
export const standing = computed(() => standingOf(weights.value, active.value));
export const planStanding = standingOf(planWeights, planRules);

/** Whether the rules are those of the plan; rank intervals and first shares hold for these alone. */
export const rulesOfPlan = computed(() => active.value.every((on, rule) => on === planRules[rule]));
export const ofPlan = computed(() => rulesOfPlan.value && points.value.every((one, at) => one === planPoints[at]));

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const texts = sites.map((site) => plain(`${site.name} ${site.place}`));
export const found = computed(() => {
  const parts = plain(query.value).split(/\s+/).filter(Boolean);
  return texts.map((text) => parts.every((part) => text.includes(part)));
});

const put = <T>(list: readonly T[], at: number, value: T): T[] => list.map((one, place) => (place === at ? value : one));

export const setPoints = (criterion: number, value: number): void => {
  told.value = "";
  points.value = put(points.value, criterion, value);
};
export const setRule = (rule: number, on: boolean): void => {
  told.value = "";
  active.value = put(active.value, rule, on);
};
export const toggleCompared = (site: number): void => {
  const now = compared.value;
  if (now.includes(site)) compared.value = now.filter((one) => one !== site);
  else if (now.length < MOST_COMPARED) compared.value = [...now, site];
};
export const reset = (): void => {
  points.value = planPoints;
  active.value = planRules;
  told.value = say("reset_done");
};
