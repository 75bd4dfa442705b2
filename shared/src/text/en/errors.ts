/** Texts of one part of the interface. */
export const errors = {} as const;
