// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Role;
import org.pabal.directory.source.SourceAccount;
import org.pabal.message.Address;

/// One line of a file.
///
/// @param hash as it stands; empty for none
/// @param lastDay the last day, since 1970, on which its owner may log in
/// @param noLogin why nobody logs in by it; mail comes all the same
record FileAccount(
        Address address,
        String hash,
        String displayName,
        OptionalLong quotaOctets,
        OptionalLong quotaMessages,
        OptionalLong lastDay,
        Optional<String> noLogin) {

    SourceAccount toSourceAccount() {
        return new SourceAccount(
                address.toString(),
                address,
                "",
                displayName,
                Optional.empty(),
                quotaOctets,
                quotaMessages,
                true,
                Role.USER,
                Optional.empty());
    }
}
