// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.lists;

import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pabal.filter.lists.DnsLists;
import org.pabal.mta.policy.SessionCheck;

/// The DNS lists as reception asks them. Safe for use by many threads; makes a check for each
/// connection.
public final class ListedClients implements Supplier<SessionCheck> {
    final DnsLists lists;
    final Predicate<InetAddress> exempt;

    /// @param exempt clients that are not asked about: those whose mail is not judged
    public ListedClients(DnsLists lists, Predicate<InetAddress> exempt) {
        this.lists = lists;
        this.exempt = exempt;
    }

    @Override
    public SessionCheck get() {
        return new ListedClient(this);
    }
}
