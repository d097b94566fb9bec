/** A server that a key may open. The shell knows them. */
export interface ServerChoice {
  id: string;
  name: string;
}
