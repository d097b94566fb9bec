declare module "virtual:licences" {
  /** Every package that the window is made of. */
  export const LICENCES: readonly {
    name: string;
    version: string;
    /** As the package declares it: `MIT`. */
    licence: string;
    /** The text, empty where the package brings none. */
    text: string;
  }[];
}
