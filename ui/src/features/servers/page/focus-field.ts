/** Finds the control of a field of the configuration, as a problem names it. */

const CONTROLS: Readonly<Record<string, string>> = {
  name: "add-server-name",
  command: "add-server-command",
  args: "add-server-command",
  cwd: "add-server-cwd",
  url: "add-server-url",
  description: "add-server-description",
  tags: "add-server-tags",
  "timeouts.start_ms": "add-server-start-timeout",
  "timeouts.call_ms": "add-server-call-timeout",
  "timeouts.stop_ms": "add-server-stop-timeout",
};

/** Puts the focus on the control of `field`: `command`, `cwd`, `url`, `headers`, `env.NAME`. */
export function focusField(within: HTMLElement, field: string): void {
  const control = controlOf(within, field);
  control?.focus();
  control?.scrollIntoView({ block: "center" });
}

function controlOf(within: HTMLElement, field: string): HTMLElement | null {
  const testId = CONTROLS[field];
  if (testId) return within.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  const [group, name] = splitPair(field);
  if (group !== "env" && group !== "headers") return null;
  // The value stands beside the input that has the name.
  const inputs = [...within.querySelectorAll<HTMLInputElement>("[role=group] input")];
  const at = name === null ? -1 : inputs.findIndex((input) => input.value === name);
  return inputs[at + 1] ?? within.querySelector<HTMLElement>("[data-add-row]");
}

function splitPair(field: string): [string, string | null] {
  const dot = field.indexOf(".");
  return dot < 0 ? [field, null] : [field.slice(0, dot), field.slice(dot + 1)];
}
