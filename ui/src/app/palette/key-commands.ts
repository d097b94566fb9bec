import {
  FlaskConical,
  KeyRound,
  LockOpen,
  type LucideIcon,
  Pencil,
  Plus,
  Replace,
  Trash2,
} from "lucide-react";
import { useCallback } from "react";
import { useToasts } from "@/components/toast-store";
import { openAbove } from "@/features/keys/go-to";
import { canTest } from "@/features/keys/kinds";
import { useOutcomeText } from "@/features/keys/outcome";
import { useKeyTests } from "@/features/keys/testing";
import { type BilingualTemplate, useBilingual } from "@/i18n/use-bilingual";
import type { KeyView } from "@/ipc/bindings";
import { useKeyChange, useKeys } from "@/ipc/key-queries";
import { navigate } from "@/lib/hash-location";
import { type PaletteCommand, usePaletteSource } from "@/lib/palette";
import { paths } from "@/lib/routes";
import { useRun } from "./use-run";

/** Offers keys: to add and test them, and each by its name. */
export function useKeyCommands(): void {
  const { say, template } = useBilingual();
  const list = useKeys().data;
  const tests = useKeyTests();
  const textOf = useOutcomeText();
  const show = useToasts((store) => store.show);
  const { mutateAsync: unlock } = useKeyChange((client, _: null) => client.vaultUnlock({}));
  const run = useRun();

  const test = useCallback(
    async (key: KeyView) => {
      const { name, last_test: result } = await tests.one(key);
      if (!result) return;
      const tone = result.outcome === "works" ? "good" : "bad";
      show({ title: name, text: textOf(result), tone, about: `key:${name}` });
    },
    [tests, textOf, show],
  );

  const source = useCallback((): PaletteCommand[] => {
    const templates = new Map<string, BilingualTemplate>();
    const of = (key: KeyView): PaletteCommand[] => {
      const make = (
        id: "open" | "test" | "rotate" | "edit" | "remove",
        icon: LucideIcon,
        act: (label: string) => void,
      ): PaletteCommand => {
        const known = templates.get(id) ?? template(`palette.key.${id}`);
        templates.set(id, known);
        const { label, keywords } = known(key.name);
        return {
          id: `key:${key.name}:${id}`,
          group: "keys",
          icon,
          label,
          keywords,
          onlySearched: true,
          run: () => act(label),
        };
      };
      const { name } = key;
      return [
        make("open", KeyRound, () => openAbove("key", name)),
        ...(canTest(key)
          ? [make("test", FlaskConical, (label) => run(label, () => test(key)))]
          : []),
        make("rotate", Replace, () => openAbove("rotate", name)),
        make("edit", Pencil, () => openAbove("edit", name)),
        make("remove", Trash2, () => openAbove("remove", name)),
      ];
    };
    const add = say("palette.actions.add_key");
    const commands: PaletteCommand[] = [
      {
        id: "keys:add",
        group: "actions",
        icon: Plus,
        ...add,
        run: () => navigate(paths.addKey()),
      },
    ];
    if (!list) return commands;
    if (list.keys.some(canTest)) {
      const text = say("palette.actions.test_keys");
      commands.push({
        id: "keys:test",
        group: "actions",
        icon: FlaskConical,
        ...text,
        run: () => {
          navigate(paths.keys());
          run(text.label, () => tests.all(list));
        },
      });
    }
    if (list.vault.status === "locked") {
      const text = say("palette.actions.unlock_keys");
      const byKeychain = list.vault.kind === "keychain";
      commands.push({
        id: "keys:unlock",
        group: "actions",
        icon: LockOpen,
        ...text,
        // The passphrase of a file is asked for on the page.
        run: () => (byKeychain ? run(text.label, () => unlock(null)) : navigate(paths.keys())),
      });
    }
    return [...commands, ...list.keys.flatMap(of)];
  }, [say, template, list, tests, test, unlock, run]);

  usePaletteSource("keys", source);
}
