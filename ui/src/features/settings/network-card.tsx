import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/error-state";
import { FieldError } from "@/components/field";
import { Input } from "@/components/input";
import { Skeleton } from "@/components/skeleton";
import { useToasts } from "@/components/toast-store";
import type { NetworkSettings, Problem } from "@/ipc/bindings";
import { toProblem } from "@/ipc/errors";
import { useNetwork, useSetNetwork } from "@/ipc/network-queries";
import { SettingRow } from "./setting-row";
import { SettingsCard } from "./settings-card";

/** Every setting, and an example of what it may be. */
const SETTINGS = [
  { id: "proxy", example: "http://proxy.example.com:3128" },
  { id: "no_proxy", example: "example.com, 10.0.0.0/8" },
  { id: "ca_file", example: "/etc/ssl/certs/company.pem" },
] as const satisfies readonly { id: keyof NetworkSettings; example: string }[];

type Id = (typeof SETTINGS)[number]["id"];

/** How the console reaches the network. What is typed is stored when its field is left. */
export function NetworkCard() {
  const { t } = useTranslation();
  const network = useNetwork();
  if (network.error && !network.data) {
    return (
      <ErrorState
        title={t("settings.network.load_failed")}
        problem={toProblem(network.error)}
        onRetry={() => void network.refetch()}
      />
    );
  }
  return (
    <SettingsCard title={t("settings.network.title")}>
      {SETTINGS.map(({ id, example }) => (
        <NetworkSetting key={id} id={id} example={example} stored={network.data} />
      ))}
    </SettingsCard>
  );
}

interface NetworkSettingProps {
  id: Id;
  example: string;
  /** `undefined` while it is loading. */
  stored: NetworkSettings | undefined;
}

function NetworkSetting({ id, example, stored }: NetworkSettingProps) {
  const { t } = useTranslation();
  const show = useToasts((store) => store.show);
  const save = useSetNetwork();
  const known = stored?.[id] ?? "";
  const [text, setText] = useState(known);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);

  useEffect(() => setText(known), [known]);

  const store = () => {
    const wanted = text.trim();
    if (!stored || save.isPending || wanted === known) {
      setText((now) => (now.trim() === known ? known : now));
      return;
    }
    save.mutate(
      { [id]: wanted || null },
      {
        onSuccess: () => {
          setProblem(null);
          setSaved(true);
        },
        onError: (thrown) => {
          const refused = toProblem(thrown);
          if (refused.field === id) setProblem(refused);
          else show({ title: t("settings.save_failed"), problem: refused });
        },
      },
    );
  };
  const help = `${id}-help`;
  return (
    <SettingRow
      label={t(`settings.network.${id}`)}
      hint={t(`settings.network.${id}_hint`)}
      htmlFor={id}
    >
      <div className="w-72 max-w-full">
        {stored === undefined ? (
          <Skeleton className="h-8" />
        ) : (
          <div className="relative">
            <Input
              id={id}
              data-testid={`network-${id}`}
              value={text}
              placeholder={example}
              aria-invalid={problem ? true : undefined}
              aria-describedby={help}
              onChange={(event) => {
                setText(event.target.value);
                setProblem(null);
                setSaved(false);
              }}
              onBlur={store}
              onKeyDown={(event) => {
                if (event.key === "Enter") store();
                if (event.key === "Escape") {
                  setText(known);
                  setProblem(null);
                }
              }}
            />
            {saved && (
              <Check aria-hidden size={14} className="absolute top-2.25 right-2.5 text-up" />
            )}
          </div>
        )}
        <div id={help} role="status" className="mt-1 text-small empty:hidden">
          {saved && <span className="sr-only">{t("settings.network.saved")}</span>}
          {problem && (
            <FieldError>{[problem.message, problem.hint].filter(Boolean).join(" ")}</FieldError>
          )}
        </div>
      </div>
    </SettingRow>
  );
}
