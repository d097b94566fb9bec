import { useTranslation } from "react-i18next";
import { JsonTree } from "@/components/json-tree";
import { PlainText } from "@/components/plain-text";
import { isObject } from "../schema/json";
import { ContentBlock } from "./content-block";
import { contentsOf, partsOf } from "./parts";
import { ResourceBlock } from "./resource-block";
import { Structured } from "./structured";

/** Pieces that are shown; the raw message has them all. */
const MAX_PIECES = 100;

export interface PiecesProps {
  result: unknown;
  outputSchema: unknown;
  cut: boolean;
}

/** A result in its pieces: content, resources, messages, structured content. */
export function Pieces({ result, outputSchema, cut }: PiecesProps) {
  const { t } = useTranslation();
  const { blocks, contents, messages, description, structured } = partsOf(result);
  const count = blocks.length + contents.length + messages.length;
  if (count === 0 && structured === undefined) {
    const bare = isObject(result) && Object.keys(result).length > 0;
    return bare ? (
      <JsonTree value={result} label={t("explorer.result.title")} />
    ) : (
      <p className="text-muted">{t("explorer.result.nothing")}</p>
    );
  }
  return (
    <>
      {description && <PlainText text={description} className="text-muted" />}
      {blocks.slice(0, MAX_PIECES).map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        <ContentBlock key={i} block={block} />
      ))}
      {contents.slice(0, MAX_PIECES).map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        <ResourceBlock key={i} resource={contentsOf(one)} />
      ))}
      {messages.slice(0, MAX_PIECES).map((message, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        <PromptMessage key={i} message={message} />
      ))}
      {count > MAX_PIECES && (
        <p className="text-muted">
          {t("explorer.result.more_pieces", { count: count - MAX_PIECES })}
        </p>
      )}
      {structured !== undefined && (
        <Structured value={structured} schema={outputSchema} cut={cut} />
      )}
    </>
  );
}

/** A message that a prompt makes. */
function PromptMessage({ message }: { message: unknown }) {
  const { t } = useTranslation();
  const { role, content } = isObject(message) ? message : {};
  const known = role === "user" || role === "assistant";
  return (
    <section data-testid="result-message" className="flex flex-col gap-1">
      <h4 className="text-muted text-small">{known ? t(`explorer.roles.${role}`) : "—"}</h4>
      <ContentBlock block={content} />
    </section>
  );
}
