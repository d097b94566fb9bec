/** Which keys are being tested now. Kept outside of React: a test goes on where its page is left. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { create } from "zustand";
import type { KeyList, KeyView } from "@/ipc/bindings";
import { useClient } from "@/ipc/client-context";
import { queryKeys } from "@/ipc/query-keys";
import { canTest } from "./kinds";

interface TestingStore {
  /** By name, when the last test was as this one began. */
  begun: ReadonlyMap<string, string | null>;
  begin: (keys: readonly KeyView[]) => void;
  end: (keys: readonly KeyView[]) => void;
}

const useStore = create<TestingStore>((set) => ({
  begun: new Map(),
  begin: (keys) =>
    set(({ begun }) => ({
      begun: new Map([...begun, ...keys.map((key) => [key.name, testedAt(key)] as const)]),
    })),
  end: (keys) =>
    set(({ begun }) => {
      const names = new Set(keys.map((key) => key.name));
      return { begun: new Map([...begun].filter(([name]) => !names.has(name))) };
    }),
}));

function testedAt(key: KeyView): string | null {
  return key.last_test?.at ?? null;
}

/** Whether a key is being tested: from the start of its test until a new result is here. */
export function useIsTesting(key: KeyView | null): boolean {
  return useStore(({ begun }) => key !== null && begun.get(key.name) === testedAt(key));
}

/** Whether any key is being tested. */
export function useAreTesting(): boolean {
  return useStore(({ begun }) => begun.size > 0);
}

/** Tests keys. Rejects where a test could not be made at all; any result is an answer. */
export function useKeyTests() {
  const client = useClient();
  const queries = useQueryClient();

  const run = useCallback(
    async <Answer>(keys: readonly KeyView[], ask: () => Promise<Answer>): Promise<Answer> => {
      const { begin, end } = useStore.getState();
      begin(keys);
      try {
        return await ask();
      } finally {
        await queries.invalidateQueries({ queryKey: queryKeys.keys() });
        end(keys);
      }
    },
    [queries],
  );

  return useMemo(
    () => ({
      one: (key: KeyView): Promise<KeyView> => run([key], () => client.keysTest(key.name)),
      all: (list: KeyList): Promise<KeyList> =>
        run(list.keys.filter(canTest), () => client.keysTestAll()),
    }),
    [client, run],
  );
}
