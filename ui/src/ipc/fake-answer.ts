/** How the areas of the fake console answer: counted, and failing or hanging where told to. */
import type { ConsoleClient } from "./client";

/** Answers a method with what `run` gives, or as the fake's options say. */
export type FakeAnswer = <T>(method: keyof ConsoleClient, run: () => T) => Promise<T>;
