/** The sliders. */

import { useComputed } from "@preact/signals";
import { content, say } from "./content";
import { points as pointsText, share } from "./figures";
import { points, setPoints, weights } from "./state";

const Slider = ({ at }: { at: number }) => {
  const criterion = content.criteria[at];
  const now = useComputed(() => (weights.value ? share(weights.value[at]) : share(0)));
  const value = useComputed(() => points.value[at]);
  const aloud = useComputed(() => say("points", { points: pointsText(points.value[at]), weight: now.value }));
  const outside = useComputed(() => {
    const weight = weights.value?.[at] ?? 0;
    return weight < (criterion.low ?? 0) - 1e-9 || weight > (criterion.high ?? 1) + 1e-9;
  });
  const bounded = criterion.low !== null && criterion.high !== null && (criterion.low > 0 || criterion.high < 1);
  return (
    <div class="weight">
      <label for={`weight-${at}`}>{criterion.title}</label>
      <output for={`weight-${at}`}>{now}</output>
      <input
        type="range"
        id={`weight-${at}`}
        min="0"
        max="100"
        step="1"
        value={value}
        aria-valuetext={aloud}
        aria-describedby={`weight-${at}-note`}
        onInput={(event) => setPoints(at, event.currentTarget.valueAsNumber)}
      />
      <p id={`weight-${at}-note`} class="small">
        {say("weight_of_plan", { weight: share(criterion.weight) })}
        {bounded && `; ${say("weight_bounds", { low: share(criterion.low!), high: share(criterion.high!) })}`}
        {bounded && outside.value && <strong>{`; ${say("weight_outside")}`}</strong>}
        {criterion.idle && `; ${say("weight_idle")}`}
        <span class="value-words">{criterion.value}</span>
      </p>
    </div>
  );
};

export const Weights = () => (
  <fieldset class="weights">
    <legend>{say("weights")}</legend>
    <p class="small">{say("weights_hint")}</p>
    {content.criteria.map((criterion, at) => (
      <Slider key={criterion.id} at={at} />
    ))}
    {weights.value === null && <p class="warning">{say("weights_zero")}</p>}
  </fieldset>
);

/** The weights as paper shows them, where sliders cannot be moved. */
export const WeightsOnPaper = () => (
  <section class="paper-only">
    <h2>{say("weights")}</h2>
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{say("criterion")}</th>
          <th scope="col" class="number">{say("weight")}</th>
          <th scope="col" class="number">{say("plan_weight")}</th>
        </tr>
      </thead>
      <tbody>
        {content.criteria.map((criterion, at) => (
          <tr key={criterion.id}>
            <th scope="row">{criterion.title}</th>
            <td class="number">{share(weights.value?.[at] ?? 0)}</td>
            <td class="number">{share(criterion.weight)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
