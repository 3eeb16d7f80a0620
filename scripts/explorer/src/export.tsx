/** The weights as text for the plan: to see, to copy and to save. */

import { computed, signal } from "@preact/signals";
import { content, say } from "./content";
import { weights } from "./state";
import { weightsAsToml } from "./toml";

/* The plan asks a weight of every criterion, also of those that do not count here. */
const names = [...content.criteria.map((criterion) => criterion.id), ...content.left_out];
const none = content.left_out.map(() => 0);
const text = computed(() => (weights.value ? weightsAsToml(names, [...weights.value, ...none], say("toml_comment")) : `# ${say("weights_zero")}\n`));
const address = computed(() => `data:application/toml;charset=utf-8,${encodeURIComponent(text.value)}`);
const answer = signal("");

const copy = async (): Promise<void> => {
  const box = document.getElementById("toml") as HTMLTextAreaElement;
  box.focus();
  box.select();
  try {
    await navigator.clipboard.writeText(text.value);
    answer.value = say("copied");
  } catch {
    answer.value = document.execCommand("copy") ? say("copied") : say("copy_failed");
  }
};

export const Export = () => (
  <fieldset class="export">
    <legend>{say("export")}</legend>
    <p class="small" id="toml-note">{say("export_hint")}</p>
    <label for="toml">{say("export_text")}</label>
    <textarea id="toml" readOnly spellcheck={false} rows={Math.min(names.length + 3, 12)} value={text} aria-describedby="toml-note" />
    <p class="actions">
      <button type="button" class="action" onClick={copy}>{say("copy")}</button>
      <a class="action" href={address} download={say("download_name")}>{say("download")}</a>
    </p>
    <p class="small" role="status">{answer}</p>
  </fieldset>
);
