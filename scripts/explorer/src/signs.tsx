/** Signs that tell an outcome by their shape as well as their colour. */

import { content, type Outcome } from "./content";

const SIGNS: Readonly<Record<Outcome, { readonly shape: string; readonly sign: string }>> = {
  meets: { shape: "M8 1A7 7 0 1 1 8 15A7 7 0 1 1 8 1Z", sign: "M4.6 8.3L7 10.7L11.4 5.6" },
  attention: { shape: "M8 1.2L15.4 14.6H.6Z", sign: "M8 5.8V10M8 12V12.8" },
  fails: { shape: "M1.5 1.5H14.5V14.5H1.5Z", sign: "M5 5L11 11M11 5L5 11" },
  untestable: { shape: "M8 .4L15.6 8L8 15.6L.4 8Z", sign: "M6 6.4A2 2 0 1 1 8.7 8.2Q8 8.5 8 9.4M8 11V11.6" },
  reported: { shape: "M5.5 8A2.5 2.5 0 1 1 5.5 8.01Z", sign: "" },
};

export const Sign = ({ of }: { of: Outcome }) => (
  <svg class={`sign-of ${of}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path class="sign-shape" d={SIGNS[of].shape} />
    <path class="sign-mark" d={SIGNS[of].sign} />
  </svg>
);

export const OutcomeText = ({ of }: { of: Outcome }) => (
  <span class="outcome">
    <Sign of={of} />
    {content.outcomes[of]}
  </span>
);
