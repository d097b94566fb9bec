/** What stands in a server's configuration in place of a key's value. It is no secret. */
export function referenceOf(name: string): string {
  return `\${secret:${name}}`;
}
