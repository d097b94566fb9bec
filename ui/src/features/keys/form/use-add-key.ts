/** The state of the form for a new key. The value is not in it: it stays in its control. */
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SecretHandle } from "@/components/secret-field";
import type { KeyList, KeyView } from "@/ipc/bindings";
import { useSecretSender } from "@/ipc/key-queries";
import { guessKind } from "@/lib/guess-kind";
import { nameError, upperSnake } from "@/lib/key-name";
import { isTestable, providerOf } from "../kinds";
import {
  TARGET_FIELDS,
  type TargetField,
  type TargetValues,
  targetErrors,
  targetOf,
  targetValues,
} from "./target";
import { useRefusal } from "./use-refusal";
import { useTrial } from "./use-trial";

export interface AddKeyOptions {
  /** What the name begins with. */
  name: string;
  list: KeyList | undefined;
  /** `tested`: this very value was tested before. */
  onSaved: (key: KeyView, tested: boolean) => void;
}

export function useAddKey({ name: given, list, onSaved }: AddKeyOptions) {
  const { t } = useTranslation();
  const id = useId();
  const send = useSecretSender();
  const secret = useRef<SecretHandle>(null);
  const [name, setName] = useState(given);
  const [target, setTarget] = useState(() =>
    targetValues({ kind: guessKind(given, "") ?? "other" }),
  );
  const [chosen, setChosen] = useState(false);
  const [filled, setFilled] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const [sending, setSending] = useState(false);
  const refusal = useRefusal(["name", "value", ...TARGET_FIELDS]);
  const trial = useTrial({ onRefused: refusal.refuse });

  const taken = (list?.keys ?? []).map((key) => key.name);
  const wrongName = nameError(name, taken);
  const wrongTarget = targetErrors(target);
  const tried = attempts > 0;

  useEffect(() => {
    if (attempts === 0) return;
    document.getElementById(id)?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [attempts, id]);

  const guess = (forName: string) => {
    if (chosen) return;
    const kind = guessKind(forName, secret.current?.read() ?? "") ?? "other";
    setTarget((now) => (now.kind === kind ? now : { ...now, kind, baseUrl: "" }));
  };

  const changeName = (next: string) => {
    setName(next);
    refusal.forget("name");
    guess(next);
  };
  const changeValue = (value: string) => {
    setFilled(value.trim() !== "");
    refusal.forget("value");
    trial.forget();
    guess(name);
  };
  const changeTarget = (field: TargetField, changes: Partial<TargetValues>) => {
    if (field === "target.kind") setChosen(true);
    setTarget((now) => ({ ...now, ...changes }));
    refusal.forget(field);
    trial.forget();
  };

  const errorOf = (field: "name" | "value" | TargetField): string | null => {
    switch (field) {
      case "name":
        if (wrongName && (wrongName !== "name_required" || tried)) {
          return t(`keys.errors.${wrongName}`, { name });
        }
        return refusal.at(field);
      case "value":
        return !filled && tried ? t("keys.errors.value_required") : refusal.at(field);
      default: {
        const error = wrongTarget[field];
        // What is only missing is not wrong before one tries to go on.
        if (error && (tried || error.endsWith("_shape"))) return t(`keys.errors.${error}`);
        return refusal.at(field);
      }
    }
  };

  const usual = name.trim() === "" ? (providerOf(target.kind)?.key ?? "") : upperSnake(name);
  const suggestion = usual !== name && nameError(usual, taken) === null ? usual : null;
  const targetIsRight = Object.keys(wrongTarget).length === 0;
  const value = () => secret.current?.read() ?? "";

  const submit = async () => {
    if (sending) return;
    setAttempts((count) => count + 1);
    if (wrongName || !filled || !targetIsRight) return;
    setSending(true);
    refusal.forget();
    try {
      const key = await send((client) =>
        client.keysAdd({ name, target: targetOf(target), value: value() }),
      );
      secret.current?.clear();
      onSaved(key, trial.result !== null);
    } catch (thrown) {
      refusal.refuse(thrown);
    } finally {
      setSending(false);
    }
  };

  const tryOut = () => {
    setAttempts((count) => count + 1);
    if (!filled || !targetIsRight) return;
    refusal.forget();
    void trial.run(name, targetOf(target), value());
  };

  return {
    id,
    secret,
    name,
    target,
    guessed: !chosen && target.kind !== "other",
    suggestion,
    sending,
    trial,
    testable: isTestable(target),
    problem: refusal.general,
    errorOf,
    changeName,
    changeValue,
    changeTarget,
    submit,
    tryOut,
  };
}
