import { useTranslation } from "react-i18next";
import { FieldCaution } from "@/components/field";
import { visible } from "@/lib/visible";
import { literally, strayReferences } from "./references";

/** Says of what looks like a reference and is none how it is meant literally. */
export function StrayReferences({ texts }: { texts: readonly string[] }) {
  const { t } = useTranslation();
  const found = [...new Set(texts.flatMap(strayReferences))];
  return found.map((text) => (
    <FieldCaution key={text}>
      {t("add.stray_reference", { text: visible(text), literal: visible(literally(text)) })}
    </FieldCaution>
  ));
}

/** Whether there is anything to say. */
export function hasStrayReferences(text: string): boolean {
  return strayReferences(text).length > 0;
}
