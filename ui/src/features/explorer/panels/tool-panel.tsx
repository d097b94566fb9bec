import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CallTarget } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { annotationsOf, type Item } from "../catalog/items";
import { ConfirmRun } from "../run/confirm-run";
import { keyOf, storeOf } from "../run/store";
import { useRun } from "../run/use-run";
import { ArgumentsEditor } from "../schema/arguments-editor";
import { fieldTree } from "../schema/field-tree";
import { isObject, type Json } from "../schema/json";
import { DetailFrame } from "./detail-frame";
import { useArguments } from "./use-arguments";

export interface ToolPanelProps {
  serverId: string;
  item: Extract<Item, { kind: "tool" }>;
}

/** A tool: its arguments, a call of it, and what came of it. */
export function ToolPanel({ serverId, item }: ToolPanelProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { tool } = item;
  const handle = useRun(serverId, item);
  const args = useArguments(serverId, "tool", tool.name, tool.input_schema);
  const [asked, setAsked] = useState<(() => void) | null>(null);
  const agreement = keyOf(serverId, "tool", tool.name);

  /** Runs at once what destroys nothing, or what one agreed to before. */
  const withConsent = (go: () => void) => {
    const agreed = storeOf(client).getState().agreed.has(agreement);
    if (!annotationsOf(tool).destructive || agreed) go();
    else setAsked(() => go);
  };
  const call = (value: Json) => {
    const target: CallTarget = { kind: "tool", name: tool.name, arguments: value };
    withConsent(() => handle.start(target));
  };
  const issues = args.checked.kind === "checked" ? args.checked.issues : [];
  const canInsist = args.attempted && args.valid && issues.length > 0 && isObject(args.value ?? {});
  return (
    <>
      <DetailFrame
        serverId={serverId}
        item={item}
        selection={item}
        handle={handle}
        label={t("explorer.run.tool")}
        disabled={!args.valid}
        onRun={() => args.send(call)}
        onInsist={canInsist ? () => args.send(call, true) : undefined}
        onReset={takesNothing(tool.input_schema) ? undefined : args.reset}
        onRepeat={(target, timeoutMs) => withConsent(() => handle.start(target, timeoutMs))}
        onOpen={handle.open}
        outputSchema={tool.output_schema}
      >
        {takesNothing(tool.input_schema) ? (
          <p className="text-muted">{t("explorer.form.no_arguments")}</p>
        ) : (
          <ArgumentsEditor
            key={args.generation}
            title={t("explorer.form.arguments")}
            schema={tool.input_schema}
            draft={args.draft}
            onChange={args.setDraft}
            checked={args.checked}
            attempted={args.attempted}
            valid={args.valid}
            onValid={args.setValid}
          />
        )}
      </DetailFrame>
      {asked && (
        <ConfirmRun
          tool={item.label}
          onClose={() => setAsked(null)}
          onRun={() => {
            storeOf(client).getState().agree(agreement);
            setAsked(null);
            asked();
          }}
        />
      )}
    </>
  );
}

/** Whether a schema has no field at all. */
function takesNothing(schema: unknown): boolean {
  const field = fieldTree(schema);
  return field.kind === "group" && field.properties.length === 0 && field.additional === null;
}
