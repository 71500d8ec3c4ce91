// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.util.HashMap;
import java.util.Map;
import org.pabal.imap.search.order.ThreadKeys.Subject;

/// Threads of messages about the same: all others answer the first one. RFC 5256 §3 ORDEREDSUBJECT.
final class OrderedSubject {
    private OrderedSubject() {}

    static MessageThreads of(ThreadKeys keys) {
        MessageThreads threads = new MessageThreads(keys.count(), keys.count());
        Map<Subject, Integer> firsts = new HashMap<>();
        for (int node : keys.bySentDate()) {
            Integer first = firsts.putIfAbsent(keys.subject(node), node);
            if (first == null) {
                threads.addRoot(node);
            } else {
                threads.addChild(first, node);
            }
        }
        return threads;
    }
}
