// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pabal.mailbox.state.EmailIndex;
import org.pabal.mailbox.state.EmailView;

/// What the last readers of an account were shown, so that for each of them only what has changed is
/// counted anew. What is forgotten costs time only. Safe for use by many threads.
final class ReaderViews {
    private static final int READERS = 32;

    private final Map<Long, EmailView> shown = new LinkedHashMap<>(READERS, 0.75f, true);

    /// @param visible ids of the mailboxes that the reader may read
    synchronized EmailView of(EmailIndex index, long reader, Set<Long> visible) {
        EmailView last = shown.get(reader);
        EmailView now =
                last == null
                        ? new EmailView(index, reader, visible)
                        : last.at(index, reader, visible);
        shown.put(reader, now);
        if (shown.size() > READERS) {
            shown.remove(shown.keySet().iterator().next());
        }
        return now;
    }

    synchronized void clear() {
        shown.clear();
    }
}
