import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { startTransition, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Kbd } from "@/components/kbd";
import { Keys } from "@/components/keys";
import { useLayer } from "@/components/layer";
import { cx } from "@/lib/cx";
import { type PaletteCommand, usePaletteSources } from "@/lib/palette";
import { prepare } from "./rank";
import { recentCommands, rememberCommand } from "./recent";
import { browse, FIRST_DRAWN, find, MAX_DRAWN, type Sections } from "./sections";

/**
 * Everything that can be done, by its name. Mounted while it is open.
 *
 * It opens at once over a page of any size: it does not lock the page behind it, which would have
 * the whole of it styled anew. The scrim takes the pointer, and the field keeps the focus, since
 * nothing else in here takes it.
 */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const layer = useLayer();
  const [query, setQuery] = useState("");
  const { sections, total } = useSections(query);
  const chosen = useRef<PaletteCommand | null>(null);
  const [before] = useState(() => document.activeElement);

  const choose = (command: PaletteCommand) => {
    rememberCommand(command.id);
    chosen.current = command;
    onClose();
  };

  return (
    <Radix.Root open modal={false} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal container={layer}>
        <div aria-hidden className="fixed inset-0 z-50 bg-scrim" />
        <Radix.Content
          data-modal=""
          aria-modal
          data-testid="palette"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // The focus is back where it was before the command moves it elsewhere.
            if (before instanceof HTMLElement) before.focus({ preventScroll: true });
            chosen.current?.run();
          }}
          onKeyDown={(event) => {
            const again = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
            if (again || event.key === "Tab") event.preventDefault();
            if (again) onClose();
          }}
          className="fixed inset-x-0 top-[max(1rem,12vh)] z-50 mx-auto w-[calc(100vw-2rem)] max-w-150 overflow-hidden rounded-card border border-border bg-overlay shadow-overlay outline-none"
        >
          <Radix.Title className="sr-only">{t("palette.title")}</Radix.Title>
          <Command shouldFilter={false} loop vimBindings={false} label={t("palette.title")}>
            <div className="flex h-12 items-center gap-2.5 border-border border-b px-4">
              <Search aria-hidden size={16} className="shrink-0 text-muted" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder={t("palette.placeholder")}
                data-testid="palette-input"
                className="h-full min-w-0 flex-1 bg-transparent text-section text-text outline-none placeholder:text-muted"
              />
            </div>
            <Command.List
              label={t("palette.groups.results")}
              className="max-h-[min(26rem,60vh)] overflow-y-auto overscroll-contain p-1.5"
            >
              {sections.map(({ group, commands }) => (
                <Command.Group
                  key={group}
                  heading={t(`palette.groups.${group}`)}
                  className="**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-muted **:[[cmdk-group-heading]]:text-small"
                >
                  {commands.map((command) => (
                    <CommandItem key={command.id} command={command} onChoose={choose} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            {total === 0 && query.trim() !== "" && (
              <div className="px-4 py-8 text-center" data-testid="palette-empty">
                <p className="break-words font-medium">{t("palette.empty", { query })}</p>
                <p className="mt-1 text-muted">{t("palette.empty_hint")}</p>
              </div>
            )}
            <Footer more={total - MAX_DRAWN} />
            <p role="status" className="sr-only">
              {query.trim() !== "" && t("palette.results", { count: total })}
            </p>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function useSections(query: string): Sections {
  const sources = usePaletteSources();
  const limit = useLimit();
  const recent = useMemo(recentCommands, []);
  const commands = useMemo(() => [...sources.values()].flatMap((source) => source()), [sources]);
  const searching = query.trim();
  // Thousands of texts: made ready with the first letter, not with the opening.
  const wanted = searching !== "";
  const candidates = useMemo(() => (wanted ? prepare(commands) : []), [wanted, commands]);
  return useMemo(
    () => (wanted ? find(candidates, searching, recent) : browse(commands, recent, limit)),
    [wanted, candidates, searching, recent, commands, limit],
  );
}

/** What is in sight is drawn first; what lies below it follows when that can be seen. */
function useLimit(): number {
  const [limit, setLimit] = useState(FIRST_DRAWN);
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setLimit(MAX_DRAWN)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return limit;
}

interface CommandItemProps {
  command: PaletteCommand;
  onChoose: (command: PaletteCommand) => void;
}

function CommandItem({ command, onChoose }: CommandItemProps) {
  const { icon: Icon, label, note, shortcut } = command;
  return (
    <Command.Item
      value={command.id}
      onSelect={() => onChoose(command)}
      data-testid={`palette-${command.id}`}
      className="flex h-9 items-center gap-2.5 rounded-control px-2.5 data-[selected=true]:bg-selected"
    >
      <Icon aria-hidden size={15} className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate" title={label}>
        {label}
      </span>
      {note && <span className="shrink-0 text-muted text-small">{note}</span>}
      {shortcut && <Keys of={shortcut} />}
    </Command.Item>
  );
}

function Footer({ more }: { more: number }) {
  const { t } = useTranslation();
  return (
    <div
      className={cx(
        "flex h-9 items-center gap-4 border-border border-t px-4 text-muted text-small",
        more <= 0 && "max-sm:hidden",
      )}
    >
      <span className="min-w-0 flex-1 truncate">
        {more > 0 && t("palette.more", { count: more })}
      </span>
      <span aria-hidden className="flex items-center gap-4 max-sm:hidden">
        {(["move", "run", "close"] as const).map((hint) => (
          <span key={hint} className="flex items-center gap-1.5">
            <Kbd>{HINT_KEYS[hint]}</Kbd>
            {t(`palette.hints.${hint}`)}
          </span>
        ))}
      </span>
    </div>
  );
}

const HINT_KEYS = { move: "↑↓", run: "↵", close: "Esc" } as const;
