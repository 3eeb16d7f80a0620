/** All that is known of one site, or of some side by side: a column a site. */

import type { ComponentChildren } from "preact";
import { content, say, type Group, type Site } from "./content";
import { count, score as scoreText, share } from "./figures";
import { namesOf } from "./names";
import { OutcomeText } from "./signs";
import { active, everyFact, failedRules, rulesOfPlan, standing, weights } from "./state";

const { criteria, facts, pairs, rules, sites } = content;
const MOST_NAMES = 5;
const above = new Map<number, number[]>();
const below = new Map<number, number[]>();
const add = (to: Map<number, number[]>, key: number, value: number): void => {
  if (!to.has(key)) to.set(key, []);
  to.get(key)!.push(value);
};
pairs.forEach(([better, worse]) => {
  add(above, better, worse);
  add(below, worse, better);
});

export const intervalText = (site: Site): string => {
  const [low, high] = site.interval ?? [0, 0];
  return !site.interval ? "–" : low === high ? count(low) : say("interval_range", { low: count(low), high: count(high) });
};

/** A bar as wide as a score, for who sees it; the number stands beside it. */
export const Bar = ({ of }: { of: number }) => (
  <span class="bar" aria-hidden="true" style={{ backgroundSize: `${100 * of}% 100%` }} />
);

const statusText = (site: number): string => {
  const kind = standing.value.rank[site] !== null ? "ranked" : failedRules.value[site].length ? "out" : "bare";
  return say(`status_${kind}`);
};
const yesNo = (value: boolean | null): string => (value === null ? "–" : say(value ? "yes" : "no"));

type Cell = (site: number) => ComponentChildren;

interface RowOf {
  heading: string;
  of: readonly number[];
  cell: Cell;
  extra?: string;
  source?: string;
}

const Row = ({ heading, of, cell, extra, source }: RowOf) => (
  <tr>
    <th scope="row">
      {heading}
      {extra && <span class="extra">{extra}</span>}
      {source && (
        <details class="source">
          <summary>{say("source")}</summary>
          {source}
        </details>
      )}
    </th>
    {of.map((site) => (
      <td key={site}>{cell(site)}</td>
    ))}
  </tr>
);

const Heading = ({ text, span, note }: { text: string; span: number; note?: string }) => (
  <tr class="subject">
    <th scope="rowgroup" colSpan={span}>
      {text}
      {note && <span class="extra">{note}</span>}
    </th>
  </tr>
);

const Part = ({ site, at }: { site: number; at: number }) => {
  const one = sites[site].scores[at];
  const fact = criteria[at].fact;
  const weight = weights.value?.[at] ?? 0;
  return (
    <>
      {fact !== null && <span class="fact-of">{sites[site].facts[fact]}</span>}
      {one === null ? (
        say("no_score")
      ) : (
        <>
          <span class="score">
            <Bar of={one} /> {scoreText(one)}
          </span>
          <span class="extra">{say("part", { weight: share(weight), part: scoreText(weight * one) })}</span>
        </>
      )}
      {sites[site].missing.includes(at) && <span class="extra">{say("missing")}</span>}
    </>
  );
};

const VerdictCell = ({ site, at }: { site: number; at: number }) => {
  const verdict = sites[site].verdicts[at];
  if (!verdict) return <>–</>;
  const [outcome, reason, fact] = verdict;
  const same = reason === content.outcomes[outcome];
  return (
    <>
      <OutcomeText of={outcome} />
      {reason && !same && <span class="extra">{reason}</span>}
      {fact && <span class="extra">{fact}</span>}
    </>
  );
};

/** Whether there are facts that nothing asks for beside those that are. */
const few = facts.some((fact) => fact.asked) && facts.some((fact) => !fact.asked);

/** The groups of facts that are told now. */
const shownGroups = (): readonly Group[] => {
  if (!few || everyFact.value) return content.groups;
  return content.groups
    .map((group) => ({ ...group, facts: group.facts.filter((fact) => facts[fact].asked) }))
    .filter((group) => group.facts.length > 0);
};

/** Rows about some sites, in groups: place in the ranking, scores, rules, facts. */
export const SiteRows = ({ of }: { of: readonly number[] }) => {
  const { rank, score } = standing.value;
  const span = of.length + 1;
  const sure = rulesOfPlan.value;
  return (
    <>
      <tbody>
        <Heading text={say("place")} span={span} />
        <Row heading={say("status")} of={of} cell={statusText} />
        <Row heading={say("rank")} of={of} cell={(site) => (rank[site] === null ? "–" : count(rank[site]!))} />
        <Row heading={say("score")} of={of} cell={(site) => (Number.isNaN(score[site]) ? say("no_score") : scoreText(score[site]))} />
        {sure && <Row heading={say("interval")} of={of} cell={(site) => intervalText(sites[site])} />}
        {sure && <Row heading={say("first_share")} of={of} cell={(site) => sites[site].first} />}
        {sure && <Row heading={say("pareto")} of={of} cell={(site) => yesNo(sites[site].pareto)} />}
        {sure && <Row heading={say("topsis")} of={of} cell={(site) => (sites[site].topsis === null ? "–" : count(sites[site].topsis!))} />}
        {pairs.length > 0 && <Row heading={say("above")} of={of} cell={(site) => namesOf(above.get(site) ?? [], MOST_NAMES)} />}
        {pairs.length > 0 && <Row heading={say("below")} of={of} cell={(site) => namesOf(below.get(site) ?? [], MOST_NAMES)} />}
      </tbody>
      {criteria.length > 0 && (
        <tbody>
          <Heading text={say("parts")} span={span} />
          {criteria.map((criterion, at) => (
            <Row key={criterion.id} heading={criterion.title} of={of} cell={(site) => <Part site={site} at={at} />} />
          ))}
        </tbody>
      )}
      {rules.length > 0 && (
        <tbody>
          <Heading text={say("verdicts")} span={span} />
          {rules.map((rule, at) => (
            <Row
              key={at}
              heading={rule.title}
              extra={active.value[at] ? say("hard") : undefined}
              source={rule.source}
              of={of}
              cell={(site) => <VerdictCell site={site} at={at} />}
            />
          ))}
        </tbody>
      )}
      {shownGroups().map((group) => (
        <tbody key={group.title}>
          <Heading text={group.title} span={span} note={group.sources} />
          {group.facts.map((fact) => (
            <Row
              key={fact}
              heading={facts[fact].title}
              of={of}
              cell={(site) => (
                <>
                  {sites[site].facts[fact]}
                  {sites[site].notes[fact] && <span class="extra">{sites[site].notes[fact]}</span>}
                </>
              )}
            />
          ))}
        </tbody>
      ))}
      {few && (
        <tbody class="more-facts">
          <tr>
            <td colSpan={span}>
              <label>
                <input type="checkbox" checked={everyFact} onChange={(event) => (everyFact.value = event.currentTarget.checked)} />{" "}
                {say("every_fact", { count: count(facts.length) })}
              </label>
            </td>
          </tr>
        </tbody>
      )}
    </>
  );
};
