import { awarenessStateSchema } from '@filiera/shared/protocol/protocol.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';

/** One window in which another member has the plan open. */
export interface Presence {
  readonly client: number;
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** Where the member is; absent while nothing of the form has the focus. */
  readonly place?: Place;
}

/**
 * Who else is here, by the awareness states of all windows but this one (`self`). States that are not of the protocol
 * are passed over: what another window sends must not break this one.
 */
export function presencesOf(states: ReadonlyMap<number, unknown>, self: number): Presence[] {
  return [...states]
    .filter(([client]) => client !== self)
    .flatMap(([client, state]): Presence[] => {
      const parsed = awarenessStateSchema.safeParse(state);
      if (!parsed.success || !parsed.data.user) return [];
      const { place, user } = parsed.data;
      return [{ client, ...user, ...(place ? { place: plainPlace(place) } : {}) }];
    })
    .sort((a, b) => a.client - b.client);
}

type SentPlace = NonNullable<ReturnType<typeof awarenessStateSchema.parse>['place']>;

function plainPlace({ section, element, row, column }: SentPlace): Place {
  return {
    section,
    ...(element === undefined ? {} : { element }),
    ...(row === undefined ? {} : { row }),
    ...(column === undefined ? {} : { column }),
  };
}

/** Each member once, however many windows they have; the window with a place speaks for them. */
export function membersHere(presences: readonly Presence[]): Presence[] {
  const members = new Map<string, Presence>();
  for (const presence of presences) {
    const known = members.get(presence.id);
    if (!known || (!known.place && presence.place)) members.set(presence.id, presence);
  }
  return [...members.values()];
}

/** Those who are in each element of the form, by the element's key. */
export type PresencesAt = Readonly<Record<string, readonly Presence[]>>;

export function presencesByElement(presences: readonly Presence[]): PresencesAt {
  const elements = new Map<string, Presence[]>();
  for (const presence of presences) {
    const element = presence.place?.element;
    if (element === undefined) continue;
    elements.set(element, [...(elements.get(element) ?? []), presence]);
  }
  return Object.fromEntries(elements);
}
