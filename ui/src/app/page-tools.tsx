import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Keys } from "@/components/keys";
import { NoticesBell } from "@/features/notices/notices-bell";
import type { ServerNameOf } from "@/features/notices/server-names";
import { openPalette } from "./overlay-store";

/** What stands at the right end of every page's header. */
export function PageTools({ nameOf }: { nameOf: ServerNameOf }) {
  const { t } = useTranslation();
  return (
    <>
      <button
        type="button"
        onClick={openPalette}
        title={t("nav.palette")}
        data-testid="open-palette"
        className="inline-flex h-8 items-center justify-center gap-2 rounded-control text-muted hover:bg-hover hover:text-text max-lg:w-8 lg:border lg:border-border lg:bg-raised lg:pr-1.5 lg:pl-2.5"
      >
        <Search aria-hidden size={15} />
        <span className="max-lg:sr-only">{t("nav.search")}</span>
        <span className="max-lg:hidden">
          <Keys of="palette" />
        </span>
      </button>
      <NoticesBell nameOf={nameOf} />
    </>
  );
}
