/** Sample log lines. Never part of the product's bundle. */
import type { LogLine } from "./bindings";
import { ago } from "./fake-samples";

/** A server's log of `count` lines. */
export function sampleLog(count: number, fromSeq = 1): LogLine[] {
  const texts = [
    "listening on stdio",
    "initialize from mcp-console 0.1.0, protocol 2025-11-25",
    "tools/list → 13 tools in 2 ms",
    "warning: deprecated option --legacy-roots will be removed in 2.0",
    'tools/call echo {"message":"hello"} → ok in 1 ms',
    "resource cache: 128 entries, 2.1 MiB",
    "ping",
  ];
  const streams: LogLine["stream"][] = [
    "stderr",
    "protocol",
    "stderr",
    "stdout",
    "stderr",
    "stderr",
    "console",
  ];
  return Array.from({ length: count }, (_, i) => {
    const seq = fromSeq + i;
    return {
      seq,
      at: ago((count - i) * 700),
      stream: streams[seq % streams.length] ?? "stderr",
      text: texts[seq % texts.length] ?? "",
    };
  });
}
