/** The state of the dialog: what is typed, what was touched, what the console answered. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { isWindows } from "@/lib/platform";
import { useServerCommands } from "../commands";
import { cachedRows } from "../queries";
import {
  type AddForm,
  commandOf,
  EMPTY_FORM,
  type FormError,
  fieldOf,
  isValid,
  requestOf,
  validate,
} from "./add-form";
import { EXAMPLE_COMMAND, EXAMPLE_NAME } from "./example";

type Touched = Partial<Record<"name" | "command" | "url", boolean>>;

/** An empty field is not an error until it was left, or until one tries to go on. */
const REQUIRED: ReadonlySet<FormError["key"]> = new Set([
  "name_required",
  "command_required",
  "url_required",
]);

export function useAddForm(example: boolean, onAdded: (name: string, id: string) => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const commands = useServerCommands();
  const windows = isWindows();
  const [form, setForm] = useState<AddForm>(
    example ? { ...EMPTY_FORM, name: EXAMPLE_NAME, commandLine: EXAMPLE_COMMAND } : EMPTY_FORM,
  );
  const [touched, setTouched] = useState<Touched>({});
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const errors = validate(form, cachedRows(queries), windows);
  const place = problem && fieldOf(problem, form);

  const say = (error: FormError): string => {
    switch (error.key) {
      case "name_long":
      case "too_many_args":
        return t(`add.errors.${error.key}`, { max: error.max });
      case "name_taken":
        return t("add.errors.name_taken", { name: error.name });
      default:
        return t(`add.errors.${error.key}`);
    }
  };

  const errorOf = (field: "name" | "command" | "url"): string | null => {
    const error = errors[field];
    if (error && (tried || touched[field] || !REQUIRED.has(error.key))) return say(error);
    return place?.field === field ? sentenceOf(problem) : null;
  };

  const pairErrors = new Map([...errors.pairs].map(([key, error]) => [key, say(error)]));
  if (place?.field === "pair") pairErrors.set(place.key, sentenceOf(problem) ?? "");

  const submit = async () => {
    setTried(true);
    if (!isValid(errors) || sending) return;
    setSending(true);
    setProblem(null);
    try {
      const added = await commands.add(requestOf(form, windows));
      onAdded(added.name, added.id);
    } catch (thrown) {
      setProblem(toProblem(thrown));
    } finally {
      setSending(false);
    }
  };

  return {
    form,
    line: commandOf(form, windows),
    errorOf,
    pairErrors,
    cwdError: place?.field === "cwd" ? sentenceOf(problem) : null,
    /** A problem that belongs to no field of the dialog. */
    problem: place ? null : problem,
    sending,
    change: (changes: Partial<AddForm>) => {
      setForm((before) => ({ ...before, ...changes }));
      setProblem(null);
    },
    touch: (field: keyof Touched) => setTouched((before) => ({ ...before, [field]: true })),
    submit,
  };
}

function sentenceOf(problem: Problem | null): string | null {
  if (!problem) return null;
  return problem.hint ? `${problem.message} ${problem.hint}` : problem.message;
}
