import { useKeys } from "@/ipc/key-queries";
import { type Attention, attentionOf } from "./model";

const NOTHING: Attention = { count: 0, closed: false };

/** What of the keys needs someone; nothing while they are not known. */
export function useKeyAttention(): Attention {
  const list = useKeys().data;
  return list ? attentionOf(list) : NOTHING;
}
