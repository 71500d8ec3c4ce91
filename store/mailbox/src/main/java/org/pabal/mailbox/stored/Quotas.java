// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.mailbox.QuotaResource;

/// The quota rule: what would go over the limit is refused; a limit lowered below what is used
/// takes nothing away.
final class Quotas {
    private Quotas() {}

    /// The resource of which there is not enough for messages to be added.
    static Optional<QuotaResource> missing(
            Account account, AccountEdit edit, long octets, long messages) {
        if (!fits(account.quotaOctets(), edit.usedOctets(), octets)) {
            return Optional.of(QuotaResource.STORAGE);
        }
        return Optional.empty();
    }

    static boolean fits(OptionalLong limit, long used, long more) {
        return limit.isEmpty() || more <= 0 || used <= limit.getAsLong() - more;
    }
}
