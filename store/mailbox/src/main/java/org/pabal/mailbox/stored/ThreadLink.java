// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.format.v1.SmallFormats.Link;
import org.pabal.storage.Change;

/// What a record under `J` says, or will say once a commit is durable. Two of these are never the
/// same, so that a commit takes back only what it said itself.
final class ThreadLink {
    private final Link link;

    /// @param messages 0 for a link that no message has any more
    ThreadLink(long thread, int messages) {
        this.link = new Link(thread, messages);
    }

    static @Nullable ThreadLink read(AccountSpace space, long link) {
        Optional<byte[]> record = space.read(RecordKeys.thread(link));
        if (record.isEmpty()) {
            return null;
        }
        Link read = SmallFormats.decodeLink(record.get());
        return new ThreadLink(read.thread(), read.messages());
    }

    long thread() {
        return link.thread();
    }

    int messages() {
        return link.messages();
    }

    Change change(long key) {
        return link.messages() == 0
                ? new Change.Delete(RecordKeys.thread(key))
                : new Change.Put(RecordKeys.thread(key), SmallFormats.encodeLink(link));
    }
}
