// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import java.nio.charset.StandardCharsets;
import org.pabal.directory.AccountId;
import org.pabal.storage.Space;

/// Whose wishes they are.
public sealed interface Scope {

    record Server() implements Scope {}

    /// @param domain in ASCII and lower case
    record OfDomain(String domain) implements Scope {}

    record OfAccount(AccountId account) implements Scope {}

    /// In the space of the filter, before a domain; alone for the server.
    byte SHARED_KEY = 0x04;

    /// In an account's own space, so that its wishes move with it.
    byte ACCOUNT_KEY = 'W';

    default Space space() {
        return switch (this) {
            case OfAccount(var account) -> Space.account(account.value());
            case Server _, OfDomain _ -> Space.Shared.FILTER;
        };
    }

    default byte[] key() {
        return switch (this) {
            case OfAccount _ -> new byte[] {ACCOUNT_KEY};
            case Server _ -> new byte[] {SHARED_KEY};
            case OfDomain(var domain) -> {
                byte[] name = domain.getBytes(StandardCharsets.UTF_8);
                byte[] key = new byte[name.length + 1];
                key[0] = SHARED_KEY;
                System.arraycopy(name, 0, key, 1, name.length);
                yield key;
            }
        };
    }
}
