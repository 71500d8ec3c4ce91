// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.util.Optional;
import org.pabal.mailbox.AccountMailboxes;

/// The accounts whose messages are indexed, by their numbers.
public interface Accounts {
    boolean has(long account);

    Optional<AccountMailboxes> open(long account);
}
