import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { Skeleton } from "@/components/skeleton";
import { useToasts } from "@/components/toast-store";
import type { CliState } from "@/ipc/bindings";
import { useInstallCli } from "@/ipc/desktop-queries";
import { toProblem } from "@/ipc/errors";
import { SettingRow } from "./setting-row";

/** Where the command-line tool is, and how it gets there. */
export function CliSetting({ cli }: { cli: CliState | undefined }) {
  const { t } = useTranslation();
  return (
    <SettingRow label={t("settings.cli")} hint={<Where cli={cli} />}>
      {cli ? <Change cli={cli} /> : <Skeleton className="h-8 w-20" />}
    </SettingRow>
  );
}

function Where({ cli }: { cli: CliState | undefined }) {
  const { t } = useTranslation();
  if (!cli) return <Skeleton className="mt-1 w-60" />;
  switch (cli.kind) {
    case "available":
    case "missing":
      return t(`settings.cli_hint.${cli.kind}`);
    case "installed":
      return (
        <>
          {t(cli.ours ? "settings.cli_hint.installed" : "settings.cli_hint.foreign")}
          <Copyable text={cli.path} label={t("settings.cli_path")} />
        </>
      );
    case "off_path":
      return (
        <>
          {t("settings.cli_hint.off_path")}
          <Copyable text={cli.line} label={t("settings.cli")} />
          <Copyable text={cli.path} label={t("settings.cli_path")} />
        </>
      );
  }
}

function Copyable({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  return (
    <div className="mt-1 flex max-w-full items-center gap-1">
      <code
        title={label}
        className="min-w-0 select-text break-all rounded-control border border-border bg-sunken px-1.5 py-0.5 font-mono text-small text-text"
      >
        {text}
      </code>
      <CopyButton text={text} label={`${t("common.copy")}: ${label}`} />
    </div>
  );
}

function Change({ cli }: { cli: CliState }) {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const install = useInstallCli();
  const ours = cli.kind === "off_path" || (cli.kind === "installed" && cli.ours);
  if (cli.kind !== "available" && !ours) return null;
  return (
    <Button
      loading={install.isPending}
      data-testid={ours ? "cli-uninstall" : "cli-install"}
      onClick={() =>
        install.mutate(!ours, {
          onError: (error) =>
            show({ title: t("settings.change_failed"), problem: toProblem(error) }),
        })
      }
    >
      {t(ours ? "settings.uninstall" : "settings.install")}
    </Button>
  );
}
