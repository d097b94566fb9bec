import { KeyRound, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
import { useKeys } from "@/ipc/key-queries";
import { freeName, keyNameFor, type Spot } from "./key-names";

export interface UseKeyMenuProps {
  /** Where the reference will stand. */
  spot: Spot;
  onUse: (key: string) => void;
  /** A key that there is not yet. */
  onNew: (name: string) => void;
}

/** Puts a reference to a key in place of a value. */
export function UseKeyMenu({ spot, onUse, onNew }: UseKeyMenuProps) {
  const { t } = useTranslation();
  const keys = useKeys().data?.keys ?? [];
  const { name } = spot;
  const newName = () =>
    freeName(
      keyNameFor(spot),
      keys.map((key) => key.name),
    );
  return (
    <DropdownMenu
      trigger={
        <IconButton
          icon={KeyRound}
          size="small"
          label={name === "" ? t("add.use_key") : t("add.use_key_for", { name })}
          tooltip={t("add.use_key")}
          data-testid="use-key"
        />
      }
    >
      <MenuLabel>{t(keys.length === 0 ? "add.no_keys" : "add.use_key")}</MenuLabel>
      {keys.map((key) => (
        <MenuItem
          key={key.name}
          icon={KeyRound}
          label={key.name}
          data-testid={`use-key-${key.name}`}
          onSelect={() => onUse(key.name)}
        />
      ))}
      <MenuSeparator />
      <MenuItem
        icon={Plus}
        label={t("add.new_key")}
        data-testid="use-key-new"
        onSelect={() => onNew(newName())}
      />
    </DropdownMenu>
  );
}
