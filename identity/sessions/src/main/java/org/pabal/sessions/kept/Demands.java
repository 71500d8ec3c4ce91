// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.kept;

import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.message.Domain;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;

/// Who must not be without a second factor: people of some domains by the settings, others because an
/// administrator said so.
public record Demands(Predicate<Domain> ofDomain, KeptFactors factors) {

    public boolean areMadeOf(Account account) {
        return ofDomain.test(account.address().domain()) || factors.of(account.id()).isDemanded();
    }

    /// Whether a session shows enough: one that began with the password alone is over when more is
    /// demanded.
    public boolean areMet(Session session, Account account) {
        return session.proofs().stream().anyMatch(Proof::isSecond) || !areMadeOf(account);
    }
}
