import { joinNames } from '../plan/panel/join-names.ts';

/** A place in the form's words as the server joins them; what says the same twice is said once. */
export const placeSaid = (where: string): string => joinNames(where.split(' · '));
