import {
  type Authors,
  authorsSchema,
  type CellHistory,
  cellHistorySchema,
  type Structs,
  structsSchema,
} from '@filiera/shared/history/api.ts';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/client.ts';

/** What the pages ask of a plan's history about authors. All reject with an `ApiFailure`. */

const address = (planId: string, what: string, query: Readonly<Record<string, string>>): string =>
  `/plans/${encodeURIComponent(planId)}/history/${what}?${new URLSearchParams(query).toString()}`;

/** Every change of one cell or field. */
export function askCellHistory(planId: string, root: string, key: string): Promise<CellHistory> {
  return ask(cellHistorySchema, 'GET', address(planId, 'cell', { root, key }));
}

/** Whose the client ids are; without `clients`, those of all who have written. */
export function askAuthors(planId: string, clients?: readonly number[]): Promise<Authors> {
  return ask(authorsSchema, 'GET', address(planId, 'authors', clients ? { clients: clients.join() } : {}));
}

/** Who brought the struct at each `<client>.<clock>`, in that order. */
export function askStructs(planId: string, at: readonly string[]): Promise<Structs> {
  return ask(structsSchema, 'GET', address(planId, 'structs', { at: at.join() }));
}

/** The history of a cell, asked anew whenever somebody opens it or the cell changes (`last`: its last edit). */
export function useCellHistory(planId: string, root: string, key: string, last: number | undefined) {
  return useQuery({
    queryKey: ['cell-history', planId, root, key, last ?? 0],
    queryFn: () => askCellHistory(planId, root, key),
    staleTime: 0,
  });
}
