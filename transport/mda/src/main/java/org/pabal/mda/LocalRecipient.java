// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.envelope.RecipientRequest;

/// For whom a copy is.
///
/// @param address by which the account was found, with its detail (RFC 5233) if it has one
/// @param original the address that the client named, which may be an alias
/// @param request what the client asked about its reports
/// @param assessment of the copy by the spam filter; empty when it was not asked
public record LocalRecipient(
        Account account,
        Address address,
        String original,
        RecipientRequest request,
        Optional<Assessment> assessment) {

    /// For a copy of a mail that was not judged.
    public LocalRecipient(
            Account account, Address address, String original, RecipientRequest request) {
        this(account, address, original, request, Optional.empty());
    }

    public boolean isJunk() {
        return assessment.filter(Assessment::isSpam).isPresent();
    }
}
