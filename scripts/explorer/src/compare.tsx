/** Up to four sites side by side. */

import { content, say } from "./content";
import { SiteRows } from "./facts";
import { compared, toggleCompared } from "./state";

export const Compare = () => {
  const of = compared.value;
  return (
    <section class="compare" id="vergelijking" tabIndex={-1} aria-labelledby="compare-title">
      <h2 id="compare-title">{say("compare")}</h2>
      {of.length === 0 ? (
        <p class="hint">{say("compare_hint")}</p>
      ) : (
        <div class="scroll" role="region" tabIndex={0} aria-labelledby="compare-title">
          <table class={`sides of-${of.length}`}>
            <thead>
              <tr>
                <td />
                {of.map((site) => (
                  <th key={site} scope="col">
                    {content.sites[site].name}
                    <span class="place">{content.sites[site].place}</span>
                    <button type="button" class="remove" aria-label={say("remove", { name: content.sites[site].name })} onClick={() => toggleCompared(site)}>
                      ×
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <SiteRows of={of} />
          </table>
        </div>
      )}
    </section>
  );
};
