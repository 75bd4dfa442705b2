/** What `workspace.mjs` gives to programs that are checked by types. */
export const SERVER: string[];
