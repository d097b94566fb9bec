import { useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/components/toast-store";
import type { KeyList, KeyTestOutcome, KeyUse, KeyView } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { toProblem } from "@/ipc/errors";
import { queryKeys } from "@/ipc/query-keys";
import { canTest } from "./kinds";
import { useOutcomeText } from "./outcome";
import { useKeyTests } from "./testing";

/** What the parts of the page can do. Failures are shown; nothing is thrown. */
export interface KeyActions {
  /** Tests a key; the result stands in its row. */
  test: (key: KeyView) => void;
  testAll: (list: KeyList) => void;
  /** Starts or restarts servers that use a key. */
  control: (uses: readonly KeyUse[], kind: "start" | "restart") => void;
}

const KeyActionsContext = createContext<KeyActions | null>(null);

/** The actions. */
export function useKeyActions(): KeyActions {
  const actions = useContext(KeyActionsContext);
  if (!actions) throw new Error("useKeyActions needs a KeyActionsProvider above it");
  return actions;
}

/** The actions, and what is said of a test that ended, for those who only hear it. */
function useMadeActions(): { actions: KeyActions; said: string } {
  const { t } = useTranslation();
  const client = useClient();
  const queries = useQueryClient();
  const tests = useKeyTests();
  const textOf = useOutcomeText();
  const show = useToasts((store) => store.show);
  const [said, setSaid] = useState("");

  const actions = useMemo<KeyActions>(() => {
    const test = async (key: KeyView) => {
      try {
        const { last_test: result } = await tests.one(key);
        setSaid(result ? `${key.name}: ${textOf(result)}` : "");
      } catch (thrown) {
        show({ title: t("keys.test.failed", { name: key.name }), problem: toProblem(thrown) });
      }
    };

    const testAll = async (list: KeyList) => {
      try {
        const after = await tests.all(list);
        const tested = after.keys.filter((key) => canTest(key) && key.last_test);
        const good = countOf(tested, "works") === tested.length;
        show({
          title: t("keys.test.all_done", { count: tested.length }),
          text: summaryOf(tested, t),
          tone: good ? "good" : "bad",
          about: "keys:test-all",
        });
      } catch (thrown) {
        show({ title: t("keys.test.all_failed"), problem: toProblem(thrown) });
      }
    };

    const control = async (uses: readonly KeyUse[], kind: "start" | "restart") => {
      const ids = [...new Set(uses.map((use) => use.server))];
      try {
        const { done, failed } = await client.serversBulk({ ids, action: { kind } });
        if (done.length > 0) {
          show({ title: t(`servers.bulk.done.${kind}`, { count: done.length }) });
        }
        for (const { id, problem } of failed) {
          const name = uses.find((use) => use.server === id)?.name ?? id;
          const action = t(`servers.actions.${kind}`);
          show({ title: t("servers.action_failed", { action, name }), problem });
        }
      } catch (thrown) {
        show({ title: t("servers.bulk.failed"), problem: toProblem(thrown) });
      } finally {
        void queries.invalidateQueries({ queryKey: queryKeys.servers() });
        void queries.invalidateQueries({ queryKey: queryKeys.keys() });
      }
    };

    return {
      test: (key) => void test(key),
      testAll: (list) => void testAll(list),
      control: (uses, kind) => void control(uses, kind),
    };
  }, [client, queries, tests, textOf, show, t]);

  return { actions, said };
}

const OUTCOMES: readonly KeyTestOutcome[] = [
  "works",
  "refused",
  "rate_limited",
  "unreachable",
  "unclear",
];

function countOf(keys: readonly KeyView[], outcome: KeyTestOutcome): number {
  return keys.filter((key) => key.last_test?.outcome === outcome).length;
}

/** `3 work, 1 refused`. */
function summaryOf(keys: readonly KeyView[], t: TFunction): string {
  return OUTCOMES.map((outcome) => ({ outcome, count: countOf(keys, outcome) }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => t(`keys.test.counts.${outcome}`, { count }))
    .join(", ");
}

/** Gives the actions to everything below. */
export function KeyActionsProvider({ children }: { children: ReactNode }) {
  const { actions, said } = useMadeActions();
  return (
    <KeyActionsContext value={actions}>
      {children}
      <p role="status" className="sr-only">
        {said}
      </p>
    </KeyActionsContext>
  );
}
