/** The state of the form: what is typed, what the console says of it, and how it is sent. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AddServer, Problem, ServerCheck, ServerConfig, ServerView } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { isWindows } from "@/lib/platform";
import { useServerCommands } from "../commands";
import { cachedRows } from "../queries";
import { draftOf, keepDraft, useKeptDraft } from "./draft-store";
import { useCheck } from "./use-check";
import {
  type Field,
  type FormError,
  isValid,
  type Place,
  placeOf,
  textAt,
  validate,
} from "./validation";
import { commandOf, EMPTY, type FormValues, requestOf, runsTheSame, valuesOf } from "./values";

/** An empty field is not an error until it was left, or until one tries to go on. */
const REQUIRED: ReadonlySet<FormError["key"]> = new Set([
  "name_required",
  "command_required",
  "url_required",
]);

/** What a person is asked to agree to before it is sent. */
export interface Consent {
  request: AddServer;
  check: ServerCheck;
}

export interface ServerFormOptions {
  /** The server that is changed; `null`: a new one. */
  editing: { id: string; config: ServerConfig } | null;
  /** What a new one begins with. */
  start?: Partial<FormValues>;
  /** What was typed and not saved is there when the form of this server is opened again. */
  keeps?: boolean;
  onSaved: (saved: ServerView) => void;
}

/**
 * Whether a person has to agree: to a command that is new to them, or a URL with a warning.
 * `before`: what is stored; settings beside what runs are nobody's question.
 */
function needsConsent(request: AddServer, check: ServerCheck, before: AddServer | null): boolean {
  if (check.consented || (before && runsTheSame(before, request))) return false;
  return request.url ? check.warnings.length > 0 : true;
}

export function useServerForm({ editing, start, keeps = false, onSaved }: ServerFormOptions) {
  const { t } = useTranslation();
  const formId = useId();
  const queries = useQueryClient();
  const commands = useServerCommands();
  const windows = isWindows();
  const keptFor = (keeps && editing?.id) || null;
  const [baseline, setBaseline] = useState<FormValues>(() =>
    editing ? valuesOf(editing.config) : { ...EMPTY, ...start },
  );
  const [values, setValues] = useState(() => (keptFor && draftOf(keptFor)) || baseline);
  const [touched, setTouched] = useState<ReadonlySet<Field>>(new Set());
  const [attempts, setAttempts] = useState(0);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<{ problem: Problem; values: FormValues } | null>(null);
  const [consent, setConsent] = useState<Consent | null>(null);

  const others = cachedRows(queries).filter((row) => row.id !== editing?.id);
  const errors = validate(values, others, windows);
  const valid = isValid(errors);
  const request = requestOf(values, windows);
  // A name alone says nothing yet about what will run.
  const worthAsking = values.type === "url" ? !errors.fields.url : !errors.fields.command;
  const { answer, ask } = useCheck(worthAsking ? request : null, values, editing?.id ?? null);
  const changed = JSON.stringify(values) !== JSON.stringify(baseline);
  useKeptDraft(keptFor, changed ? values : null);

  // What somebody else changed meanwhile is shown, unless it would undo what is being typed.
  const stored = editing && JSON.stringify(editing.config);
  useEffect(() => {
    if (stored === null || changed) return;
    const next = valuesOf(JSON.parse(stored) as ServerConfig);
    setValues(next);
    setBaseline(next);
  }, [stored, changed]);

  useEffect(() => {
    if (attempts === 0) return;
    document.getElementById(formId)?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [attempts, formId]);

  const say = (error: FormError): string => {
    switch (error.key) {
      case "name_long":
      case "too_many_args":
        return t(`add.errors.${error.key}`, { max: error.max });
      case "number_between":
        return t("add.errors.number_between", { min: error.min, max: error.max });
      case "name_taken":
        return t("add.errors.name_taken", { name: error.name });
      default:
        return t(`add.errors.${error.key}`);
    }
  };

  // What was said of a text that has changed since is not said of the new one.
  const holds = (about: FormValues, place: Place | null) =>
    textAt(about, place) === textAt(values, place);
  const said = (problems: readonly Problem[], about: FormValues) =>
    problems
      .map((problem) => ({ problem, place: placeOf(problem, about) }))
      .filter(({ place }) => holds(about, place));
  const objections = [
    ...(refusal ? said([refusal.problem], refusal.values) : []),
    ...(answer ? said(answer.check.problems, answer.subject) : []),
  ];
  // Keys that are missing are marked where they stand, at once.
  const cautions = (answer ? said(answer.check.cautions, answer.subject) : []).filter(
    ({ problem }) => problem.code !== "key_missing",
  );
  const at = (said: typeof objections, field: Field | number) =>
    said.find(({ place }) =>
      typeof field === "number"
        ? place?.field === "pair" && place.key === field
        : place?.field === field,
    )?.problem;

  const errorOf = (field: Field): string | null => {
    const error = errors.fields[field];
    const quiet = error && REQUIRED.has(error.key) && attempts === 0 && !touched.has(field);
    if (error) return quiet ? null : say(error);
    if (field === "name" && values.name.trim() === "") return null;
    return sentenceOf(at(objections, field));
  };

  const send = async (request: AddServer) => {
    setSending(true);
    setRefusal(null);
    try {
      if (editing) {
        const detail = await commands.update({ id: editing.id, server: request });
        const next = valuesOf(detail.config);
        setValues(next);
        setBaseline(next);
        // Saved, even where one has gone elsewhere meanwhile.
        if (keptFor) keepDraft(keptFor, null);
        onSaved(detail);
      } else {
        onSaved(await commands.add(request));
      }
    } catch (thrown) {
      setRefusal({ problem: toProblem(thrown), values });
      setAttempts((count) => count + 1);
    } finally {
      setConsent(null);
      setSending(false);
    }
  };

  const submit = async () => {
    if (sending) return;
    if (!valid) {
      setAttempts((count) => count + 1);
      return;
    }
    const before = editing && requestOf(baseline, windows);
    setSending(true);
    setRefusal(null);
    try {
      const check = await ask(request);
      if (check.problems.length > 0) setAttempts((count) => count + 1);
      else if (needsConsent(request, check, before)) setConsent({ request, check });
      else await send(request);
    } catch (thrown) {
      setRefusal({ problem: toProblem(thrown), values });
    } finally {
      setSending(false);
    }
  };

  const pairs = values.type === "command" ? values.env : values.headers;
  return {
    id: formId,
    editing: editing !== null,
    values,
    changed,
    sending,
    line: commandOf(values, windows),
    /** Where the command was found, if that is still the command. */
    resolved: answer && holds(answer.subject, { field: "command" }) ? answer.check.resolved : null,
    errorOf,
    /** Everything that would keep the command from starting, if that is still the command. */
    commandCautions: cautions
      .filter(({ place }) => place?.field === "command")
      .map(({ problem }) => sentenceOf(problem) ?? ""),
    cautionOf: (field: Field) => (errorOf(field) ? null : (at(cautions, field) ?? null)),
    pairErrors: textsOf(pairs, (key) => {
      const error = errors.pairs.get(key);
      return error ? say(error) : sentenceOf(at(objections, key));
    }),
    pairCautions: textsOf(pairs, (key) => sentenceOf(at(cautions, key))),
    /** Problems that belong to no field. */
    problems: objections.filter(({ place }) => place === null).map(({ problem }) => problem),
    change: (changes: Partial<FormValues>) => setValues((before) => ({ ...before, ...changes })),
    touch: (field: Field) => setTouched((before) => new Set(before).add(field)),
    reset: () => {
      setValues(baseline);
      setRefusal(null);
      setAttempts(0);
    },
    submit,
    consent,
    agree: () => (consent ? send(consent.request) : Promise.resolve()),
    disagree: () => setConsent(null),
  };
}

/** The form's state, as its parts take it. */
export type ServerFormState = ReturnType<typeof useServerForm>;

function textsOf(
  pairs: readonly { key: number }[],
  textOf: (key: number) => string | null,
): ReadonlyMap<number, string> {
  const texts = pairs.map(({ key }) => [key, textOf(key)] as const);
  return new Map(texts.filter((entry): entry is [number, string] => entry[1] !== null));
}

/** A problem as one text: what is wrong, and what to do. */
export function sentenceOf(problem: Problem | null | undefined): string | null {
  if (!problem) return null;
  return problem.hint ? `${problem.message} ${problem.hint}` : problem.message;
}
