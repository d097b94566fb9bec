import { Filter, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
import { MenuCheckItem, MenuLabel } from "@/components/menu-check-item";
import { LEVEL_CHOICES, type LogAddress, STREAMS } from "./log-address";

/** Which lines are left out, by level and by where they come from. */
export function LogFilterMenu({ address }: { address: LogAddress }) {
  const { t } = useTranslation();
  const { hiddenLevels, hiddenStreams } = address;
  const hidden = hiddenLevels.size + hiddenStreams.size;
  return (
    <DropdownMenu
      trigger={
        <IconButton
          icon={Filter}
          size="small"
          label={t("log.filter")}
          pressed={hidden > 0}
          data-testid="log-filter"
        />
      }
    >
      <MenuLabel text={t("log.by_level")} />
      {LEVEL_CHOICES.map((level) => (
        <MenuCheckItem
          key={level}
          label={t(`log.levels.${level}`)}
          checked={!hiddenLevels.has(level)}
          data-testid={`log-level-${level}`}
          onChange={() => address.toggle(level)}
        />
      ))}
      <MenuSeparator />
      <MenuLabel text={t("log.by_stream")} />
      {STREAMS.map((stream) => (
        <MenuCheckItem
          key={stream}
          label={t(`log.streams.${stream}`)}
          checked={!hiddenStreams.has(stream)}
          data-testid={`log-stream-${stream}`}
          onChange={() => address.toggle(stream)}
        />
      ))}
      {hidden > 0 && (
        <>
          <MenuSeparator />
          <MenuItem icon={RotateCcw} label={t("log.show_all")} onSelect={address.showAll} />
        </>
      )}
    </DropdownMenu>
  );
}
