import { Filter, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import {
  DropdownMenu,
  MenuCheckboxItem,
  MenuItem,
  MenuLabel,
  MenuSeparator,
} from "@/components/dropdown-menu";
import { IconButton } from "@/components/icon-button";
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
      <MenuLabel>{t("log.by_level")}</MenuLabel>
      {LEVEL_CHOICES.map((level) => (
        <MenuCheckboxItem
          key={level}
          label={t(`log.levels.${level}`)}
          checked={!hiddenLevels.has(level)}
          data-testid={`log-level-${level}`}
          onChange={() => address.toggle(level)}
        />
      ))}
      <MenuSeparator />
      <MenuLabel>{t("log.by_stream")}</MenuLabel>
      {STREAMS.map((stream) => (
        <MenuCheckboxItem
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
