// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import org.pabal.directory.Account;

/// The quota rule: what would go over the limit is refused; a limit lowered below what is used
/// takes nothing away.
final class Quotas {
    private Quotas() {}

    static boolean fits(Account account, long used, long more) {
        return account.quotaOctets().isEmpty()
                || more == 0
                || used <= account.quotaOctets().getAsLong() - more;
    }
}
