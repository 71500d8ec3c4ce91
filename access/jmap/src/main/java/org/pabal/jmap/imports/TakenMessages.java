// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.fetch.BodyTaker;
import org.pabal.jmap.ForeignMessage;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StagedMessage;

/// Takes messages of another server in; they belong to nobody yet. For one thread.
final class TakenMessages implements BodyTaker, AutoCloseable {
    private final MailboxStore store;
    private final long maxOctets;
    private final Map<Long, StagedMessage> messages = new HashMap<>();
    private final Map<Long, String> refusals = new HashMap<>();
    private @Nullable ForeignMessage open;

    TakenMessages(MailboxStore store, long maxOctets) {
        this.store = store;
        this.maxOctets = maxOctets;
    }

    /// A server may have told another size before: it is read to its end and dropped.
    @Override
    public Sink begin(long octets) {
        close();
        if (octets > maxOctets) {
            return (_, _, _) -> {};
        }
        ForeignMessage message = new ForeignMessage(store);
        open = message;
        return message::write;
    }

    @Override
    public void end(long uid) {
        ForeignMessage message = open;
        if (message == null) {
            refusals.put(uid, "tooLarge");
            return;
        }
        try {
            messages.put(uid, message.finish());
        } catch (ForeignMessage.NoMessageException none) {
            refusals.put(uid, "noMessage");
        } finally {
            close();
        }
    }

    Optional<StagedMessage> message(long uid) {
        return Optional.ofNullable(messages.get(uid));
    }

    /// Why it could not be taken; empty for one that is gone.
    Optional<String> refusal(long uid) {
        return Optional.ofNullable(refusals.get(uid));
    }

    /// Gives up what is not whole.
    @Override
    public void close() {
        ForeignMessage message = open;
        open = null;
        if (message != null) {
            message.close();
        }
    }
}
