/** What the doctor found. Its checks take seconds, so an answer is kept until someone asks again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { DoctorReport } from "./bindings";
import { useClient } from "./client-context";
import { queryKeys } from "./query-keys";

/** The last report, and how to make a new one; nothing runs by itself. */
export function useDoctor() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.doctor(),
    queryFn: () => client.doctorRun(),
    enabled: false,
    // What was found stays told, in the sidebar too.
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** Applies the fix of one check; the checks run again. */
export function useDoctorFix() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (check: string) => client.doctorFix(check),
    onSuccess: (report) => queries.setQueryData<DoctorReport>(queryKeys.doctor(), report),
  });
}
