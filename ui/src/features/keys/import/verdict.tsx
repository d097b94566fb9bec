import { useTranslation } from "react-i18next";
import { cx } from "@/lib/cx";
import { visible } from "@/lib/visible";
import { type Entry, isStuck } from "./model";

const LOOKS = {
  new: "bg-progress-tint text-progress",
  replaces: "bg-warn-tint text-warn",
  same_as: "bg-stopped-tint text-stopped",
  name_taken: "bg-warn-tint text-warn",
  overridden: "bg-stopped-tint text-stopped",
  stuck: "bg-danger-tint text-danger",
  invalid: "bg-danger-tint text-danger",
} as const;

type Shown = keyof typeof LOOKS;

/** What would be done with it as things stand, which the name that one types may change. */
function shownOf({ found, wish, taken }: Entry): Shown {
  const { kind } = found.verdict;
  if (isStuck(found) && kind !== "invalid") return "stuck";
  if (kind !== "new" && kind !== "name_taken") return kind;
  if (!taken) return "new";
  return wish.replace ? "replaces" : "name_taken";
}

/** What would be done with it, in a few words. */
export function Verdict({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const shown = shownOf(entry);
  return (
    <span
      data-testid={`key-import-verdict-${entry.found.id}`}
      className={cx("break-all rounded-control px-1.5 py-px", LOOKS[shown])}
    >
      {t(`key_import.verdicts.${shown}`, { name: visible(entry.wish.name) })}
    </span>
  );
}

/** Why, where that does not go without saying. */
export function VerdictText({ entry }: { entry: Entry }) {
  const text = useText(entry);
  return text && <p className="text-pretty break-words text-muted text-small">{text}</p>;
}

function useText(entry: Entry): string | null {
  const { t } = useTranslation();
  const { found, wish } = entry;
  const name = visible(wish.name);
  switch (shownOf(entry)) {
    case "new":
      return null;
    case "replaces":
      return t("key_import.why.replaces", { name });
    case "name_taken":
      return t("key_import.why.name_taken", { name });
    case "same_as":
      return t(found.is_replaceable ? "key_import.why.same_ours" : "key_import.why.same_theirs", {
        name,
      });
    case "stuck":
      return t("key_import.why.stuck");
    case "overridden":
      return t("key_import.why.overridden");
    case "invalid": {
      if (found.verdict.kind !== "invalid") return null;
      const { message, hint } = found.verdict.problem;
      return visible([message, hint].filter(Boolean).join(" "));
    }
  }
}
