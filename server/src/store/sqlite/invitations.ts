import type { InvitationRow, Store } from '../store.ts';
import type { Database } from './database.ts';
import { insertUser } from './people.ts';

const INVITATION = `id, token_hash AS "tokenHash", association_id AS "associationId", email, role, organisation,
  value_chain AS "valueChain", invited_by AS "invitedBy", expires_at AS "expiresAt", used_at AS "usedAt"`;

type Invitations = Pick<
  Store,
  'createInvitation' | 'getInvitation' | 'listInvitations' | 'deleteInvitation' | 'acceptInvitation'
>;

/** Links that make somebody a member, each of them once. */
export function invitations(db: Database): Invitations {
  return {
    async createInvitation(invitation) {
      db.run(
        `INSERT INTO invitations (id, token_hash, association_id, email, role, organisation, value_chain,
           invited_by, expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        invitation.id,
        invitation.tokenHash,
        invitation.associationId,
        invitation.email,
        invitation.role,
        invitation.organisation,
        invitation.valueChain,
        invitation.invitedBy,
        invitation.expiresAt,
        invitation.usedAt,
      );
    },
    async getInvitation(tokenHash) {
      return db.get<InvitationRow>(`SELECT ${INVITATION} FROM invitations WHERE token_hash = ?`, tokenHash);
    },
    async listInvitations(associationId, now) {
      return db.all<InvitationRow>(
        `SELECT ${INVITATION} FROM invitations
         WHERE association_id = ? AND used_at IS NULL AND expires_at > ? ORDER BY expires_at DESC, id`,
        associationId,
        now,
      );
    },
    async deleteInvitation(associationId, id) {
      db.run('DELETE FROM invitations WHERE association_id = ? AND id = ?', associationId, id);
    },
    async acceptInvitation(tokenHash, user, now) {
      return db.transaction(() => {
        const invitation = db.get<InvitationRow>(
          `UPDATE invitations SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?
           RETURNING ${INVITATION}`,
          now,
          tokenHash,
          now,
        );
        if (invitation === null) return false;
        if ('passwordHash' in user && !insertUser(db, user)) {
          throw new Error(`the address ${user.email} is taken`);
        }
        // Somebody who is a member already keeps the role they have: a link must not take an administrator's away.
        db.run(
          `INSERT INTO members (association_id, user_id, role, organisation, value_chain)
           VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
          invitation.associationId,
          user.id,
          invitation.role,
          invitation.organisation,
          invitation.valueChain,
        );
        return true;
      });
    },
  };
}
