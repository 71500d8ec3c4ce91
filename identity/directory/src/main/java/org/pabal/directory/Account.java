// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.Address;

/// An owner of mailboxes.
///
/// @param address its primary address in lookup form
/// @param displayName may be empty
/// @param language of what the server writes to its owner
/// @param quotaOctets empty for no limit
/// @param quotaMessages likewise
/// @param enabled false: no log-in, mail is refused with `5.2.1`
/// @param host the declared host that holds its mailboxes; empty for this one
/// @param limits in the place of the settings'
/// @param loginRule which of its passwords it takes
public record Account(
        AccountId id,
        Address address,
        String displayName,
        Language language,
        OptionalLong quotaOctets,
        OptionalLong quotaMessages,
        boolean enabled,
        Role role,
        Optional<String> host,
        AccountLimits limits,
        LoginRule loginRule) {

    /// With the settings' limits, and any password.
    public Account(
            AccountId id,
            Address address,
            String displayName,
            Language language,
            OptionalLong quotaOctets,
            OptionalLong quotaMessages,
            boolean enabled,
            Role role,
            Optional<String> host) {
        this(
                id,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                host,
                AccountLimits.NONE,
                LoginRule.ANY);
    }

    /// A user of this host.
    public Account(
            AccountId id,
            Address address,
            String displayName,
            Language language,
            OptionalLong quotaOctets,
            OptionalLong quotaMessages,
            boolean enabled) {
        this(
                id,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                Role.USER,
                Optional.empty());
    }

    /// A user of this host without a limit of messages.
    public Account(
            AccountId id,
            Address address,
            String displayName,
            Language language,
            OptionalLong quotaOctets,
            boolean enabled) {
        this(id, address, displayName, language, quotaOctets, OptionalLong.empty(), enabled);
    }

    /// Whether its mailboxes are on this host.
    public boolean isHere() {
        return host.isEmpty();
    }

    /// Whether it may log in as another: an administrator as anyone, a domain's administrator as
    /// the users of its own domain, everybody as themselves (THREATS A03).
    public boolean mayActAs(Account other) {
        return id.equals(other.id)
                || switch (role) {
                    case USER -> false;
                    case DOMAIN_ADMINISTRATOR ->
                            other.role == Role.USER
                                    && other.address.domain().equals(address.domain());
                    case ADMINISTRATOR -> true;
                };
    }

    public Account withId(AccountId other) {
        return new Account(
                other,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                host,
                limits,
                loginRule);
    }

    public Account withAddress(Address other) {
        return new Account(
                id,
                other,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                host,
                limits,
                loginRule);
    }

    public Account withProfile(String name, Language spoken) {
        return new Account(
                id,
                address,
                name,
                spoken,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                host,
                limits,
                loginRule);
    }

    public Account withQuota(OptionalLong octets, OptionalLong messages) {
        return new Account(
                id,
                address,
                displayName,
                language,
                octets,
                messages,
                enabled,
                role,
                host,
                limits,
                loginRule);
    }

    public Account withEnabled(boolean other) {
        return new Account(
                id,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                other,
                role,
                host,
                limits,
                loginRule);
    }

    public Account withRole(Role other) {
        return new Account(
                id,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                other,
                host,
                limits,
                loginRule);
    }

    public Account withHost(Optional<String> other) {
        return new Account(
                id,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                other,
                limits,
                loginRule);
    }

    public Account withLimits(AccountLimits other) {
        return new Account(
                id,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                host,
                other,
                loginRule);
    }

    public Account withLoginRule(LoginRule other) {
        return new Account(
                id,
                address,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                host,
                limits,
                other);
    }
}
