import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CommandWarning } from "@/ipc/bindings";
import { visible } from "@/lib/visible";

/** Why a person should look twice at a command: what it does, and what that means. */
export function CommandWarnings({ warnings }: { warnings: readonly CommandWarning[] }) {
  const { t } = useTranslation();
  if (warnings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2" data-testid="command-warnings">
      {warnings.map(({ kind, words }) => (
        <li key={`${kind} ${words}`} className="flex gap-2.5 rounded-card bg-warn-tint px-3 py-2.5">
          <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0 text-warn" />
          <div className="min-w-0">
            <h3 className="font-semibold">
              {t(`approve.warnings.${kind}.title`)}
              {words !== "" && (
                <code className="ml-2 break-all font-mono font-normal text-small">
                  {visible(words)}
                </code>
              )}
            </h3>
            <p className="mt-0.5">{t(`approve.warnings.${kind}.why`)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
