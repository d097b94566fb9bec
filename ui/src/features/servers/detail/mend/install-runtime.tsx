import { SearchCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";

export interface InstallRuntimeProps {
  /** What is missing. */
  runtime: string;
  /** Command lines that install it, best first. */
  commands: readonly string[];
  busy: boolean;
  onRetry: () => void;
}

/** How to install what runs a server. The console installs nothing by itself. */
export function InstallRuntime({ runtime, commands, busy, onRetry }: InstallRuntimeProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        {commands.length === 0
          ? t("detail.mend.install_unknown", { runtime })
          : t("detail.mend.install", { runtime, count: commands.length })}
      </p>
      {commands.length > 0 && (
        <ul className="flex w-full flex-col gap-1">
          {commands.map((command) => (
            <li
              key={command}
              className="flex items-center gap-2 rounded-control border border-border bg-sunken py-1 pr-1 pl-3"
            >
              <code className="min-w-0 flex-1 select-text break-all font-mono text-small">
                {command}
              </code>
              <CopyButton text={command} label={t("detail.mend.copy_command")} />
            </li>
          ))}
        </ul>
      )}
      <Button variant="primary" loading={busy} data-testid="mend-look-again" onClick={onRetry}>
        <SearchCheck aria-hidden size={14} />
        {t("detail.mend.look_again")}
      </Button>
    </>
  );
}
