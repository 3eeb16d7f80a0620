/** The ranked list, and below it who is not in it and why. */

import { computed, signal, useComputed, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { content, say } from "./content";
import { Bar, SiteRows, intervalText } from "./facts";
import { noRanking } from "./status";
import { count, score as scoreText } from "./figures";
import {
  HEAD, MOST_COMPARED, bare, compared, failedRules, found, otherRules, out, planStanding, pointed, query, rulesOfPlan, selected, standing, toggleCompared,
  toggleSelected, untestedRules, whole,
} from "./state";

const { criteria, rules, sites } = content;
const screen = window.matchMedia("screen and (max-width: 40rem)");
/** Whether the screen has no room for the columns of how sure the ranking is; the names then tell it. */
const narrow = signal(screen.matches);
screen.addEventListener("change", () => (narrow.value = screen.matches));
const full = computed(() => compared.value.length >= MOST_COMPARED);

type Told = ReadonlySignal<string>;

const NameCell = ({ site, others, more, sure }: { site: number; others?: Told; more?: Told; sure?: Told }) => {
  const open = useComputed(() => selected.value === site);
  return (
    <th scope="row">
      <button
        type="button"
        class="show"
        id={`site-${site}`}
        aria-expanded={open}
        onClick={() => toggleSelected(site)}
        onFocus={() => (pointed.value = site)}
        onBlur={() => (pointed.value = null)}
      >
        <span class="name">{sites[site].name}</span>
      </button>
      <span class="place">{sites[site].place}</span>
      {sure && <span class="place narrow">{sure}</span>}
      {others && <span class="place">{others}</span>}
      {more && <span class="place">{more}</span>}
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

/** Whether the head of a row can be seen in the list. */
const seen = (body: HTMLElement): boolean => {
  const { top } = body.getBoundingClientRect();
  const room = body.closest(".panel")!.getBoundingClientRect();
  return top >= Math.max(0, room.top) && top < Math.min(window.innerHeight, room.bottom) - 40;
};

/** What every row of the list does: it lights up with its mark, opens, and comes into view when the map opens it. */
const Item = ({ site, span, children }: { site: number; span: number; children: preact.ComponentChildren }) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const open = useComputed(() => selected.value === site);
  const look = useComputed(() => `item${open.value ? " current" : ""}${pointed.value === site ? " lit" : ""}`);
  const hidden = useComputed(() => !found.value[site]);
  useEffect(() => {
    if (open.value && !seen(body.current!)) body.current!.scrollIntoView({ block: "start" });
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

/* A component of its own: what Item takes as children may not have signals for attributes, which are lost when it opens. */
const ScoreCell = ({ site }: { site: number }) => {
  const score = useComputed(() => standing.value.score[site]).value;
  return (
    <td class="number">
      <data value={score}>{Number.isNaN(score) ? "" : scoreText(score)}</data>
      <Bar of={score || 0} />
    </td>
  );
};

const Ranked = ({ site }: { site: number }) => {
  const rank = useComputed(() => standing.value.rank[site]);
  const number = useComputed(() => (rank.value === null ? "" : count(rank.value)));
  const then = planStanding.rank[site];
  const was = useComputed(() => (rank.value === then ? "" : then === null ? say("was_out") : say("was", { rank: count(then) })));
  const untested = useComputed(() => {
    const names = untestedRules.value[site].map((rule) => rules[rule].title).join("; ");
    return names && say("untested", { rules: names });
  });
  const others = useComputed(() => {
    const many = otherRules.value[site].length;
    return many ? say("other_rules", { count: count(many) }) : "";
  });
  const interval = useComputed(() => (rulesOfPlan.value ? intervalText(sites[site]) : "–"));
  const first = useComputed(() => (rulesOfPlan.value ? sites[site].first : "–"));
  const sure = useComputed(() => (rulesOfPlan.value ? say("sure_short", { interval: interval.value, share: first.value }) : ""));
  return (
    <Item site={site} span={narrow.value ? 4 : 6}>
      <td class="number rank">
        <strong>{number}</strong>
        <span class="extra">{was}</span>
      </td>
      <NameCell site={site} others={others} more={untested} sure={sure} />
      <ScoreCell site={site} />
      <td class="number sure">{interval}</td>
      <td class="number sure">{first}</td>
      <CompareCell site={site} />
    </Item>
  );
};

type Reasons = (site: number) => readonly string[];
const reasonsOut: Reasons = (site) =>
  failedRules.value[site].map((rule) => say("reason_of", { rule: rules[rule].title, reason: sites[site].verdicts[rule]![1] || content.outcomes.fails }));
const reasonsBare: Reasons = (site) => {
  const lacking = criteria.filter((_, at) => sites[site].scores[at] === null).map((criterion) => criterion.title);
  return [lacking.length ? say("bare_reason", { criteria: lacking.join("; ") }) : noRanking()];
};

const Fallen = ({ site, reasons }: { site: number; reasons: Reasons }) => {
  const told = useComputed(() => reasons(site));
  return (
    <Item site={site} span={3}>
      <NameCell site={site} />
      <td>
        <ul class="reasons">
          {told.value.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </td>
      <CompareCell site={site} />
    </Item>
  );
};

const Others = ({ title, of, reasons }: { title: string; of: readonly number[]; reasons: Reasons }) => (
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
        <Fallen key={site} site={site} reasons={reasons} />
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

/** How the ranking is listed: all of it where that was asked for, something is searched, or a site beyond the head is open. */
const all = computed(() => whole.value || query.value !== "" || standing.value.ranked.indexOf(selected.value ?? -1) >= HEAD);

/** What the two columns of how sure the ranking is mean. */
const Sure = () => {
  if (!rulesOfPlan.value) return <p class="small">{say("sure_gone")}</p>;
  const meant = [say("interval_means"), say("first_means"), say("sure_note")].map((text) => <p key={text}>{text}</p>);
  return (
    <>
      <details class="small sure-note">
        <summary>{say("sure_what")}</summary>
        {meant}
      </details>
      <div class="small paper-only">{meant}</div>
    </>
  );
};

const Ranking = () => {
  const { ranked } = standing.value;
  if (!ranked.length) return <p class="hint">{noRanking()}</p>;
  const shown = all.value ? ranked : ranked.slice(0, HEAD);
  return (
    <>
      <Sure />
      <table class="list ranking" aria-label={say("ranking")}>
        <thead>
          <tr>
            <th scope="col" class="number rank">{say("rank")}</th>
            <th scope="col">{say("site")}</th>
            <th scope="col" class="number">{say("score")}</th>
            <th scope="col" class="number sure interval">{say("interval")}</th>
            <th scope="col" class="number sure">{say("first_share")}</th>
            <th scope="col" class="tick">{say("compare_short")}</th>
          </tr>
        </thead>
        {shown.map((site) => (
          <Ranked key={site} site={site} />
        ))}
      </table>
      {shown.length < ranked.length && (
        <p class="actions">
          <button type="button" class="action" onClick={() => (whole.value = true)}>
            {say("show_all", { count: count(ranked.length) })}
          </button>
        </p>
      )}
    </>
  );
};

const Bare = () => (bare.value.length > 0 ? <Others title={say("bare")} of={bare.value} reasons={reasonsBare} /> : null);
const Out = () => {
  if (out.value.length > 0) return <Others title={say("out")} of={out.value} reasons={reasonsOut} />;
  return sites.length > 0 ? <p class="small">{say("out_none")}</p> : null;
};

/** Paper holds the whole ranking. */
window.addEventListener("beforeprint", () => (whole.value = true));

export const List = () => (
  <>
    <Find />
    <Ranking />
    <Bare />
    <Out />
  </>
);
