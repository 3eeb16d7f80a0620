/** What the reader chose, and what follows from it. */

import { computed, signal } from "@preact/signals";
import { content, say, type Outcome } from "./content";
import { normalise, rank, weigh, type Standing } from "./ranking";

const { criteria, rules, sites } = content;

export const MOST_COMPARED = 4;
/** How much of a long ranking is listed, and numbered on the map, until all of it is asked for. */
export const HEAD = 50;
/** How long the reader makes no change before the rest of the page follows, in milliseconds. */
export const PAUSE_MS = 400;

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
/** Whether the whole ranking is listed, and not its head alone. */
export const whole = signal(false);
/** Whether all facts are told, and not only those that a rule or a criterion asks for. */
export const everyFact = signal(false);
/** What was done, for who cannot see it. */
export const told = signal("");

export const weights = computed(() => (points.value === planPoints ? planWeights : normalise(points.value)));

const every = sites.map((_, site) => site);
const complete = sites.map((site) => criteria.length > 0 && site.scores.every((score) => score !== null));

/** The rules that are on and of which something came for a site. */
const rulesWith = (outcome: Outcome, on: readonly boolean[]): number[][] =>
  sites.map((site) => rules.flatMap((_, rule) => (on[rule] && site.verdicts[rule]?.[0] === outcome ? [rule] : [])));
const standingOf = (by: readonly number[], entrants: readonly number[]): Standing => rank(sites.map((site) => weigh(site.scores, by)), entrants);

export const failedRules = computed(() => rulesWith("fails", active.value));
export const untestedRules = computed(() => rulesWith("untestable", active.value));
/** The rules that a site fails without dropping out for it. */
export const otherRules = computed(() => rulesWith("fails", active.value.map((on) => !on)));
/** The sites that drop out, those that cannot be ranked, and the others. */
export const out = computed(() => every.filter((site) => failedRules.value[site].length > 0));
const weightless = computed(() => weights.value === null);
export const bare = computed(() => every.filter((site) => !failedRules.value[site].length && (weightless.value || !complete[site])));
const entrants = computed(() => every.filter((site) => !failedRules.value[site].length && complete[site]));
const nothing: Standing = { score: sites.map(() => NaN), rank: sites.map(() => null), ranked: [] };

export const standing = computed(() => (weights.value ? standingOf(weights.value, entrants.value) : nothing));
export const planStanding = standing.peek();

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

/** Opens a site, or closes the one that is open. */
export const toggleSelected = (site: number): void => {
  selected.value = selected.value === site ? null : site;
};
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
