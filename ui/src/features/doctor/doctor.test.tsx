import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { sampleReport } from "@/ipc/fake-shell-samples";
import { renderApp } from "@/test/render-app";
import { partsOf } from "./fix-text";
import { groupOf } from "./groups";
import { reportAsCsv, reportAsJson } from "./report-text";

const PAGE = { at: "/doctor" };

describe("a fix", () => {
  it.each([
    ["Do `a b` or `c`, then go.", ["Do ", "`a b`", " or ", "`c`", ", then go."]],
    ["Run `chmod 700 /x`.", ["Run ", "`chmod 700 /x`"]],
    ["`only`", ["`only`"]],
    ["a ` alone", ["a ` alone"]],
    ["", []],
  ])("%j has its commands told apart", (fix, parts) => {
    expect(partsOf(fix).map(({ text, command }) => (command ? `\`${text}\`` : text))).toEqual(
      parts,
    );
  });
});

it.each([
  ["data_dir", "data"],
  ["disk", "data"],
  ["endpoint", "host"],
  ["keychain", "desktop"],
  ["runtime.node", "runtimes"],
  ["client.cursor", "clients"],
  ["session_bus", "desktop"],
  ["something_new", "desktop"],
])("%s belongs to %s", (id, group) => expect(groupOf(id)).toBe(group));

it("is copied as a table that a spreadsheet reads as text, and as JSON", () => {
  const report = {
    status: "warn" as const,
    checks: [
      { id: "a", status: "warn" as const, message: 'It says "no", twice', fix: "=1+1" },
      { id: "b", status: "ok" as const, message: "line\nbreak", fix: null },
    ],
  };
  expect(reportAsCsv(report)).toBe(
    "id,status,message,fix\r\n" +
      'a,warn,"It says ""no"", twice",\'=1+1\r\n' +
      'b,ok,"line\nbreak",',
  );
  expect(JSON.parse(reportAsJson(report))).toEqual(report);
});

it("runs when it opens and says what it found, in words, by group", async () => {
  const { client } = renderApp({ ...PAGE, shell: { report: sampleReport("fail") } });
  const summary = await screen.findByTestId("doctor-summary");
  expect(summary).toHaveTextContent("1 thing must be mended");
  expect(summary).toHaveTextContent("11 in order, 2 to look at, 1 to mend");
  const data = screen.getByRole("region", { name: "Data" });
  expect(within(data).getByTestId("check-data_dir")).toHaveTextContent("Mend it");
  const runtimes = screen.getByRole("region", { name: "Runtimes" });
  expect(within(runtimes).getByTestId("check-runtime.docker")).toHaveTextContent("Look at it");
  expect(screen.getByTestId("nav-doctor")).toHaveTextContent("1 check fails");
  expect(client.calls("doctorRun")).toBe(1);
});

it("says that nothing is wrong", async () => {
  renderApp({ ...PAGE, shell: { report: sampleReport("ok") } });
  expect(await screen.findByText("Everything is as it should be")).toBeVisible();
  expect(screen.getByTestId("nav-doctor")).not.toHaveTextContent("check");
});

it("runs again", async () => {
  const { user, client } = renderApp(PAGE);
  await screen.findByTestId("doctor-summary");
  await user.click(screen.getByTestId("doctor-run"));
  await waitFor(() => expect(client.calls("doctorRun")).toBe(2));
});

it("applies a fix and says whether it helped", async () => {
  const { user } = renderApp({ ...PAGE, shell: { report: sampleReport("fail") } });
  await user.click(await screen.findByTestId("apply-data_dir"));
  expect(await screen.findByText("“Data directory” was mended")).toBeVisible();
  expect(screen.getByTestId("check-data_dir")).toHaveAttribute("data-status", "ok");
  expect(screen.queryByTestId("apply-data_dir")).toBeNull();
});

it("says that a fix could not be applied", async () => {
  const problem = { code: "io" as const, message: "The mode cannot be changed." };
  const { user } = renderApp({
    ...PAGE,
    shell: { report: sampleReport("fail") },
    failing: { doctorFix: problem },
  });
  await user.click(await screen.findByTestId("apply-data_dir"));
  expect(await screen.findByText("“Data directory” could not be mended")).toBeVisible();
  expect(screen.getByTestId("check-data_dir")).toHaveAttribute("data-status", "fail");
});

it("copies commands and the whole report", async () => {
  const { user } = renderApp({ ...PAGE, shell: { report: sampleReport("fail") } });
  const check = await screen.findByTestId("check-data_dir");
  await user.click(within(check).getByRole("button", { name: "Copy" }));
  expect(await navigator.clipboard.readText()).toBe("chmod 700 /home/ana/.local/share/mcp-console");
  await user.click(screen.getByTestId("doctor-copy"));
  await user.click(await screen.findByTestId("doctor-copy-json"));
  expect(await screen.findByText("Report copied")).toBeVisible();
  expect(JSON.parse(await navigator.clipboard.readText())).toEqual(sampleReport("fail"));
});

it("says that it runs, that it could not, and that there is nothing to check", async () => {
  const { view } = renderApp({ ...PAGE, hanging: ["doctorRun"] });
  expect(await screen.findByText("Running the checks")).toBeVisible();
  view.unmount();
  const problem = { code: "io" as const, message: "It cannot be run." };
  const failed = renderApp({ ...PAGE, failing: { doctorRun: problem } });
  expect(await screen.findByText("The checks could not run")).toBeVisible();
  await failed.user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(failed.client.calls("doctorRun")).toBe(2));
  failed.view.unmount();
  renderApp({ ...PAGE, shell: { report: { status: "ok", checks: [] } } });
  expect(await screen.findByText("There is nothing to check")).toBeVisible();
});
