import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderApp } from "@/test/render-app";

const AT = "/servers/everything/explorer";

function open(item: string, options: Parameters<typeof renderApp>[0] = {}) {
  return renderApp({ at: `${AT}?${item}`, explorer: { step: 5 }, ...options });
}

const run = async (user: ReturnType<typeof renderApp>["user"]) =>
  await user.click(await screen.findByTestId("explorer-run"));
const result = async () => await screen.findByTestId("explorer-result");

describe("the list", () => {
  it("has what the server offers in sections, and finds it by its words", async () => {
    const { user } = renderApp({ at: AT });
    const list = await screen.findByTestId("explorer-list");
    for (const section of ["Tools", "Resources", "Templates", "Prompts", "Set aside"]) {
      expect(within(list).getByText(section)).toBeVisible();
    }
    await user.type(screen.getByTestId("explorer-search"), "sum numbers");
    await waitFor(() => expect(within(list).getAllByRole("option")).toHaveLength(1));
    expect(screen.getByTestId("explorer-item-tool-get-sum")).toBeVisible();
    await user.type(screen.getByTestId("explorer-search"), " nowhere");
    expect(await screen.findByText("Nothing matches the search.")).toBeVisible();
  });

  it("moves with the keys, and keeps what is selected in the address", async () => {
    const { user } = renderApp({ at: AT });
    const list = await screen.findByTestId("explorer-list");
    act(() => list.focus());
    await user.keyboard("j");
    expect(window.location.hash).toContain("tool=echo");
    await user.keyboard("{ArrowDown}j");
    expect(window.location.hash).toContain("tool=get-structured-content");
    await user.keyboard("k");
    expect(await screen.findByRole("heading", { name: "Get Sum Tool" })).toBeVisible();
    await user.keyboard("{End}");
    expect(window.location.hash).toContain("aside=1");
    expect(window.location.hash).not.toContain("tool=");
    expect(await screen.findByText("uri is not a text")).toBeVisible();
    await user.keyboard("{Home}{Enter}");
    await waitFor(() => expect(screen.getByTestId("explorer-detail")).toHaveFocus());
  });

  it("says what is not offered any more", async () => {
    open("tool=nowhere");
    expect(await screen.findByText("The server does not offer “nowhere” any more.")).toBeVisible();
  });
});

describe("a server that cannot be looked at", () => {
  it("that is stopped can be started", async () => {
    const { user, client } = renderApp({ at: "/servers/time/explorer" });
    act(() => client.change("time", { state: "stopped", approved: true }));
    await user.click(await screen.findByTestId("explorer-start"));
    expect(await screen.findByTestId("explorer-list")).toBeVisible();
  });

  it("whose offer is not known says why", async () => {
    const problem = { code: "call_timeout" as const, message: "It did not answer." };
    renderApp({ at: AT, failing: { explorerCatalog: problem } });
    expect(await screen.findByText("What this server offers cannot be listed")).toBeVisible();
    expect(screen.getByText("It did not answer.")).toBeVisible();
  });

  it("that offers nothing says so", async () => {
    const catalog = {
      tools: [],
      resources: [],
      templates: [],
      prompts: [],
      quarantined: [],
      instructions: null,
      completes: false,
    };
    renderApp({ at: AT, explorer: { catalog } });
    expect(await screen.findByText("Nothing is offered")).toBeVisible();
  });
});

describe("a call", () => {
  it("is checked, made, shown and remembered", async () => {
    const { user, client } = open("tool=echo");
    await run(user);
    expect(await screen.findByText("This is needed.")).toBeVisible();
    expect(client.calls("explorerCall")).toBe(0);
    await waitFor(() => expect(screen.getByTestId("field-message")).toHaveFocus());
    await user.type(screen.getByTestId("field-message"), "hello");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await result()).toHaveTextContent("Echo: hello");
    expect(screen.getByTestId("explorer-timing")).toHaveTextContent(/ms · \d+ B/);
    expect(screen.getByTestId("history-0")).toHaveTextContent('{"message":"hello"}');
  });

  it("is sent anyway where only the schema disagrees", async () => {
    const { user } = open("tool=echo");
    await run(user);
    await user.click(await screen.findByTestId("explorer-send-anyway"));
    expect(await result()).toHaveTextContent("Echo: undefined");
  });

  it("can be repeated and opened again, with its arguments", async () => {
    const { user, client } = open("tool=echo");
    await user.type(await screen.findByTestId("field-message"), "one");
    await run(user);
    await result();
    await user.type(screen.getByTestId("field-message"), " two");
    await run(user);
    await waitFor(() => expect(screen.getByTestId("explorer-result")).toHaveTextContent("one two"));
    await user.click(screen.getByTestId("history-1-open"));
    expect(screen.getByTestId("explorer-result")).not.toHaveTextContent("two");
    expect(screen.getByTestId("field-message")).toHaveValue("one");
    await user.click(screen.getByTestId("history-1-repeat"));
    await waitFor(() => expect(client.calls("explorerCall")).toBe(3));
    expect(await screen.findByTestId("history-2")).toBeVisible();
  });

  it("keeps arguments and result while one looks at something else; reset forgets them", async () => {
    const { user } = open("tool=echo");
    await user.type(await screen.findByTestId("field-message"), "kept");
    await run(user);
    await result();
    await user.click(screen.getByTestId("explorer-item-tool-get-sum"));
    expect(screen.queryByTestId("explorer-result")).toBeNull();
    await user.click(screen.getByTestId("explorer-item-tool-echo"));
    expect(screen.getByTestId("field-message")).toHaveValue("kept");
    expect(await result()).toHaveTextContent("Echo: kept");
    await user.click(screen.getByTestId("explorer-reset"));
    expect(screen.getByTestId("field-message")).toHaveValue("");
  });

  it("of a tool that destroys is asked about once", async () => {
    const { user, client } = open("tool=delete-files");
    await user.type(await screen.findByTestId("field-pattern"), "*.tmp");
    await run(user);
    expect(await screen.findByRole("dialog")).toHaveTextContent("delete or overwrite");
    expect(client.calls("explorerCall")).toBe(0);
    await user.click(screen.getByTestId("explorer-confirm-run"));
    await result();
    await run(user);
    await waitFor(() => expect(client.calls("explorerCall")).toBe(2));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("shows how far it is, and can be cancelled", async () => {
    const { user } = open("tool=trigger-long-running-operation", { explorer: { step: 1_000 } });
    await run(user);
    expect(await screen.findByText(/Step 1/)).toBeVisible();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "20");
    await user.click(screen.getByTestId("explorer-cancel"));
    expect(await result()).toHaveTextContent("The call was cancelled.");
  });

  it("that took too long is given more time", async () => {
    const { user } = open("tool=get-nothing-in-time");
    await run(user);
    expect(await result()).toHaveTextContent("did not answer within 60 s");
    await user.click(screen.getByTestId("explorer-allow-longer"));
    await waitFor(async () => expect(await result()).toHaveAttribute("data-outcome", "answered"));
  });

  it("that could not be made at all says why", async () => {
    const problem = { code: "too_busy" as const, message: "Too many calls are under way." };
    const { user } = open("tool=get-tiny-image", { failing: { explorerCall: problem } });
    await run(user);
    expect(await result()).toHaveTextContent("Too many calls are under way.");
  });
});

describe("a result", () => {
  it("of a tool that failed is marked", async () => {
    const { user } = open("tool=get-error");
    await run(user);
    expect(await result()).toHaveAttribute("data-outcome", "error");
    expect(screen.getByRole("heading", { name: "The tool failed" })).toBeVisible();
  });

  it("writes out what would hide", async () => {
    const { user } = open("tool=get-odd-text");
    await run(user);
    const shown = await result();
    expect(shown).toHaveTextContent("\\u{1b}[31mred");
    expect(shown).toHaveTextContent("\\u{202e}gnp.exe");
    expect(shown.textContent).not.toMatch(/\p{Bidi_Control}|(?!\n)\p{Cc}/u);
    expect(shown).toHaveTextContent("שלום");
  });

  it("shows an image as one, and says what is none", async () => {
    const { user } = open("tool=get-tiny-image");
    await run(user);
    expect(await screen.findByTestId("result-image")).toHaveAttribute(
      "src",
      expect.stringMatching(/^data:image\/png;base64,/),
    );
    expect(screen.getByTestId("result-no-file")).toHaveTextContent("none that can be shown");
  });

  it("plays a sound", async () => {
    const { user } = open("tool=get-tiny-sound");
    await run(user);
    expect(await screen.findByTestId("result-audio")).toHaveAttribute(
      "src",
      expect.stringMatching(/^data:audio\/wav;base64,/),
    );
  });

  it("is compared with what the tool promised, and seen as a message", async () => {
    const { user } = open("tool=get-structured-content");
    await user.click(await screen.findByTestId("field-location"));
    await user.click(await screen.findByTestId("field-location-1"));
    await run(user);
    expect(await screen.findByTestId("result-match")).toBeVisible();
    expect(screen.getByTestId("result-structured")).toHaveTextContent('conditions:"Cloudy"');
    await user.click(screen.getByTestId("result-raw"));
    expect(screen.getByTestId("result-raw-text")).toHaveTextContent('"structuredContent"');
  });

  it("leads to the resources that it names", async () => {
    const { user } = open("tool=get-resource-links");
    await run(user);
    await user.click(await screen.findByTestId("result-link"));
    expect(window.location.hash).toContain("resource=demo");
    await run(user);
    expect(await result()).toHaveTextContent("This is what the resource holds.");
  });

  it("that is shown in part can be saved whole", async () => {
    const { user, client } = open("tool=get-everything-large");
    await run(user);
    expect(await screen.findByTestId("result-cut")).toHaveTextContent("Shown in part: 31 MiB.");
    await user.click(screen.getByTestId("result-save"));
    expect(await screen.findByText(/\/home\/ana\/Downloads\/call-/)).toBeVisible();
    const show = screen.getByTestId("show-in-folder");
    await waitFor(() => user.click(show));
    expect(client.calls("desktopReveal")).toBe(1);
  });
});
