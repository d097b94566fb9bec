import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useToasts } from "@/components/toast-store";
import type { KeyList, VaultView } from "@/ipc/bindings";
import { sampleKeys } from "@/ipc/fake-key-samples";
import { renderApp } from "@/test/render-app";
import { tracesOf } from "@/test/traces";

// A message that stays would be the first that Escape closes.
afterEach(() => useToasts.setState({ toasts: [] }));

const PASSPHRASE = "correct horse battery";
const FILE = "/home/ana/.local/share/mcp-console/keys.age";

const LOCKED = {
  code: "keychain_locked" as const,
  message: "The keychain is locked.",
  hint: "Unlock it on the Keys page.",
};

function closed(vault: Partial<VaultView>): KeyList {
  const list = sampleKeys(Date.now());
  return {
    ...list,
    vault: { ...list.vault, ...vault },
    keys: list.keys.map((key) => ({ ...key, status: "unavailable" as const })),
  };
}

const status = (name: string) => screen.findByTestId(`key-status-${name}`);

describe("a locked keychain", () => {
  it("is unlocked by the system, and the keys are ready", async () => {
    const { user, client } = renderApp({
      at: "/keys",
      keys: { keys: closed({ status: "locked" }) },
    });
    const unlock = vi.spyOn(client, "vaultUnlock");
    expect(await status("GITHUB_TOKEN")).toHaveTextContent("Unavailable");
    expect(screen.getByTestId("keys-test-all")).toBeDisabled();
    expect(screen.getByTestId("nav-keys")).toHaveTextContent(
      "The place where keys are kept is closed. 1 key needs attention",
    );
    await user.click(screen.getByTestId("vault-unlock"));
    await waitFor(() => expect(screen.queryByTestId("vault-locked")).toBeNull());
    expect(unlock).toHaveBeenCalledWith({ passphrase: null });
    expect(await status("GITHUB_TOKEN")).toHaveTextContent("Ready");
  });

  it("says that the prompt was refused", async () => {
    const denied = {
      code: "keychain_denied" as const,
      message: "The prompt was dismissed.",
      hint: "Unlock it again and confirm.",
    };
    const { user } = renderApp({
      at: "/keys",
      keys: { keys: closed({ status: "locked" }) },
      failing: { vaultUnlock: denied },
    });
    await user.click(await screen.findByTestId("vault-unlock"));
    expect(
      await screen.findByText("The prompt was dismissed. Unlock it again and confirm."),
    ).toBeVisible();
  });

  it("says what is going on while the system asks", async () => {
    const { user } = renderApp({
      at: "/keys",
      keys: { keys: closed({ status: "locked" }) },
      hanging: ["vaultUnlock"],
    });
    await user.click(await screen.findByTestId("vault-unlock"));
    expect(screen.getByText("The system asks for the keychain’s password.")).toBeVisible();
    expect(screen.getByTestId("vault-unlock")).toHaveAttribute("aria-busy", "true");
  });
});

describe("a locked file", () => {
  it("asks for its passphrase, and keeps nothing of it", async () => {
    const { user, queries } = renderApp({
      at: "/keys",
      keys: {
        keys: closed({ kind: "file", status: "locked", file: FILE }),
        passphrase: PASSPHRASE,
      },
    });
    const field = await screen.findByTestId<HTMLInputElement>("vault-passphrase");
    await user.type(field, "wrong{Enter}");
    expect(await screen.findByText(/The passphrase is wrong\./)).toBeVisible();
    await user.clear(field);
    expect(screen.queryByText(/The passphrase is wrong\./)).toBeNull();
    await user.type(field, `${PASSPHRASE}{Enter}`);
    await waitFor(() => expect(screen.queryByTestId("vault-locked")).toBeNull());
    expect(await status("GITHUB_TOKEN")).toHaveTextContent("Ready");
    expect(field.value).toBe("");
    expect(tracesOf(PASSPHRASE, queries)).toEqual([]);
  });

  it("says what is left to do without the passphrase", async () => {
    renderApp({
      at: "/keys",
      keys: { keys: closed({ kind: "file", status: "locked", problem: LOCKED, file: FILE }) },
    });
    expect(
      await screen.findByText(
        `A forgotten passphrase cannot be recovered: move ${FILE} away, and set each key again.`,
      ),
    ).toBeVisible();
    // That it is locked is said once.
    expect(screen.queryByText(/The keychain is locked/)).toBeNull();
  });
});

it("a file that is gone can be left behind, which is said clearly", async () => {
  const gone = { code: "keychain_unavailable" as const, message: "The file of keys is gone." };
  const { user } = renderApp({
    at: "/keys",
    keys: { keys: closed({ kind: "file", status: "unavailable", problem: gone, file: FILE }) },
  });
  expect(await screen.findByText("The file of keys is gone.")).toBeVisible();
  await user.click(screen.getByTestId("vault-use-keychain"));
  const question = await screen.findByRole("dialog", { name: "Use the system’s keychain?" });
  expect(question).toHaveTextContent("each key must be set again");
  await user.click(within(question).getByRole("button", { name: "Use without the values" }));
  expect(await screen.findByText("Keys are kept in the system’s keychain now")).toBeVisible();
});

describe("no keychain", () => {
  const problem = {
    code: "keychain_unavailable" as const,
    message: "No keychain answers on the session bus.",
    hint: "Start GNOME Keyring, or choose an encrypted file.",
  };
  const none = () => closed({ status: "unavailable", problem });

  it("says what is wrong and what to do, and looks again", async () => {
    const { user, client } = renderApp({ at: "/keys", keys: { keys: none() } });
    expect(await screen.findByText("No keychain answers on the session bus.")).toBeVisible();
    expect(screen.getByText("Start GNOME Keyring, or choose an encrypted file.")).toBeVisible();
    const before = client.calls("keysList");
    await user.click(screen.getByTestId("vault-retry"));
    await waitFor(() => expect(client.calls("keysList")).toBeGreaterThan(before));
  });

  it("is replaced by a file only by choice, with a passphrase that is long and typed twice", async () => {
    const { user, client, queries } = renderApp({ at: "/keys", keys: { keys: none() } });
    const choose = vi.spyOn(client, "vaultChoose");
    await user.click(await screen.findByTestId("vault-use-file"));
    const dialog = await screen.findByRole("dialog", {
      name: "Keep keys in an encrypted file?",
    });
    expect(dialog).toHaveTextContent("A forgotten passphrase cannot be recovered");
    const first = screen.getByTestId<HTMLInputElement>("vault-new-passphrase");
    const second = screen.getByTestId<HTMLInputElement>("vault-new-passphrase-again");
    await user.type(first, "eleven char");
    await user.click(screen.getByTestId("vault-file-submit"));
    expect(screen.getByText("A passphrase has at least 12 characters.")).toBeVisible();
    expect(first).toHaveFocus();
    await user.clear(first);
    await user.type(first, PASSPHRASE);
    await user.type(second, "something else");
    await user.click(screen.getByTestId("vault-file-submit"));
    expect(screen.getByText("The two passphrases differ.")).toBeVisible();
    expect(choose).not.toHaveBeenCalled();
    await user.clear(second);
    await user.type(second, PASSPHRASE);
    await user.click(screen.getByTestId("vault-file-submit"));
    expect(await screen.findByText("Keys are kept in an encrypted file now")).toBeVisible();
    expect(choose).toHaveBeenCalledWith({ kind: "file", passphrase: PASSPHRASE });
    expect(tracesOf(PASSPHRASE, queries)).toEqual([]);
    expect(await screen.findByTestId("vault-file")).toHaveTextContent(FILE);
    expect(await status("GITHUB_TOKEN")).toHaveTextContent("Ready");
  });

  it("keeps the choice open where the console refuses the passphrase", async () => {
    const wrong = {
      code: "keychain_denied" as const,
      message: "There is a file already, with another passphrase.",
    };
    const { user } = renderApp({
      at: "/keys?vault=file",
      keys: { keys: none() },
      failing: { vaultChoose: wrong },
    });
    await user.type(await screen.findByTestId("vault-new-passphrase"), PASSPHRASE);
    await user.type(screen.getByTestId("vault-new-passphrase-again"), PASSPHRASE);
    await user.click(screen.getByTestId("vault-file-submit"));
    expect(
      await screen.findByText("There is a file already, with another passphrase."),
    ).toBeVisible();
    expect(screen.getByTestId("vault-new-passphrase")).toBeInvalid();
  });
});

it("says quietly that a file is in use, and moves back to the keychain", async () => {
  const list = sampleKeys(Date.now());
  const vault: VaultView = { kind: "file", status: "ready", problem: null, file: FILE };
  const { user, client } = renderApp({ at: "/keys", keys: { keys: { ...list, vault } } });
  const choose = vi.spyOn(client, "vaultChoose");
  expect(await screen.findByTestId("vault-file")).toHaveTextContent(FILE);
  await user.click(screen.getByTestId("vault-use-keychain"));
  await user.click(await screen.findByRole("button", { name: "Move keys" }));
  expect(await screen.findByText("Keys are kept in the system’s keychain now")).toBeVisible();
  expect(choose).toHaveBeenCalledWith({ kind: "keychain" });
  await waitFor(() => expect(screen.queryByTestId("vault-file")).toBeNull());
});
