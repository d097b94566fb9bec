import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/dialog";
import { Keys } from "@/components/keys";
import { type ListedShortcut, SHORTCUTS } from "@/lib/shortcuts";

const GROUPS = ["general", "go", "list", "keys", "server"] as const;

/** Every shortcut, in words. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("shortcuts.title")}
      description={t("shortcuts.description")}
      readOnly
    >
      {GROUPS.map((group) => (
        <section key={group} className="mt-3" data-testid={`shortcuts-${group}`}>
          <h3 className="mb-1 font-medium text-muted text-small">
            {t(`shortcuts.groups.${group}`)}
          </h3>
          <dl>
            {idsOf(group).map((id) => (
              <div key={id} className="flex h-7.5 items-center gap-3">
                <dt className="min-w-0 flex-1 truncate">{t(`shortcuts.names.${id}`)}</dt>
                <dd>
                  <Keys of={id} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function idsOf(group: (typeof GROUPS)[number]): ListedShortcut[] {
  return (Object.keys(SHORTCUTS) as ListedShortcut[]).filter((id) => SHORTCUTS[id].group === group);
}
