import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { I18nextProvider } from "react-i18next";
import { expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/tooltip";
import { createTranslator } from "@/i18n";
import type { Problem } from "@/ipc/bindings";
import { Failed } from "./failed";

function open(details: unknown) {
  const problem: Problem = { code: "server_error", message: "It was refused.", details };
  const onRetry = vi.fn();
  render(
    <I18nextProvider i18n={createTranslator("en")}>
      <TooltipProvider>
        <Failed problem={problem} onRetry={onRetry} />
      </TooltipProvider>
    </I18nextProvider>,
  );
  return { onRetry, user: userEvent.setup({ delay: null }) };
}

it("a call that needs a page visited shows its address, opens nothing, and can be retried", async () => {
  const url = "https://bank.example@evil.test/pay";
  const elicitations = [{ mode: "url", url, message: "Sign in first.", elicitationId: "1" }, 7];
  const { onRetry, user } = open({ rpc_code: -32042, rpc_data: { elicitations } });
  expect(screen.getByText("Sign in first.")).toBeVisible();
  expect(screen.getByTestId("question-url")).toHaveTextContent(url);
  expect(screen.getByText("evil.test").tagName).toBe("STRONG");
  expect(document.querySelector("a")).toBeNull();
  await user.click(screen.getByTestId("explorer-retry"));
  expect(onRetry).toHaveBeenCalledWith();
});

it("what else an error carries is shown as it is", () => {
  open({ rpc_code: -32000, rpc_data: { reason: "no such table" } });
  expect(screen.getByText('"no such table"')).toBeVisible();
  expect(screen.queryByTestId("explorer-retry")).toBeNull();
});

it.each([[null], [{ waited_ms: 60_000 }], ["text"], [{ rpc_code: -32042, rpc_data: 5 }]])(
  "details that are %j break nothing",
  (details) => {
    open(details);
    expect(screen.getByText("It was refused.")).toBeVisible();
  },
);
