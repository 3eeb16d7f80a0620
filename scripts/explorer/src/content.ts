/** What Python put in the page: see `geo/maps/explorer_content.py`, which writes it. */

export type Outcome = "meets" | "attention" | "fails" | "untestable" | "reported";

export interface Criterion {
  readonly id: string;
  readonly title: string;
  /** How a value becomes a score, in words. */
  readonly value: string;
  /** Place of its fact among the facts; null where there is none. */
  readonly fact: number | null;
  readonly weight: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether all candidates score the same. */
  readonly idle: boolean;
}

export interface Rule {
  readonly title: string;
  readonly hard: boolean;
  /** Where its thresholds stand. */
  readonly source: string;
}

export interface FactKind {
  readonly title: string;
  /** Whether a rule or a criterion asks for it. */
  readonly asked: boolean;
}

/** Facts about one subject, in their order. */
export interface Group {
  readonly title: string;
  readonly facts: readonly number[];
  readonly sources: string;
}

/** What came of a rule, the margin, and the fact that decided; all but the first in words. */
export type Verdict = readonly [outcome: Outcome, reason: string, fact: string];

export interface Site {
  readonly name: string;
  readonly place: string;
  readonly spot: [number, number];
  /** Outlines of an area: rings of latitude and longitude, the first of each part the outer one. */
  readonly areas: [number, number][][][];
  /** A text a fact. */
  readonly facts: readonly string[];
  /** What each fact is of; empty where there is nothing to say. */
  readonly notes: readonly string[];
  /** One a rule; null where there is none. */
  readonly verdicts: readonly (Verdict | null)[];
  /** One a criterion; null where there is none, and the site then has no rank. */
  readonly scores: readonly (number | null)[];
  /** Criteria whose score comes from the rule for missing values. */
  readonly missing: readonly number[];
  /** Best and worst rank over all weightings; null where it has none. */
  readonly interval: readonly [number, number] | null;
  readonly first: string;
  readonly pareto: boolean | null;
  readonly topsis: number | null;
}

export interface Content {
  readonly words: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly profile: string;
  readonly criteria: readonly Criterion[];
  /** Names of criteria that do not count, as there is no fact for them. */
  readonly left_out: readonly string[];
  readonly rules: readonly Rule[];
  readonly facts: readonly FactKind[];
  readonly groups: readonly Group[];
  /** In the order of their ids. */
  readonly sites: readonly Site[];
  /** Sites of which the first is above the second under every weighting. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly bounds: [[number, number], [number, number]];
}

const read = (id: string): unknown => JSON.parse(document.getElementById(id)!.textContent!);

/** Texts that many sites share stand in the page once, and a site has their numbers. */
type Packed = Omit<Content, "sites"> & {
  readonly texts: readonly string[];
  readonly sites: readonly (Omit<Site, "facts" | "notes" | "verdicts"> & {
    readonly facts: readonly number[];
    readonly notes: readonly number[];
    readonly verdicts: readonly (readonly [Outcome, number, number] | null)[];
  })[];
};

const unpack = ({ texts, sites, ...rest }: Packed): Content => {
  const text = (at: number): string => texts[at];
  const verdict = (packed: readonly [Outcome, number, number] | null): Verdict | null =>
    packed && [packed[0], text(packed[1]), text(packed[2])];
  return {
    ...rest,
    sites: sites.map((site) => ({ ...site, facts: site.facts.map(text), notes: site.notes.map(text), verdicts: site.verdicts.map(verdict) })),
  };
};

export const content = unpack(read("setting") as Packed);
export const base = read("base") as MapBase;

/** Gives a text with its values filled in; values are text of others and are never read as markup. */
export const say = (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
  const text = content.words[key];
  if (text === undefined) throw new Error(`no word for ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
};
