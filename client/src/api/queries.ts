import type { Association, PlanDetail, State } from '@filiera/shared/api.ts';
import {
  MutationCache,
  QueryCache,
  QueryClient,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { askOrKept, isKept } from '../offline/answers.ts';
import { api } from './client.ts';
import { ApiFailure } from './failure.ts';

/** Where each answer is kept. Whoever changes something writes the server's answer under its key. */
export const KEYS = {
  state: ['state'] as const,
  plans: ['plans'] as const,
  plan: (id: string) => ['plan', id] as const,
  association: (id: string) => ['association', id] as const,
  invitation: (token: string) => ['invitation', token] as const,
};

/** Under which names answers are kept for times without network. */
export const ADDRESSES = {
  state: 'state',
  plan: (id: string) => `plan/${id}`,
  threads: (planId: string) => `threads/${planId}`,
} as const;

/** How often the server is asked again while a page shows what was kept from before, in milliseconds. */
const KEPT_REFETCH_MILLIS = 10_000;

/** The page's copy of what the server said. A request that finds the session gone signs this page out. */
export function createQueries(): QueryClient {
  const signedOut = (failure: unknown): void => {
    if (!(failure instanceof ApiFailure) || failure.key !== 'signed-out') return;
    client.setQueryData<State>(KEYS.state, (state) => state && { ...state, user: null, associations: [] });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: signedOut }),
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        // Only what may pass by itself is asked again.
        retry: (count, failure) =>
          count < 2 && failure instanceof ApiFailure && (failure.key === 'offline' || failure.key === 'busy'),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}

export function useStateQuery(): UseQueryResult<State> {
  return useQuery({
    queryKey: KEYS.state,
    queryFn: () => askOrKept('', ADDRESSES.state, api.state),
    staleTime: 60_000,
    // The page that says that no server answers asks for this as well: that must not begin the asking anew.
    retryOnMount: false,
    refetchOnReconnect: true,
    refetchInterval: () => (isKept('', ADDRESSES.state) ? KEPT_REFETCH_MILLIS : false),
  });
}

export function usePlans(archived: boolean) {
  return useQuery({
    queryKey: [...KEYS.plans, archived],
    queryFn: () => api.plans(archived),
    // Others are writing: how far each plan is changes while one looks at the list.
    refetchInterval: 30_000,
  });
}

/** A plan as `userId` last could read it: from the server, or from this browser where that cannot be reached. */
export function usePlan(userId: string, id: string) {
  const address = ADDRESSES.plan(id);
  return useQuery({
    queryKey: KEYS.plan(id),
    queryFn: () => askOrKept(userId, address, () => api.plan(id)),
    refetchOnReconnect: true,
    refetchInterval: () => (isKept(userId, address) ? KEPT_REFETCH_MILLIS : false),
  });
}

export function useAssociation(id: string) {
  return useQuery({ queryKey: KEYS.association(id), queryFn: () => api.association(id) });
}

export function useInvitation(token: string) {
  // An invitation that was just used would not be found again: what was read once is enough.
  return useQuery({
    queryKey: KEYS.invitation(token),
    queryFn: () => api.invitation(token),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A change whose answer is the new state of who is here: set-up, sign-in, an accepted invitation. */
export function useEntering<Body>(enter: (body: Body) => Promise<State>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: (state) => {
      // Nothing that another member saw in this window may remain; who was invited to what is no secret here.
      queries.removeQueries({
        predicate: ({ queryKey: [name] }) => name !== 'state' && name !== 'invitation',
      });
      queries.setQueryData(KEYS.state, state);
    },
  });
}

/** A change whose answer is the plan as it is now. */
export function usePlanChange<Body>(change: (body: Body) => Promise<PlanDetail>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (plan) => {
      queries.setQueryData(KEYS.plan(plan.id), plan);
      return queries.invalidateQueries({ queryKey: KEYS.plans });
    },
  });
}

/** A change to an association's people, its answer the association as it is now. */
export function useAssociationChange<Body>(change: (body: Body) => Promise<Association>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (association) => {
      queries.setQueryData(KEYS.association(association.id), association);
    },
  });
}
