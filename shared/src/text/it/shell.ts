/** Texts of one part of the interface. */
export const shell = {} as const;
