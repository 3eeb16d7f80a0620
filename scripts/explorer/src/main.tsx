/** The explorer of candidate sites. */

import { render } from "preact";
import { Compare } from "./compare";
import { say } from "./content";
import { Export } from "./export";
import { List } from "./list";
import { drawMap } from "./map";
import { Rules, RulesOnPaper } from "./rules";
import { Status } from "./status";
import { Weights, WeightsOnPaper } from "./weights";

const Legend = () => (
  <fieldset class="marks">
    <legend>{say("legend")}</legend>
    <ul>
      <li><span class="pin ranked" aria-hidden="true">3</span> {say("legend_ranked")}</li>
      <li><span class="pin out" aria-hidden="true">×</span> {say("legend_out")}</li>
      <li><span class="pin bare" aria-hidden="true">?</span> {say("legend_bare")}</li>
      <li><span class="pin ranked compared" aria-hidden="true">3</span> {say("legend_compared")}</li>
      <li><svg viewBox="0 0 26 12" width="26" height="12" aria-hidden="true"><path class="lead" d="M3 6H25" /><circle class="lead-spot" cx="3" cy="6" r="2.5" /></svg> {say("legend_moved")}</li>
    </ul>
  </fieldset>
);

const place = (id: string): HTMLElement => document.getElementById(id)!;
render(
  <details open={!window.matchMedia("(max-width: 72rem)").matches}>
    <summary>{say("choices")}</summary>
    <div class="choices-body">
      <Weights />
      <Rules />
      <Legend />
      <Export />
    </div>
  </details>,
  place("choices"),
);
render(<Status />, place("standing"));
render(<List />, place("rangorde"));
render(<Compare />, place("sides"));
render(
  <>
    <WeightsOnPaper />
    <RulesOnPaper />
  </>,
  place("paper"),
);
drawMap(place("map"));
document.documentElement.dataset.ready = "true";
