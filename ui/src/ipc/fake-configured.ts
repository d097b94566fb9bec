/** What a request makes of a server of the fake console. */
import type { AddServer, ServerDetail, Transport } from "./bindings";
import { targetOf } from "./fake-samples";
import { exactOf, warningsOf } from "./fake-warnings";

/** A server with what a request says of it. */
export function configured(before: ServerDetail, request: AddServer): ServerDetail {
  const transport: Transport = request.url
    ? {
        kind: "http",
        url: request.url,
        headers: request.headers ?? [],
        flavour: request.flavour ?? "auto",
      }
    : {
        kind: "stdio",
        command: request.command ?? "",
        args: request.args ?? [],
        env: request.env ?? [],
        cwd: request.cwd ?? null,
      };
  const shared = {
    name: request.name,
    description: request.description ?? null,
    tags: request.tags ?? [],
    autostart: request.autostart ?? false,
  };
  return {
    ...before,
    ...shared,
    kind: transport.kind,
    target: targetOf(transport),
    exact: exactOf(transport),
    warnings: warningsOf(transport),
    config: {
      ...before.config,
      ...shared,
      transport,
      restart: { ...before.config.restart, mode: request.restart ?? "on_failure" },
      timeouts: request.timeouts ?? {},
      era: request.era ?? "auto",
      sharing: request.sharing ?? "shared",
      idle_stop_ms: request.idle_stop_ms ?? null,
    },
  };
}
