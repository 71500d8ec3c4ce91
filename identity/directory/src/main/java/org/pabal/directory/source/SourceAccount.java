// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.message.Address;

/// An account as a source knows it.
///
/// @param key what stays the same when its names change (LDAP's entryUUID); else its address. It
///     tells one account from another: whoever has the same key has the same mailboxes
/// @param address its primary address in lookup form
/// @param locator where the source finds it again: LDAP's distinguished name; empty where the
///     address is enough
/// @param displayName may be empty
/// @param host the name of the declared host that holds its mailboxes, in lower case; empty when
///     the source says nothing, which means this one
public record SourceAccount(
        String key,
        Address address,
        String locator,
        String displayName,
        Optional<Language> language,
        OptionalLong quotaOctets,
        OptionalLong quotaMessages,
        boolean enabled,
        Role role,
        Optional<String> host) {

    /// A user without limits, of this host.
    public static SourceAccount user(String key, Address address, String displayName) {
        return new SourceAccount(
                key,
                address,
                "",
                displayName,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                true,
                Role.USER,
                Optional.empty());
    }

    public SourceAccount withHost(Optional<String> other) {
        return new SourceAccount(
                key,
                address,
                locator,
                displayName,
                language,
                quotaOctets,
                quotaMessages,
                enabled,
                role,
                other);
    }
}
