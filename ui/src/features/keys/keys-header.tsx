import { Download, EllipsisVertical, FlaskConical, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/button";
import { DropdownMenu, MenuItem } from "@/components/dropdown-menu";
import { HeaderAction } from "@/components/header-action";
import { IconButton } from "@/components/icon-button";
import { PageHeader } from "@/components/page-header";
import type { KeyList } from "@/ipc/bindings";
import { useMediaQuery } from "@/lib/use-media-query";
import { NAMELESS, openAbove } from "./go-to";
import { useKeyActions } from "./key-actions";
import { canTest } from "./kinds";
import { useAreTesting } from "./testing";

/** The page's title and its actions; an empty page asks for the first key in its middle. */
export function KeysHeader({ list }: { list: KeyList | undefined }) {
  const { t } = useTranslation();
  const actions = useKeyActions();
  const testing = useAreTesting();
  const roomy = useMediaQuery("(min-width: 900px)");
  const testable = list?.keys.some(canTest) ?? false;
  const empty = list && list.keys.length + list.missing.length === 0;
  const testAll = () => list && actions.testAll(list);
  const bring = () => openAbove("import", "env");
  return (
    <PageHeader
      title={t("keys.title")}
      actions={
        <>
          {list && !empty && roomy && (
            <>
              <Button
                variant="quiet"
                disabled={!testable}
                loading={testing}
                data-testid="keys-test-all"
                onClick={testAll}
              >
                <FlaskConical aria-hidden size={14} />
                {t("keys.test_all")}
              </Button>
              <Button variant="quiet" data-testid="keys-import" onClick={bring}>
                <Download aria-hidden size={14} />
                {t("keys.import")}
              </Button>
            </>
          )}
          {list && !empty && !roomy && (
            <DropdownMenu
              trigger={
                <IconButton
                  icon={EllipsisVertical}
                  label={t("servers.columns.actions")}
                  data-testid="keys-menu"
                />
              }
            >
              {testable && !testing && (
                <MenuItem icon={FlaskConical} label={t("keys.test_all")} onSelect={testAll} />
              )}
              <MenuItem icon={Download} label={t("keys.import")} onSelect={bring} />
            </DropdownMenu>
          )}
          {!empty && (
            <HeaderAction
              variant="primary"
              icon={Plus}
              label={t("keys.add")}
              onClick={() => openAbove("add", NAMELESS)}
              data-testid="add-key"
            />
          )}
        </>
      }
    />
  );
}
