// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.Change;

/// Which thread a new message belongs to, during one edit. A link, see
/// {@link org.pabal.mailbox.summary.ThreadLinks}, is one record, found by its key alone, and counts the
/// messages that have it.
///
/// A message joins the thread of the first of its links that is known, and makes all others known. So a
/// reply that comes before what it replies to awaits it. Threads that turn out to be one later stay
/// two: an id that a client was told does not change.
final class Threads {
    private final AccountSpace space;
    private final Head head;
    private final Map<Long, ThreadLink> changed = new HashMap<>();

    Threads(AccountSpace space, Head head) {
        this.space = space;
        this.head = head;
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }

    Map<Long, ThreadLink> changed() {
        return changed;
    }

    private @Nullable ThreadLink known(long link) {
        ThreadLink ours = changed.get(link);
        if (ours == null) {
            ours = head.pendingThread(link);
        }
        if (ours == null) {
            ours = ThreadLink.read(space, link);
        }
        return ours == null || ours.messages() == 0 ? null : ours;
    }

    /// The thread of a message that is new to the account.
    long join(long email, long[] links) {
        @Nullable ThreadLink[] found = new ThreadLink[links.length];
        long thread = 0;
        for (int i = 0; i < links.length; i++) {
            ThreadLink link = known(links[i]);
            found[i] = link;
            if (link != null && thread == 0) {
                thread = link.thread();
            }
        }
        if (thread == 0) {
            thread = email;
        }
        for (int i = 0; i < links.length; i++) {
            ThreadLink link = found[i];
            changed.put(
                    links[i],
                    link == null
                            ? new ThreadLink(thread, 1)
                            : new ThreadLink(link.thread(), link.messages() + 1));
        }
        return thread;
    }

    /// A message is reclaimed.
    void leave(long[] links) {
        for (long link : links) {
            ThreadLink found = known(link);
            if (found != null) {
                changed.put(link, new ThreadLink(found.thread(), found.messages() - 1));
            }
        }
    }

    void write(List<Change> changes) {
        changed.forEach((key, link) -> changes.add(link.change(key)));
    }
}
