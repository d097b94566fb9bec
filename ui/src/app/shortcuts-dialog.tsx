import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/dialog";
import { Kbd } from "@/components/kbd";

const GENERAL = [
  { label: "focus_filter", keys: ["/"] },
  { label: "go_servers", keys: ["g", "s"] },
  { label: "go_settings", keys: ["g", ","] },
  { label: "show_shortcuts", keys: ["?"] },
  { label: "close", keys: ["esc"] },
] as const;

const LIST = [
  { label: "move_down", keys: ["j"] },
  { label: "move_up", keys: ["k"] },
  { label: "open", keys: ["enter"] },
  { label: "toggle", keys: ["s"] },
  { label: "restart", keys: ["r"] },
  { label: "logs", keys: ["l"] },
  { label: "remove", keys: ["delete"] },
] as const;

type Entry = (typeof GENERAL | typeof LIST)[number];

/** Every shortcut, in words. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("shortcuts.title")}
      description={t("shortcuts.description")}
    >
      <Group title={t("shortcuts.general")} entries={GENERAL} />
      <Group title={t("shortcuts.list")} entries={LIST} />
    </Dialog>
  );
}

function Group({ title, entries }: { title: string; entries: readonly Entry[] }) {
  const { t } = useTranslation();
  return (
    <section className="mt-3">
      <h3 className="mb-1 font-medium text-muted text-small">{title}</h3>
      <dl>
        {entries.map(({ label, keys }) => (
          <div key={label} className="flex h-7.5 items-center gap-1.5">
            <dt className="flex-1">{t(`shortcuts.${label}`)}</dt>
            <dd className="flex items-center gap-1.5">
              {keys.map((key, i) => (
                <span key={key} className="flex items-center gap-1.5">
                  {i > 0 && <span className="text-muted text-small">{t("shortcuts.then")}</span>}
                  <Kbd>{keyName(key, t)}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function keyName(key: Entry["keys"][number], t: ReturnType<typeof useTranslation>["t"]): string {
  switch (key) {
    case "enter":
    case "esc":
    case "delete":
      return t(`shortcuts.keys.${key}`);
    default:
      return key;
  }
}
