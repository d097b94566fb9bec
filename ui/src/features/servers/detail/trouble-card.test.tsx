import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { troubledServers } from "@/ipc/fake-trouble";
import { renderApp } from "@/test/render-app";

function open(id: string, options: Parameters<typeof renderApp>[0] = {}) {
  return renderApp({ at: `/servers/${id}`, servers: troubledServers(), ...options });
}

const trouble = () => screen.findByTestId("trouble");
const isUp = () =>
  waitFor(() => expect(screen.getByTestId("server-state")).toHaveTextContent("Up"));

it("tells why a server failed, what it said last, and has the button that helps", async () => {
  const { user, client } = open("crashing");
  const card = within(await trouble());
  expect(card.getByText("It keeps crashing")).toBeVisible();
  expect(card.getByText("Signal SIGKILL")).toBeVisible();
  expect(card.getByText("crash_loop")).toBeVisible();
  const tail = card.getByTestId("stderr-tail");
  expect(tail).toHaveTextContent("WARN heap at 99 % of 512 MiB");
  expect(tail).not.toHaveTextContent("heap at 86 %");
  await user.click(card.getByTestId("tail-expand"));
  expect(tail).toHaveTextContent("WARN heap at 86 %");
  await user.click(card.getByTestId("mend-retry"));
  await isUp();
  expect(client.calls("serversMend")).toBe(1);
  expect(screen.queryByTestId("trouble")).toBeNull();
});

it("takes the value of a missing variable, hidden unless one asks", async () => {
  const { user } = open("variable");
  const value = await screen.findByLabelText("Value of GITHUB_TOKEN");
  expect(value).toHaveAttribute("type", "password");
  expect(screen.getByTestId("mend-set")).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Show value" }));
  expect(value).toHaveAttribute("type", "text");
  await user.type(value, "ghp_1{Enter}");
  await isUp();
  expect(screen.getByText(/^GITHUB_TOKEN=/)).toBeInTheDocument();
});

it("shows how to install what is missing, and looks again", async () => {
  const { user, client } = open("runtime");
  const card = within(await trouble());
  expect(card.getByText("pipx install uv")).toBeVisible();
  expect(card.getAllByRole("button", { name: "Copy command" })).toHaveLength(2);
  await user.click(card.getByTestId("mend-look-again"));
  await isUp();
  expect(client.calls("serversMend")).toBe(1);
});

it("says so where no command is known that installs it", async () => {
  open("unknown-runtime");
  expect(await screen.findByText(/No command for it is known/)).toBeVisible();
});

it("gives more time to start", async () => {
  const { user } = open("slow");
  expect(await screen.findByText("It had 30s to start.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Allow 2m and start" }));
  await isUp();
});

it("says why mending did not work, and stays", async () => {
  const { user } = open("slow", {
    failing: {
      serversMend: { code: "disk_full", message: "The disk is full.", hint: "Make room." },
    },
  });
  await user.click(await screen.findByTestId("mend-raise"));
  expect(await screen.findByText("The disk is full. Make room.")).toBeVisible();
  expect(screen.getByTestId("mend-raise")).not.toHaveAttribute("aria-busy");
});

it("counts down to the next restart", async () => {
  open("waiting");
  expect(await screen.findByTestId("retry-countdown")).toHaveTextContent(/Starts again in 1m \d+s/);
  expect(screen.getByTestId("mend-retry")).toHaveTextContent("Start now");
});

it("offers a restart to one that is degraded", async () => {
  const { user, client } = renderApp({ at: "/servers/memory" });
  await user.click(await screen.findByTestId("mend-restart"));
  await waitFor(() => expect(client.calls("serversRestart")).toBe(1));
});

it("walks through the timeline with the arrows", async () => {
  open("eventful");
  const bar = await screen.findByTestId("timeline");
  expect(screen.getByTestId("timeline-caption")).toHaveTextContent(/Up 5\d% of the recorded time/);
  fireEvent.focus(bar);
  expect(bar).toHaveAttribute("aria-valuetext", expect.stringMatching(/^(Up|Waiting|Starting) ·/));
  fireEvent.keyDown(bar, { key: "Home" });
  expect(bar).toHaveAttribute("aria-valuenow", "1");
  expect(bar).toHaveAttribute("aria-valuetext", expect.stringMatching(/^Up ·/));
  fireEvent.keyDown(bar, { key: "ArrowRight" });
  expect(screen.getByTestId("timeline-caption")).toHaveTextContent(/^(Stopping|Stopped) ·/);
  fireEvent.blur(bar);
  expect(screen.getByTestId("timeline-caption")).toHaveTextContent(/^Up 5\d%/);
});

it("lists what happened in the time that is shown, and more on demand", async () => {
  const { user } = open("eventful");
  const list = await screen.findByTestId("history");
  expect(within(list).getAllByRole("listitem")).toHaveLength(12);
  await user.click(screen.getByTestId("history-more"));
  expect(within(list).getAllByRole("listitem")).toHaveLength(21);
  await user.click(screen.getByRole("radio", { name: "1 hour" }));
  expect(window.location.hash).toBe("#/servers/eventful?span=hour");
  await waitFor(() =>
    expect(within(screen.getByTestId("history")).getAllByRole("listitem")).toHaveLength(12),
  );
});

it("says how many checks were slow or failed", async () => {
  open("eventful");
  const bars = await screen.findByTestId("latency-bars");
  expect(bars).toHaveAccessibleName("The last 19 checks: 3 ms to 41 ms, 2 failed");
});
