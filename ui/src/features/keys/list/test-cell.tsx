import { useTranslation } from "react-i18next";
import { Spinner } from "@/components/spinner";
import type { KeyView } from "@/ipc/bindings";
import { isTestable } from "../kinds";
import { OutcomeLine } from "../outcome";
import { useIsTesting } from "../testing";

/** How the last test of a key ended, or that one is under way. */
export function TestCell({ row }: { row: KeyView }) {
  const { t } = useTranslation();
  const testing = useIsTesting(row);
  if (testing) {
    return (
      <span data-testid={`key-testing-${row.name}`} className="flex items-center gap-1.5">
        <Spinner className="shrink-0 text-progress" />
        <span className="truncate text-muted text-small">{t("keys.test.running")}</span>
      </span>
    );
  }
  return (
    <span data-testid={`key-outcome-${row.name}`} className="block min-w-0">
      {row.last_test ? (
        <OutcomeLine test={row.last_test} stale={row.test_is_stale} />
      ) : (
        <span className="truncate text-muted text-small">
          {t(isTestable(row.target) ? "keys.test.never" : "keys.test.untestable")}
        </span>
      )}
    </span>
  );
}
