import { Download, EllipsisVertical, Play, Plus, Square } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { DropdownMenu, MenuItem } from "@/components/dropdown-menu";
import { HeaderAction } from "@/components/header-action";
import { IconButton } from "@/components/icon-button";
import { PageHeader } from "@/components/page-header";
import { useMediaQuery } from "@/lib/use-media-query";
import { actionsFor, type Row } from "../model";
import { useServerActions } from "../server-actions";

export interface ServersHeaderProps {
  rows: readonly Row[] | undefined;
  onAdd: () => void;
  onImport: () => void;
}

/** The page's title and its actions; an empty page asks for the first server in its middle. */
export function ServersHeader({ rows, onAdd, onImport }: ServersHeaderProps) {
  const { t } = useTranslation();
  const { runAll } = useServerActions();
  const roomy = useMediaQuery("(min-width: 900px)");
  const startable = rows?.some((row) => actionsFor(row)[0] === "start");
  const stoppable = rows?.some((row) => row.state !== "failed" && actionsFor(row).includes("stop"));
  const quiet = [
    {
      key: "start",
      icon: Play,
      label: t("servers.start_all"),
      enabled: startable,
      run: () => runAll("start"),
    },
    {
      key: "stop",
      icon: Square,
      label: t("servers.stop_all"),
      enabled: stoppable,
      run: () => runAll("stop"),
    },
    {
      key: "import",
      icon: Download,
      label: t("servers.import"),
      enabled: true,
      run: onImport,
    },
  ] as const;
  return (
    <PageHeader
      title={t("servers.title")}
      actions={
        <>
          {rows &&
            rows.length > 0 &&
            (roomy ? (
              quiet.map(({ key, icon: Icon, label, enabled, run }) => (
                <Button
                  key={key}
                  variant="quiet"
                  disabled={!enabled}
                  data-testid={`servers-${key}`}
                  onClick={run}
                >
                  <Icon aria-hidden size={14} />
                  {label}
                </Button>
              ))
            ) : (
              <DropdownMenu
                trigger={
                  <IconButton icon={EllipsisVertical} label={t("servers.columns.actions")} />
                }
              >
                {quiet.map(({ key, icon, label, run }) => (
                  <MenuItem key={key} icon={icon} label={label} onSelect={run} />
                ))}
              </DropdownMenu>
            ))}
          {rows?.length !== 0 && (
            <HeaderAction
              variant="primary"
              icon={Plus}
              label={t("servers.add")}
              onClick={onAdd}
              data-testid="add-server"
            />
          )}
        </>
      }
    />
  );
}
