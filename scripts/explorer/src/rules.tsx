/** The switches of the rules. */

import { content, say, type Outcome } from "./content";
import { count } from "./figures";
import { active, setRule } from "./state";

const { rules, sites } = content;
const tally = (rule: number, outcome: Outcome): number => sites.filter((site) => site.verdicts[rule]?.[0] === outcome).length;
const tallies = rules.map((_, rule) => {
  const untested = tally(rule, "untestable");
  const fails = say("rule_fails", { count: count(tally(rule, "fails")), total: count(sites.length) });
  return untested ? `${fails}; ${say("rule_untested", { count: count(untested) })}` : fails;
});
/** The rules that have a bound; the others only tell a fact. */
const numbers = rules.flatMap((_, rule) => (tally(rule, "reported") < sites.length ? [rule] : []));
const hard = numbers.filter((rule) => rules[rule].hard);
const soft = numbers.filter((rule) => !rules[rule].hard);

const Switch = ({ at }: { at: number }) => (
  <div class="rule">
    <input
      type="checkbox"
      id={`rule-${at}`}
      checked={active.value[at]}
      aria-describedby={`rule-${at}-note`}
      onChange={(event) => setRule(at, event.currentTarget.checked)}
    />
    <label for={`rule-${at}`}>{rules[at].title}</label>
    <p id={`rule-${at}-note`} class="small">{tallies[at]}</p>
  </div>
);

export const Rules = () => (
  <fieldset class="rules">
    <legend>{say("rules")}</legend>
    <p class="small">{say("rules_of", { profile: content.profile })}</p>
    <p class="small">{hard.length ? say("rules_hint") : say("rules_none")}</p>
    {hard.map((rule) => (
      <Switch key={rule} at={rule} />
    ))}
    {soft.length > 0 && (
      <details>
        <summary>{say("rules_other")}</summary>
        <p class="small">{say("rules_other_hint")}</p>
        {soft.map((rule) => (
          <Switch key={rule} at={rule} />
        ))}
      </details>
    )}
  </fieldset>
);

/** The rules as paper shows them. */
export const RulesOnPaper = () => (
  <section class="paper-only">
    <h2>{say("rules")}</h2>
    <p>{say("rules_of", { profile: content.profile })}</p>
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{say("rule")}</th>
          <th scope="col">{say("rule_state")}</th>
          <th scope="col">{say("rule_result")}</th>
        </tr>
      </thead>
      <tbody>
        {numbers
          .filter((at) => active.value[at] || rules[at].hard)
          .map((at) => (
            <tr key={at}>
              <th scope="row">{rules[at].title}</th>
              <td>{active.value[at] ? say("rule_on") : say("rule_off")}</td>
              <td>{tallies[at]}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </section>
);
