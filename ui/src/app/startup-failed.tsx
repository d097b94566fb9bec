import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/error-state";
import type { Problem } from "@/ipc/bindings";
import { useReady } from "./use-ready";

/** In place of everything where the console could not start: why, and what to do. */
export function StartupFailed({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  useReady();

  return (
    <main className="flex h-full items-center px-6" data-testid="startup-failed">
      <ErrorState title={t("app.startup_failed")} problem={problem} />
    </main>
  );
}
