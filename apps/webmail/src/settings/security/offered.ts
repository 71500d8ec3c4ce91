// SPDX-License-Identifier: Apache-2.0
// What the server says of credentials and of mail programs.
import { accountOf } from '../../core/jmap/session';
import type { Session } from '../../core/jmap/types';

export const CREDENTIALS = 'urn:pabal:params:jmap:credentials';

export interface Program {
  service: 'imap' | 'submission' | 'pop3' | 'sieve';
  host: string;
  port: number;
  tls: 'implicit' | 'starttls';
}

export interface Offered {
  minPasswordCharacters: number;
  passkeysAt: string;
  programs: Program[];
}

export function offered(session: Session): Offered {
  const told = (session.accounts[accountOf(session)]?.accountCapabilities[CREDENTIALS] ?? {}) as Partial<Offered>;
  return { minPasswordCharacters: told.minPasswordCharacters ?? 8, passkeysAt: told.passkeysAt ?? location.origin, programs: told.programs ?? [] };
}
