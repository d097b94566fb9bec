/** The whole window in a test, on a fake console. */
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "@/app/app";
import { createQueryClient, Providers } from "@/app/providers";
import { useDrafts } from "@/features/servers/add/draft-store";
import { createTranslator, type Language } from "@/i18n";
import { createFakeClient, type FakeClient, type FakeOptions } from "@/ipc/fake";

export interface RenderAppOptions extends FakeOptions {
  /** Where it opens. */
  at?: string;
  language?: Language;
}

export function renderApp({ at = "/servers", language = "en", ...fake }: RenderAppOptions = {}): {
  client: FakeClient;
  queries: ReturnType<typeof createQueryClient>;
  user: ReturnType<typeof userEvent.setup>;
  view: ReturnType<typeof render>;
} {
  window.location.hash = `#${at}`;
  // A window that opens has nothing typed in it.
  useDrafts.setState({ drafts: new Map() });
  const settings = fake.settings ?? {
    theme: "light",
    language,
    density: "comfortable",
    onboarded: true,
  };
  const client = createFakeClient({ pace: 0, ...fake, settings });
  const user = userEvent.setup({ delay: null });
  const queries = createQueryClient();
  const view = render(
    <Providers client={client} queries={queries} translator={createTranslator(language)}>
      <App />
    </Providers>,
  );
  return { client, queries, user, view };
}
