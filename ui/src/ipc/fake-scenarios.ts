/** What the window can be looked at with: `npm run dev:fake`, then `/?scenario=many#/servers`. */
import type { Problem, Settings } from "./bindings";
import { createFakeClient, type FakeClient } from "./fake";
import { longServers, manyServers } from "./fake-samples";

/** The fake that the page's address asks for: `?scenario=empty|error|loading|many|long|flood`. */
export function fakeFromAddress(search: string): FakeClient {
  const params = new URLSearchParams(search);
  const language = params.get("language") === "pt-BR" ? "pt-BR" : "en";
  const theme = params.get("theme") === "dark" ? "dark" : "light";
  const density = params.get("density") === "compact" ? "compact" : "comfortable";
  const onboarded = params.get("scenario") !== "first";
  const settings: Settings = { theme, language, density, onboarded };
  const unreachable: Problem = {
    code: "database_damaged",
    message: "The database file is damaged; it was kept aside as console.db.damaged.",
    hint: "Restore a copy from the backups folder, or start with an empty database.",
  };
  switch (params.get("scenario")) {
    case "empty":
      return createFakeClient({ settings, servers: [] });
    case "error":
      return createFakeClient({
        settings,
        failing: { serversList: unreachable, serversShow: unreachable },
      });
    case "loading":
      return createFakeClient({ settings, hanging: ["serversList", "serversShow"] });
    case "many":
      return createFakeClient({ settings, servers: manyServers() });
    case "long":
      return createFakeClient({ settings, servers: longServers() });
    case "flood":
      return createFakeClient({ settings, flood: 20_000, logLines: 5_000 });
    default:
      return createFakeClient({ settings, flood: 2 });
  }
}
