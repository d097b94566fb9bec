import { useTranslation } from "react-i18next";
import { isMac } from "@/lib/platform";
import { type ListedShortcut, SHORTCUTS } from "@/lib/shortcuts";
import { Kbd } from "./kbd";

/** What a key is called on the keyboard. */
function useKeyName(): (key: string) => string {
  const { t } = useTranslation();
  return (key) => {
    switch (key) {
      case "mod":
        return isMac() ? "⌘" : t("shortcuts.keys.control");
      case "Enter":
        return t("shortcuts.keys.enter");
      case "Escape":
        return t("shortcuts.keys.esc");
      case "Delete":
        return t("shortcuts.keys.delete");
      default:
        return key;
    }
  };
}

/** One press: a key, with the command key where it is held down, as in `Ctrl K`. */
function Press({ chord }: { chord: string }) {
  const nameOf = useKeyName();
  const parts = chord.split("+");
  return parts.map((part) => (
    // A letter of a chord is written as it stands on its key.
    <Kbd key={part}>
      {parts.length > 1 && part.length === 1 ? part.toUpperCase() : nameOf(part)}
    </Kbd>
  ));
}

/** The keys of a shortcut: `g` then `s`, `Ctrl` `K`. */
export function Keys({ of }: { of: ListedShortcut }) {
  const { t } = useTranslation();
  const keys: readonly string[] = SHORTCUTS[of].keys;
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {keys.map((chord, i) => (
        <span key={chord} className="inline-flex items-center gap-1">
          {i > 0 && <span className="text-muted text-small">{t("shortcuts.then")}</span>}
          <Press chord={chord} />
        </span>
      ))}
    </span>
  );
}
