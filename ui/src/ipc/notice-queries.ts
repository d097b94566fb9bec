/** What happened while one was away. Every change answers with the whole page. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { NoticePage } from "./bindings";
import type { ConsoleClient } from "./client";
import { useClient } from "./client-context";
import { queryKeys } from "./query-keys";

/** The notices, newest first. */
export function useNotices() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.notices(), queryFn: () => client.noticesList() });
}

function useNoticesChange<Change>(
  change: (client: ConsoleClient, wanted: Change) => Promise<NoticePage>,
) {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Change) => change(client, wanted),
    onSuccess: (page) => queries.setQueryData<NoticePage>(queryKeys.notices(), page),
  });
}

/** Marks notices as read; all where none is named. */
export function useReadNotices() {
  return useNoticesChange((client, ids: number[]) => client.noticesRead(ids));
}

/** Removes every notice. */
export function useClearNotices() {
  return useNoticesChange((client, _nothing: undefined) => client.noticesClear());
}

/** Pauses or resumes native notifications. */
export function usePauseNotices() {
  return useNoticesChange((client, paused: boolean) => client.noticesPause(paused));
}
