// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.OptionalLong;
import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.directory.Subaddress;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.directory.source.SourceAccount;

/// How sources are joined with the built-in directory.
///
/// @param subaddress how details are told from names
/// @param offersScram whether SCRAM is announced although accounts of sources cannot log in by it
/// @param isThisHost whether a name of a declared host is ours
public record JoinedConfig(
        Subaddress subaddress, boolean offersScram, Predicate<String> isThisHost) {

    /// An account of a source as everybody else sees it.
    Account account(RegisteredAccount registered) {
        SourceAccount known = registered.known();
        return new Account(
                registered.id(),
                known.address(),
                known.displayName(),
                known.language().orElse(Language.ENGLISH),
                first(known.quotaOctets(), registered.quotaOctets()),
                first(known.quotaMessages(), registered.quotaMessages()),
                known.enabled(),
                known.role(),
                known.host().filter(isThisHost.negate()));
    }

    private static OptionalLong first(OptionalLong there, OptionalLong here) {
        return there.isPresent() ? there : here;
    }
}
