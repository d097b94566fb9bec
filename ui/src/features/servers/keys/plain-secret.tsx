import { KeyRound, ShieldAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { FieldError } from "@/components/field";
import { useToasts } from "@/components/toast-store";
import type { Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useKeys, useSecretSender } from "@/ipc/key-queries";
import { guessKind } from "@/lib/guess-kind";
import { paths } from "@/lib/routes";
import { sentenceOf } from "../add/use-server-form";
import { goTo } from "../server-actions";
import { freeName, keyNameFor, referenceIn, type Spot } from "./key-names";
import { credentialOf, isMasked, looksSecret } from "./secret-look";
import { UnlockVault } from "./unlock-vault";

export interface PlainSecretProps {
  spot: Spot;
  value: string;
  /** What stands there now. */
  onReplace: (value: string) => void;
}

/** Says of a value that it looks like a secret in plain text, and moves it to where keys live. */
export function PlainSecret({ spot, value, onReplace }: PlainSecretProps) {
  const { t } = useTranslation();
  const list = useKeys().data;
  const send = useSecretSender();
  const show = useToasts((store) => store.show);
  const [moving, setMoving] = useState(false);
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<{ of: string; problem: Problem } | null>(null);
  const stored = isMasked(value);
  // What stands there by the time that the key is stored.
  const latest = useRef({ value, onReplace });
  useEffect(() => {
    latest.current = { value, onReplace };
  });
  if (!list || !(stored || looksSecret(spot.name, value))) return null;

  const move = async () => {
    const name = freeName(
      keyNameFor(spot),
      list.keys.map((key) => key.name),
    );
    const secret = credentialOf(value);
    setMoving(true);
    setProblem(null);
    try {
      await send((client) =>
        client.keysAdd({
          name,
          value: secret,
          target: { kind: guessKind(name, secret) ?? "other" },
        }),
      );
      if (latest.current.value === value) {
        latest.current.onReplace(referenceIn(spot, value, name));
      }
      show({ title: t("add.key_moved", { name }), tone: "good" });
    } catch (thrown) {
      setProblem({ of: value, problem: toProblem(thrown) });
    } finally {
      setMoving(false);
    }
  };

  const closed = list.vault.status !== "ready";
  return (
    <div data-testid="plain-secret" className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-2 text-muted">
        <span className="flex items-start gap-1.5">
          <ShieldAlert aria-hidden size={13} className="mt-0.5 shrink-0" />
          {t(stored ? "add.plain_stored" : "add.plain_secret")}
        </span>
        <Button
          size="small"
          variant="quiet"
          loading={moving}
          data-testid="move-to-keychain"
          onClick={() => {
            // What is stored is not told here, so that it is moved where it lies.
            if (stored) goTo(paths.importKeys("servers"));
            else if (closed) setAsked(true);
            else void move();
          }}
        >
          <KeyRound aria-hidden size={13} />
          {t(`add.move_to.${list.vault.kind}`)}
        </Button>
      </div>
      {asked && closed && (
        <div className="mb-1 rounded-card border border-border bg-sunken p-3">
          <UnlockVault vault={list.vault} autoFocus onUnlocked={() => void move()} />
        </div>
      )}
      {problem?.of === value && <FieldError>{sentenceOf(problem.problem)}</FieldError>}
    </div>
  );
}
