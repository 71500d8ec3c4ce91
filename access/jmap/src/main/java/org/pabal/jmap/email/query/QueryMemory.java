// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountPoint;

/// The results of the last queries of all accounts: the next page of a list is not searched for
/// again, and what has changed since is told in as few words as can be. What is forgotten costs time
/// only. Safe for use by many threads.
final class QueryMemory {
    private final long maxIds;
    private final Map<Asked, long[]> results = new LinkedHashMap<>(64, 0.75f, true);
    private long ids;

    /// @param reader to whom the account is shown
    record Asked(AccountId owner, AccountId reader, EmailQuery query, AccountPoint point) {}

    /// @param maxIds of all results together, eight octets each
    QueryMemory(long maxIds) {
        this.maxIds = maxIds;
    }

    synchronized Optional<long[]> find(Asked asked) {
        return Optional.ofNullable(results.get(asked));
    }

    synchronized void put(Asked asked, long[] found) {
        if (weight(found) > maxIds / 4) {
            return;
        }
        long[] before = results.put(asked, found);
        ids += weight(found) - (before == null ? 0 : weight(before));
        Iterator<long[]> oldest = results.values().iterator();
        while (ids > maxIds && oldest.hasNext()) {
            ids -= weight(oldest.next());
            oldest.remove();
        }
    }

    /// An entry weighs something even when it is empty.
    private static long weight(long[] found) {
        return found.length + 64L;
    }
}
