import type { EditOrigin } from '@filiera/shared/history/api.ts';
import type { AssociationRole, PlanRole, PlanStatus } from '@filiera/shared/permissions.ts';
import type { InboxStore } from './inbox.ts';
import type { ThreadStore } from './threads.ts';

/**
 * What the server keeps. One contract for every store there is (SQLite now; shaped so that PostgreSQL fits): every
 * method is asynchronous and atomic, times are milliseconds since 1970 given by the caller, bytes are Uint8Array.
 * Nothing here knows Yjs: an update is bytes with the ranges of structs that it brought.
 */

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly color: string;
  readonly locale: 'it' | 'en';
  /** PHC string of Argon2id. */
  readonly passwordHash: string;
  readonly createdAt: number;
}

export interface SessionRow {
  /** SHA-256 of the id in the cookie, hex: the store never holds what would sign somebody in. */
  readonly idHash: string;
  readonly userId: string;
  readonly expiresAt: number;
}

export interface AssociationRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface MemberRow {
  readonly associationId: string;
  readonly userId: string;
  readonly role: AssociationRole;
  readonly organisation: string | null;
  readonly valueChain: string | null;
}

export interface InvitationRow {
  readonly id: string;
  readonly tokenHash: string;
  readonly associationId: string;
  readonly email: string;
  readonly role: AssociationRole;
  readonly organisation: string | null;
  readonly valueChain: string | null;
  readonly invitedBy: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

export interface PlanRecord {
  readonly id: string;
  readonly associationId: string;
  readonly templateId: string;
  readonly templateVersion: number;
  readonly title: string;
  readonly status: PlanStatus;
  /** What `archived` hides: the status that comes back when the plan is taken out again. */
  readonly statusBefore: PlanStatus;
  readonly createdBy: string;
  readonly createdAt: number;
  /** The last sequence number of the plan's log, 0 before the first edit. */
  readonly seq: number;
  /** How many frozen versions it has: an edit that was made before the last of them came too late. */
  readonly epoch: number;
}

/** The structs `[from, to)` of one Yjs client that an update brought. */
export interface StructRange {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/** One update to append, already gated and attributed. */
export interface AppendEntry {
  readonly planId: string;
  readonly userId: string;
  readonly at: number;
  readonly update: Uint8Array;
  readonly ranges: readonly StructRange[];
  /** Written while its page had no connection. */
  readonly offline: boolean;
  readonly origin: EditOrigin;
}

/** What became of an entry: its sequence number, or why it was not taken. */
export type AppendResult =
  | { readonly kind: 'stored'; readonly seq: number }
  /** The plan is not open any more. */
  | { readonly kind: 'closed' }
  /** One of the ranges' clients is bound to another user of this plan. */
  | { readonly kind: 'foreign-client' };

export interface LogRow {
  readonly seq: number;
  readonly userId: string;
  readonly at: number;
  readonly update: Uint8Array;
  readonly offline: boolean;
  readonly origin: EditOrigin;
  /** SHA-256 over this row and the digest of the row before (`chain.ts`), 32 bytes. */
  readonly digest: Uint8Array;
}

/** Who wrote the structs `[from, to)` of a client, and when the log took them. */
export interface RangeRow extends StructRange {
  readonly seq: number;
  readonly userId: string;
  readonly at: number;
}

/** A point of a plan's log that a member gave a name. */
export interface NamedPointRow {
  readonly id: string;
  readonly planId: string;
  readonly name: string;
  readonly seq: number;
  readonly at: number;
  readonly userId: string;
}

/** How far a member has seen a plan: `base` is where its log stood when they first opened it. */
export interface SeenMarks {
  readonly base: number;
  /** The last row that they have seen of each section that they have looked at. */
  readonly sections: ReadonlyMap<string, number>;
}

/** A plan's whole document at `seq`, so that opening it costs its content and not its history. */
export interface SnapshotRow {
  readonly seq: number;
  readonly state: Uint8Array;
  /** What the rooms want to know of the state without reading it; the store only keeps it. */
  readonly extract: Uint8Array | null;
}

/** Figures of a plan at `seq`, so that a list needs no document. */
export interface PlanFigures {
  readonly seq: number;
  readonly filled: number;
  readonly total: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface VersionRow {
  readonly planId: string;
  readonly number: number;
  readonly digest: string;
  readonly seq: number;
  readonly frozenAt: number;
  readonly frozenBy: string;
  readonly reason: string | null;
  /** SHA-256 of all its files as one archive; `null` where it was frozen before there was one. */
  readonly dossier: string | null;
}

export interface VersionFileRow {
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly content: Uint8Array;
}

/** Work went on after the frozen version `number`. */
export interface ReopeningRow {
  readonly planId: string;
  readonly number: number;
  readonly at: number;
  readonly userId: string;
  readonly reason: string;
}

/** Under which number, and on which day, a version was taken by those to whom it was handed in: so a member says. */
export interface FilingRow {
  readonly planId: string;
  readonly number: number;
  readonly protocol: string;
  /** ISO 8601. */
  readonly date: string;
  readonly at: number;
  readonly userId: string;
}

/** A version with what its files are, without their bytes, and what came after it. */
export interface VersionListing extends VersionRow {
  readonly files: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
  readonly reopening: ReopeningRow | null;
  /** In the order in which they were put down: the last counts. */
  readonly filings: readonly FilingRow[];
}

/** Where a digest was found: a file of a version, or `null` for the archive of all of them. */
export interface FoundFile {
  readonly planId: string;
  readonly number: number;
  readonly name: string | null;
}

/** What a member wrote and no version has, since it came after a freeze. */
export interface LateEditRow {
  readonly planId: string;
  readonly userId: string;
  /** Given by the page, so that what is sent twice is kept once. */
  readonly key: string;
  /** The version that it came too late for. */
  readonly version: number;
  readonly at: number;
  /** JSON. */
  readonly items: string;
}

/** Comments, and what members are told, have contracts of their own (`threads.ts`, `inbox.ts`). */
export interface Store extends ThreadStore, InboxStore {
  close(): Promise<void>;

  // Set-up. The token works until the first association exists.
  setSetupToken(tokenHash: string, at: number): Promise<void>;
  getSetupTokenHash(): Promise<string | null>;
  hasAssociation(): Promise<boolean>;
  /** Creates the first association with its first administrator, in one step; false where one exists already. */
  setUp(association: AssociationRow, user: UserRow): Promise<boolean>;

  // People
  createAssociation(association: AssociationRow): Promise<void>;
  getAssociation(id: string): Promise<AssociationRow | null>;
  addValueChain(associationId: string, name: string): Promise<void>;
  addOrganisation(associationId: string, name: string): Promise<void>;
  listValueChains(associationId: string): Promise<string[]>;
  listOrganisations(associationId: string): Promise<string[]>;
  /** False where the e-mail address is taken. */
  createUser(user: UserRow): Promise<boolean>;
  getUser(id: string): Promise<UserRow | null>;
  getUserByEmail(email: string): Promise<UserRow | null>;
  listUsers(ids: readonly string[]): Promise<UserRow[]>;
  setLocale(userId: string, locale: 'it' | 'en'): Promise<void>;
  putMember(member: MemberRow): Promise<void>;
  /** Takes the member out of the association and out of all its plans, with what they had seen and were told of them. */
  removeMember(associationId: string, userId: string): Promise<void>;
  getMember(associationId: string, userId: string): Promise<MemberRow | null>;
  listMembers(associationId: string): Promise<MemberRow[]>;
  listMemberships(userId: string): Promise<MemberRow[]>;

  // Sessions
  putSession(session: SessionRow): Promise<void>;
  getSession(idHash: string): Promise<SessionRow | null>;
  listSessions(userId: string): Promise<SessionRow[]>;
  setSessionExpiry(idHash: string, expiresAt: number): Promise<void>;
  deleteSession(idHash: string): Promise<void>;
  deleteUserSessions(userId: string): Promise<void>;
  deleteExpiredSessions(now: number): Promise<void>;
  /** Those of the sessions that are not there, or have expired at `now`. */
  endedSessions(idHashes: readonly string[], now: number): Promise<string[]>;

  // Invitations
  createInvitation(invitation: InvitationRow): Promise<void>;
  getInvitation(tokenHash: string): Promise<InvitationRow | null>;
  /** Those that can still be used at `now`. */
  listInvitations(associationId: string, now: number): Promise<InvitationRow[]>;
  deleteInvitation(associationId: string, id: string): Promise<void>;
  /**
   * Marks the invitation used and makes the user (new, or given by id where the address is known) a member, in one
   * step; false where it is used or expired by then.
   */
  acceptInvitation(tokenHash: string, user: UserRow | { readonly id: string }, now: number): Promise<boolean>;

  // Plans
  createPlan(plan: PlanRecord): Promise<void>;
  getPlan(id: string): Promise<PlanRecord | null>;
  listPlans(associationIds: readonly string[]): Promise<PlanRecord[]>;
  /** Of every plan that there is, oldest first. */
  listPlanIds(): Promise<string[]>;
  renamePlan(id: string, title: string): Promise<void>;
  archivePlan(id: string, archived: boolean): Promise<void>;
  getPlanRole(planId: string, userId: string): Promise<PlanRole | null>;
  listPlanRoles(planId: string): Promise<{ readonly userId: string; readonly role: PlanRole }[]>;
  setPlanRole(planId: string, userId: string, role: PlanRole | null): Promise<void>;
  getFigures(planId: string): Promise<PlanFigures | null>;
  putFigures(planId: string, figures: PlanFigures): Promise<void>;

  // The log
  /**
   * Appends all entries in one durable commit, each with the next number of its plan's log, in the order given.
   * Binds clients seen for the first time to the entry's user, and each row by its digest to the one before. An entry that is not taken leaves no trace and does not
   * stop the others; where the commit itself fails the promise rejects and nothing was stored.
   */
  append(entries: readonly AppendEntry[]): Promise<AppendResult[]>;
  /** Rows after `afterSeq`, in order; the first `limit` of them where one is given. */
  readLog(planId: string, afterSeq: number, limit?: number): Promise<LogRow[]>;
  /** The newest snapshot beside the log; the log itself keeps every row. */
  getSnapshot(planId: string): Promise<SnapshotRow | null>;
  /** Keeps a snapshot in the place of an older one; one that comes late changes nothing. */
  putSnapshot(planId: string, snapshot: SnapshotRow): Promise<void>;
  /** The newest row, without its bytes. */
  lastEdit(
    planId: string,
  ): Promise<{ readonly seq: number; readonly userId: string; readonly at: number } | null>;
  /** Which user each Yjs client of the plan is bound to. */
  readClients(planId: string): Promise<Map<number, string>>;
  /**
   * The ranges of structs with the row that brought each, by client and clock: the first `limit` after that one, or
   * from the start.
   */
  readRanges(
    planId: string,
    after: { readonly client: number; readonly from: number } | null,
    limit: number,
  ): Promise<(StructRange & { readonly seq: number })[]>;
  /** Who wrote the struct at (client, clock), for each of the pairs; `null` where the log does not hold it. */
  attribute(
    planId: string,
    structs: readonly { readonly client: number; readonly clock: number }[],
  ): Promise<(RangeRow | null)[]>;

  // Points of the log
  /**
   * Gives a point a name. `taken`: another point of the plan has that name, whatever the case of its letters;
   * `beyond`: the log does not go so far.
   */
  addNamedPoint(point: NamedPointRow): Promise<'added' | 'taken' | 'beyond'>;
  /** By their place in the log. */
  listNamedPoints(planId: string): Promise<NamedPointRow[]>;
  /** False where there is no such point. */
  removeNamedPoint(planId: string, id: string): Promise<boolean>;
  /** What the member has seen of the plan; asked for the first time, it begins with where the log stands now. */
  readSeen(planId: string, userId: string): Promise<SeenMarks>;
  /** The member has seen a section as it is with row `seq`. A mark never goes back, nor beyond the end of the log. */
  putSeen(planId: string, userId: string, section: string, seq: number): Promise<void>;

  // Frozen versions
  /**
   * Closes the plan and keeps the version with its files, in one commit, provided that the plan is open and its log
   * still ends at `version.seq`; otherwise says why and changes nothing.
   */
  freeze(version: VersionRow, files: readonly VersionFileRow[]): Promise<'frozen' | 'closed' | 'moved-on'>;
  listVersions(planId: string): Promise<VersionListing[]>;
  getVersionFile(planId: string, number: number, name: string): Promise<VersionFileRow | null>;
  /** The first file, or archive, with this SHA-256. */
  findFile(sha256: string): Promise<FoundFile | null>;
  /**
   * Opens a frozen plan again and keeps who did and why, in one commit; the version stays as it is. `not-frozen`: the
   * plan is not frozen at `number`, its last version.
   */
  reopen(reopening: ReopeningRow): Promise<'reopened' | 'not-frozen'>;
  /** False where there is no such version. What was put down before stays. */
  addFiling(filing: FilingRow): Promise<boolean>;

  // Edits that came too late
  /**
   * Keeps them for their author. `known`: the key was used, also for what its author has done with since; `full`: the
   * author has as many characters of them on this plan as `limit`.
   */
  addLateEdit(edit: LateEditRow, limit: number): Promise<'added' | 'known' | 'full'>;
  /** The author's own, oldest first. */
  listLateEdits(planId: string, userId: string): Promise<LateEditRow[]>;
  /** Their author has done with them: only the key is still known. */
  removeLateEdit(planId: string, userId: string, key: string): Promise<void>;
}
