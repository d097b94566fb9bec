/** What every field of a form knows: what is wrong, and which branches were chosen. */
import { createContext, useContext } from "react";
import type { Issue } from "./check";
import { nameOf, type Path } from "./json";

export interface FormState {
  issues: readonly Issue[];
  /** The person wanted to send it: what is missing is said from now on. */
  attempted: boolean;
  /** Distinguishes the fields of several forms on a page. */
  prefix: string;
  /** Branches of unions that were chosen by hand, by place. */
  branches: ReadonlyMap<string, number>;
  chooseBranch: (path: Path, branch: number) => void;
}

const FormContext = createContext<FormState | null>(null);

export const FormProvider = FormContext.Provider;

/** The form that a field belongs to. */
export function useForm(): FormState {
  const form = useContext(FormContext);
  if (!form) throw new Error("a field needs a form around it");
  return form;
}

/** What is wrong at a place, and not below it. What is merely missing is said after an attempt. */
export function useIssuesAt(path: Path): readonly Issue[] {
  const { issues, attempted } = useForm();
  const name = nameOf(path);
  return issues.filter(
    (issue) => nameOf(issue.path) === name && (attempted || issue.keyword !== "required"),
  );
}
