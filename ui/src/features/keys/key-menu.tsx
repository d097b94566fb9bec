import {
  Copy,
  FlaskConical,
  PanelRightOpen,
  Pencil,
  Replace,
  RotateCw,
  Trash2,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { MenuItem, MenuSeparator } from "@/components/dropdown-menu";
import { useToasts } from "@/components/toast-store";
import type { KeyView } from "@/ipc/bindings";
import { copyText } from "@/lib/copy-text";
import { referenceOf } from "@/lib/key-reference";
import { openAbove } from "./go-to";
import { useKeyActions } from "./key-actions";
import { canTest } from "./kinds";
import { outdatedOf } from "./model";

/** The items of a key's menu. Its value is not among them: it never comes back out. */
export function KeyMenu({ row }: { row: KeyView }) {
  const { t } = useTranslation();
  const actions = useKeyActions();
  const show = useToasts((store) => store.show);
  const { name } = row;
  const outdated = outdatedOf(row.used_by);
  const copy = async () => {
    const copied = await copyText(referenceOf(name));
    show({ title: t(copied ? "common.copied" : "common.copy_failed") });
  };
  return (
    <>
      {canTest(row) && (
        <MenuItem
          icon={FlaskConical}
          label={t("keys.actions.test")}
          shortcut="t"
          data-testid={`key-test-${name}`}
          onSelect={() => actions.test(row)}
        />
      )}
      <MenuItem
        icon={Replace}
        label={t(row.status === "lost" ? "keys.actions.set" : "keys.actions.rotate")}
        shortcut="r"
        data-testid={`key-rotate-${name}`}
        onSelect={() => openAbove("rotate", name)}
      />
      <MenuItem
        icon={Pencil}
        label={t("keys.actions.edit")}
        shortcut="e"
        data-testid={`key-edit-${name}`}
        onSelect={() => openAbove("edit", name)}
      />
      {outdated.length > 0 && (
        <MenuItem
          icon={RotateCw}
          label={t("keys.restart_servers", { count: outdated.length })}
          data-testid={`key-restart-${name}`}
          onSelect={() => actions.control(outdated, "restart")}
        />
      )}
      <MenuSeparator />
      <MenuItem
        icon={PanelRightOpen}
        label={t("keys.actions.open")}
        data-testid={`key-open-${name}`}
        onSelect={() => openAbove("key", name)}
      />
      <MenuItem icon={Copy} label={t("keys.actions.copy_reference")} onSelect={() => void copy()} />
      <MenuSeparator />
      <MenuItem
        icon={Trash2}
        label={t("keys.actions.remove")}
        shortcut={t("shortcuts.keys.delete")}
        danger
        data-testid={`key-remove-${name}`}
        onSelect={() => openAbove("remove", name)}
      />
    </>
  );
}
