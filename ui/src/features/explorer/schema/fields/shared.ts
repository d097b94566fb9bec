/** What every kind of field is given. */
import type { Field, FieldOf } from "../field";
import type { FieldViewProps } from "./field-view";

export interface KindProps<Kind extends Field["kind"]> extends Omit<FieldViewProps, "field"> {
  field: FieldOf<Kind>;
}
