import { useTranslation } from "react-i18next";
import type { Item } from "../catalog/items";
import { useRun } from "../run/use-run";
import { DetailFrame } from "./detail-frame";
import { TextArguments } from "./text-arguments";
import { useTexts } from "./use-texts";

export interface PromptPanelProps {
  serverId: string;
  item: Extract<Item, { kind: "prompt" }>;
  /** Whether the server completes arguments. */
  completes: boolean;
}

/** A prompt: its arguments, and the messages that it makes. */
export function PromptPanel({ serverId, item, completes }: PromptPanelProps) {
  const { t } = useTranslation();
  const { name, arguments: list } = item.prompt;
  const handle = useRun(serverId, item);
  const { texts, set, attempted, setAttempted } = useTexts(serverId, "prompt", name);
  const missing = list.some((one) => one.required && !texts[one.name]);
  const get = () => handle.start({ kind: "prompt", name, arguments: texts });
  return (
    <DetailFrame
      serverId={serverId}
      item={item}
      selection={item}
      handle={handle}
      label={t("explorer.run.prompt")}
      onRun={() => {
        setAttempted(true);
        if (!missing) get();
      }}
      onInsist={attempted && missing ? get : undefined}
      onReset={list.length > 0 ? () => set(null) : undefined}
      onRepeat={handle.start}
      onOpen={handle.open}
    >
      {list.length > 0 ? (
        <section className="flex flex-col gap-3" aria-label={t("explorer.form.arguments")}>
          <h3 className="font-semibold text-section">{t("explorer.form.arguments")}</h3>
          <TextArguments
            serverId={serverId}
            reference={completes ? { kind: "prompt", name } : null}
            list={list}
            values={texts}
            onChange={set}
            attempted={attempted}
          />
        </section>
      ) : (
        <p className="text-muted">{t("explorer.form.no_prompt_arguments")}</p>
      )}
    </DetailFrame>
  );
}
