/** The ranked list, and below it who is not in it and why. */

import { computed, useComputed, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { content, say } from "./content";
import { SiteRows, intervalText } from "./facts";
import { count, score as scoreText } from "./figures";
import {
  MOST_COMPARED, compared, failedRules, found, planStanding, pointed, query, rulesOfPlan, selected, standing, toggleCompared, untestedRules,
} from "./state";

const { criteria, rules, sites } = content;
const full = computed(() => compared.value.length >= MOST_COMPARED);

const NameCell = ({ site, more }: { site: number; more?: ReadonlySignal<string> }) => {
  const open = useComputed(() => selected.value === site);
  return (
    <th scope="row">
      <button
        type="button"
        class="show"
        id={`site-${site}`}
        aria-expanded={open}
        onClick={() => (selected.value = open.value ? null : site)}
        onFocus={() => (pointed.value = site)}
        onBlur={() => (pointed.value = null)}
      >
        <span class="name">{sites[site].name}</span>
      </button>
      <span class="place">{sites[site].place}</span>
      {more && <span class="place more">{more}</span>}
    </th>
  );
};

const CompareCell = ({ site }: { site: number }) => {
  const chosen = useComputed(() => compared.value.includes(site));
  const barred = useComputed(() => full.value && !chosen.value);
  return (
    <td class="tick">
      <input
        type="checkbox"
        aria-label={say("compare_one", { name: sites[site].name })}
        title={barred.value ? say("compare_full") : undefined}
        checked={chosen}
        disabled={barred}
        onChange={() => toggleCompared(site)}
      />
    </td>
  );
};

const Details = ({ site, span }: { site: number; span: number }) => (
  <tr class="detail">
    <td colSpan={span}>
      <table class="sides of-1" aria-label={sites[site].name}>
        <SiteRows of={[site]} />
      </table>
    </td>
  </tr>
);

/** What every row of the list does: it lights up with its mark, opens, and comes into view when the map opens it. */
const Item = ({ site, span, children }: { site: number; span: number; children: preact.ComponentChildren }) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const open = useComputed(() => selected.value === site);
  const look = useComputed(() => `item${open.value ? " current" : ""}${pointed.value === site ? " lit" : ""}`);
  const hidden = useComputed(() => !found.value[site]);
  useEffect(() => {
    if (open.value) body.current?.scrollIntoView({ block: "nearest" });
  }, [open.value]);
  return (
    <tbody
      ref={body}
      class={look}
      data-unfound={hidden}
      data-site={site}
      onMouseEnter={() => (pointed.value = site)}
      onMouseLeave={() => (pointed.value = null)}
    >
      <tr class="head">{children}</tr>
      {open.value && <Details site={site} span={span} />}
    </tbody>
  );
};

const Ranked = ({ site }: { site: number }) => {
  const rank = useComputed(() => standing.value.rank[site]);
  const number = useComputed(() => (rank.value === null ? "" : count(rank.value)));
  const then = planStanding.rank[site];
  const was = useComputed(() => (rank.value === then ? "" : then === null ? say("was_out") : say("was", { rank: count(then) })));
  const score = useComputed(() => (Number.isNaN(standing.value.score[site]) ? "" : scoreText(standing.value.score[site])));
  const width = useComputed(() => `width:${(100 * (standing.value.score[site] || 0)).toFixed(1)}%`);
  const untested = useComputed(() => {
    const names = untestedRules.value[site].map((rule) => rules[rule].title).join("; ");
    return names && say("untested", { rules: names });
  });
  const interval = intervalText(sites[site]);
  return (
    <Item site={site} span={6}>
      <td class="number rank">
        <strong>{number}</strong>
        <span class="extra">{was}</span>
      </td>
      <NameCell site={site} more={untested} />
      <td class="number">
        {score}
        <span class="bar" aria-hidden="true">
          <span style={width} />
        </span>
      </td>
      <td class="number sure">{interval}</td>
      <td class="number sure">{sites[site].first}</td>
      <CompareCell site={site} />
    </Item>
  );
};

const Fallen = ({ site, reasons }: { site: number; reasons: readonly string[] }) => (
  <Item site={site} span={3}>
    <NameCell site={site} />
    <td>
      <ul class="reasons">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </td>
    <CompareCell site={site} />
  </Item>
);

const reasonsOut = (site: number): string[] =>
  failedRules.value[site].map((rule) => say("reason_of", { rule: rules[rule].title, reason: sites[site].verdicts[rule]![1] || content.outcomes.fails }));
const reasonsBare = (site: number): string[] => {
  const lacking = criteria.filter((_, at) => sites[site].scores[at] === null).map((criterion) => criterion.title);
  return lacking.length ? [say("bare_reason", { criteria: lacking.join("; ") })] : [say("weights_zero")];
};

const Others = ({ title, of, reasons }: { title: string; of: readonly number[]; reasons: (site: number) => string[] }) => (
  <section>
    <h3>
      {title} <span class="number-of">{count(of.length)}</span>
    </h3>
    <table class="list others" aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{say("site")}</th>
          <th scope="col">{say("reason")}</th>
          <th scope="col" class="tick">{say("compare_short")}</th>
        </tr>
      </thead>
      {of.map((site) => (
        <Fallen key={site} site={site} reasons={reasons(site)} />
      ))}
    </table>
  </section>
);

const Find = () => {
  const hits = found.value.filter(Boolean).length;
  return (
    <div class="find">
      <label for="search">{say("search")}</label>
      <input
        id="search"
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder={say("search_hint")}
        value={query}
        onInput={(event) => (query.value = event.currentTarget.value)}
      />
      <p role="status" class="small">{query.value && say("found", { count: count(hits), total: count(sites.length) })}</p>
    </div>
  );
};

const Ranking = () => {
  const { ranked, out } = standing.value;
  if (!ranked.length) return <p class="hint">{sites.length && out.length === sites.length ? say("out_all") : say(sites.length ? "nothing" : "empty")}</p>;
  return (
    <>
      <table class={`list ranking${rulesOfPlan.value ? "" : " unsure"}`} aria-label={say("ranking")}>
        <thead>
          <tr>
            <th scope="col" class="number rank">{say("rank")}</th>
            <th scope="col">{say("site")}</th>
            <th scope="col" class="number">{say("score")}</th>
            <th scope="col" class="number sure">{say("interval")}</th>
            <th scope="col" class="number sure">{say("first_share")}</th>
            <th scope="col" class="tick">{say("compare_short")}</th>
          </tr>
        </thead>
        {ranked.map((site) => (
          <Ranked key={site} site={site} />
        ))}
      </table>
      <p class="small">{rulesOfPlan.value ? say("sure_note") : say("sure_gone")}</p>
    </>
  );
};

export const List = () => {
  const { bare, out } = standing.value;
  return (
    <>
      <Find />
      <Ranking />
      {bare.length > 0 && <Others title={say("bare")} of={bare} reasons={reasonsBare} />}
      {out.length > 0 ? <Others title={say("out")} of={out} reasons={reasonsOut} /> : sites.length > 0 && <p class="small">{say("out_none")}</p>}
    </>
  );
};
