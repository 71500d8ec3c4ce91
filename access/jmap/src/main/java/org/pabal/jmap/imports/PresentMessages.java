// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Text;

/// Which messages lie in which mailboxes already, by Message-ID and size, or, without the one, by date
/// and size: the rule of the pages' import of files. For one thread.
final class PresentMessages {
    private static final int BATCH = 256;

    private final AccountMailboxes own;
    private final Map<MailboxId, Set<Long>> known = new HashMap<>();

    PresentMessages(AccountMailboxes own) {
        this.own = own;
    }

    /// @param messageId may be empty
    static long key(String messageId, Instant date, long octets) {
        String bare = messageId.replaceAll("[<>\\s]", "");
        return digest(
                bare.isEmpty() ? "@" + date.getEpochSecond() + " " + octets : bare + " " + octets);
    }

    private static long digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    boolean has(MailboxId mailbox, long key) {
        return of(mailbox).contains(key);
    }

    void add(MailboxId mailbox, long key) {
        of(mailbox).add(key);
    }

    private Set<Long> of(MailboxId mailbox) {
        return known.computeIfAbsent(mailbox, this::read);
    }

    private Set<Long> read(MailboxId mailbox) {
        Set<Long> keys = new HashSet<>();
        Optional<MailboxSnapshot> snapshot = own.snapshot(mailbox);
        if (snapshot.isPresent()) {
            MessageCursor cursor = snapshot.get().cursor();
            List<EmailId> batch = new ArrayList<>();
            for (int index = 0; index < snapshot.get().count(); index++) {
                cursor.move(index);
                batch.add(new EmailId(cursor.email()));
                keys.add(key("", Instant.ofEpochSecond(cursor.internalSeconds()), cursor.size()));
                if (batch.size() == BATCH) {
                    read(batch, keys);
                    batch.clear();
                }
            }
            read(batch, keys);
        }
        return keys;
    }

    private void read(List<EmailId> batch, Set<Long> keys) {
        for (StoredMessage each : own.messages(batch)) {
            String messageId = each.text(Text.MESSAGE_ID);
            if (!messageId.isBlank()) {
                keys.add(key(messageId, each.internalDate(), each.octets()));
            }
        }
    }
}
