// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.Credentials;

/// Who is here. Safe for use by many threads.
///
/// Every method may throw {@link org.pabal.message.UnavailableException}.
public interface Directory {

    /// Resolves one step. A detail (`bob+detail`) that has no entry of its own is left out on the
    /// second look. RFC 5233. An address of a domain alias is an alias for the one in its place. `postmaster` and `abuse` of a domain of ours never are unknown as
    /// long as the domain has an account. RFC 5321 §4.5.1.
    Resolution resolve(Address address);

    /// True also for the aliases of domains.
    boolean isLocal(Domain domain);

    /// Without aliases, in the order of their names.
    List<Domain> domains();

    Optional<Account> account(AccountId id);

    /// The account that a log-in name means, also without its domain.
    Optional<Account> findByLogin(String login, LoginContext context);

    /// The secrets behind a connection's SASL exchange. A disabled account verifies as false.
    Credentials credentials(LoginContext context);

    /// Calls whenever an account's secret has changed or it may log in no more, so that its sessions
    /// can be ended (THREATS A09). Must not block.
    default void whenLoginChanges(Consumer<AccountId> told) {}

    /// As {@link #whenLoginChanges}, but not for app passwords: with none of them anybody signs in
    /// where the main one is asked for. Must not block.
    default void whenSignInChanges(Consumer<AccountId> told) {}

    /// To whom rights are given together.
    default Groups groups() {
        return Groups.NONE;
    }

    /// True when the account may use the address as reverse-path and in From: it is the account's,
    /// an alias leads from it to the account, or it was granted. RFC 6409 §6.1.
    boolean owns(AccountId account, Address address);
}
