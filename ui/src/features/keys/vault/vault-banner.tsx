import { Lock, LockOpen, RotateCcw } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { FieldError } from "@/components/field";
import { ProblemNotice } from "@/components/problem-notice";
import { SecretField, type SecretHandle } from "@/components/secret-field";
import { Truncated } from "@/components/truncated";
import type { Problem, VaultView } from "@/ipc/bindings";
import { useKeys, useVaultUnlock } from "@/ipc/key-queries";
import { sentenceOf } from "../form/use-refusal";
import { openAbove } from "../go-to";

/** Where values live, where that is not simply the system's keychain, open. */
export function VaultBanner({ vault }: { vault: VaultView }) {
  switch (vault.status) {
    case "locked":
      return vault.kind === "file" ? (
        <LockedFile vault={vault} />
      ) : (
        <LockedKeychain vault={vault} />
      );
    case "unavailable":
      return <Unavailable vault={vault} />;
    case "ready":
      return vault.kind === "file" ? <FileInUse vault={vault} /> : null;
  }
}

/** What there is to say about a locked vault besides that it is locked. */
function reasonOf({ problem }: VaultView): Problem | null {
  return problem?.code === "keychain_locked" ? null : problem;
}

function LockedKeychain({ vault }: { vault: VaultView }) {
  const { t } = useTranslation();
  const { busy, problem, unlock } = useVaultUnlock();
  return (
    <Banner
      title={t("keys.vault.locked")}
      text={t(busy ? "keys.vault.prompting" : "keys.vault.locked_text")}
      problem={problem ?? reasonOf(vault)}
    >
      <Button loading={busy} data-testid="vault-unlock" onClick={() => void unlock(null)}>
        <LockOpen aria-hidden size={14} />
        {t("keys.vault.unlock")}
      </Button>
    </Banner>
  );
}

function LockedFile({ vault }: { vault: VaultView }) {
  const { t } = useTranslation();
  const secret = useRef<SecretHandle>(null);
  const [filled, setFilled] = useState(false);
  const { busy, problem, unlock, forget } = useVaultUnlock();
  const submit = async () => {
    if (busy || !filled) {
      secret.current?.focus();
      return;
    }
    if (await unlock(secret.current?.read() ?? "")) secret.current?.clear();
    else secret.current?.focus();
  };
  return (
    <Banner
      title={t("keys.vault.file_locked")}
      text={t("keys.vault.file_locked_text")}
      problem={problem ? null : reasonOf(vault)}
    >
      {/* No form of its own: it may stand within one. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field is its button */}
      <div
        className="flex w-full flex-wrap items-start gap-2"
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
          event.preventDefault();
          void submit();
        }}
      >
        <div className="min-w-48 max-w-80 flex-1">
          <SecretField
            ref={secret}
            label={t("keys.vault.passphrase")}
            error={problem && sentenceOf(problem)}
            testId="vault-passphrase"
            onInput={(typed) => {
              setFilled(typed !== "");
              forget();
            }}
          />
        </div>
        <Button
          className="mt-5.75"
          loading={busy}
          data-testid="vault-unlock"
          onClick={() => void submit()}
        >
          <LockOpen aria-hidden size={14} />
          {t("keys.vault.unlock")}
        </Button>
        <p className="basis-full break-words text-muted text-small">
          {t("keys.vault.forgotten", { file: vault.file ?? "keys.age" })}
        </p>
      </div>
    </Banner>
  );
}

function Unavailable({ vault }: { vault: VaultView }) {
  const { t } = useTranslation();
  const keys = useKeys();
  const file = vault.kind === "file";
  const problem: Problem = vault.problem ?? {
    code: "keychain_unavailable",
    message: t("keys.vault.unavailable_text"),
  };
  return (
    <ProblemNotice
      heading="h2"
      title={t(file ? "keys.vault.file_unavailable" : "keys.vault.unavailable")}
      problem={problem}
      action={
        <>
          <Button
            size="small"
            loading={keys.isFetching}
            data-testid="vault-retry"
            onClick={() => void keys.refetch()}
          >
            <RotateCcw aria-hidden size={13} />
            {t("common.retry")}
          </Button>
          <Button
            size="small"
            variant="quiet"
            data-testid={file ? "vault-use-keychain" : "vault-use-file"}
            onClick={() => openAbove("vault", file ? "keychain" : "file")}
          >
            {t(file ? "keys.vault.use_keychain" : "keys.vault.use_file")}
          </Button>
        </>
      }
    />
  );
}

function FileInUse({ vault }: { vault: VaultView }) {
  const { t } = useTranslation();
  return (
    <div
      data-testid="vault-file"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-small"
    >
      <Lock aria-hidden size={13} className="shrink-0" />
      <span>{t("keys.vault.in_file")}</span>
      {vault.file && (
        <span className="flex min-w-0 items-center gap-1">
          <Truncated text={vault.file} className="select-text font-mono" />
          <CopyButton text={vault.file} label={t("keys.vault.copy_path")} />
        </span>
      )}
      <Button
        size="small"
        variant="quiet"
        className="ml-auto"
        data-testid="vault-use-keychain"
        onClick={() => openAbove("vault", "keychain")}
      >
        {t("keys.vault.move_to_keychain")}
      </Button>
    </div>
  );
}

interface BannerProps {
  title: string;
  text: string;
  /** What went wrong besides. */
  problem: Problem | null;
  children: ReactNode;
}

function Banner({ title, text, problem, children }: BannerProps) {
  return (
    <section data-testid="vault-locked" className="rounded-card bg-warn-tint p-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="flex min-w-56 flex-1 items-start gap-2.5">
          <Lock aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />
          <div className="min-w-0">
            <h2 className="font-semibold">{title}</h2>
            <p className="mt-0.5 text-pretty">{text}</p>
            {problem && (
              <div className="mt-1">
                <FieldError>{sentenceOf(problem)}</FieldError>
              </div>
            )}
          </div>
        </div>
        {children}
      </div>
    </section>
  );
}
