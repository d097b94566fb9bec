import { useTranslation } from "react-i18next";
import { visible } from "@/lib/visible";
import type { Item } from "../catalog/items";
import { useRun } from "../run/use-run";
import { DetailFrame } from "./detail-frame";
import { TextArguments } from "./text-arguments";
import { expand } from "./uri-template";
import { useTexts } from "./use-texts";

export interface TemplatePanelProps {
  serverId: string;
  item: Extract<Item, { kind: "template" }>;
  /** Whether the server completes variables. */
  completes: boolean;
}

/** A resource template: its variables, the URI that they make, and what is there. */
export function TemplatePanel({ serverId, item, completes }: TemplatePanelProps) {
  const { t } = useTranslation();
  const { uri_template: template, variables } = item.template;
  const handle = useRun(serverId, item);
  const { texts, set } = useTexts(serverId, "template", template);
  const uri = expand(template, texts);
  return (
    <DetailFrame
      serverId={serverId}
      item={item}
      selection={item}
      handle={handle}
      label={t("explorer.run.resource")}
      onRun={() => handle.start({ kind: "resource", uri })}
      onReset={() => set(null)}
      onRepeat={handle.start}
      onOpen={handle.open}
    >
      <section className="flex flex-col gap-3" aria-label={t("explorer.form.variables")}>
        <h3 className="font-semibold text-section">{t("explorer.form.variables")}</h3>
        <TextArguments
          serverId={serverId}
          reference={completes ? { kind: "template", uri_template: template } : null}
          list={variables.map((name) => ({
            name,
            title: null,
            description: null,
            required: false,
          }))}
          values={texts}
          onChange={set}
          attempted={false}
        />
        <p className="text-muted">
          {t("explorer.form.reads")}{" "}
          <code data-testid="template-uri" className="select-text break-all font-mono text-text">
            {visible(uri)}
          </code>
        </p>
      </section>
    </DetailFrame>
  );
}
