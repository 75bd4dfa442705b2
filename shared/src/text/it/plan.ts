/** Texts of one part of the interface. */
export const plan = {} as const;
