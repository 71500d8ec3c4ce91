// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.SortKey;
import org.pabal.mailbox.StoredMessage.Text;

/// By what a message belongs to a thread: a link stands for a message id together with a base subject.
/// Messages that have a link in common are one thread: they name the same message, be it their own id,
/// and have the same subject. RFC 8621 §3.
///
/// A message has four links at most, so that no References field makes it costly: the id it replies to,
/// the last and the first of its References, and its own.
public final class ThreadLinks {
    private ThreadLinks() {}

    /// In the order in which they are to be followed; each once.
    public static long[] of(HeaderTexts texts, SortTexts sortTexts) {
        return of(
                texts.messageId(),
                texts.inReplyTo(),
                texts.references(),
                sortTexts.keys().getOrDefault(SortKey.BASE_SUBJECT, new byte[0]));
    }

    /// The same from what was stored.
    public static long[] of(StoredMessage message) {
        return of(
                message.text(Text.MESSAGE_ID),
                message.text(Text.IN_REPLY_TO),
                message.text(Text.REFERENCES),
                message.sortKey(SortKey.BASE_SUBJECT));
    }

    private static long[] of(
            String messageId, String inReplyTo, String references, byte[] baseSubject) {
        long[] links = new long[4];
        int count = 0;
        count = add(first(inReplyTo), baseSubject, links, count);
        count = add(last(references), baseSubject, links, count);
        count = add(first(references), baseSubject, links, count);
        count = add(first(messageId), baseSubject, links, count);
        return count == links.length ? links : Arrays.copyOf(links, count);
    }

    private static int add(
            Optional<String> messageId, byte[] baseSubject, long[] links, int count) {
        if (messageId.isEmpty()) {
            return count;
        }
        long link = link(messageId.get(), baseSubject);
        for (int i = 0; i < count; i++) {
            if (links[i] == link) {
                return count;
            }
        }
        links[count] = link;
        return count + 1;
    }

    /// Text without angle brackets, as old clients write it behind In-Reply-To, names no message.
    private static Optional<String> first(String ids) {
        int from = ids.indexOf('<');
        int to = from < 0 ? -1 : ids.indexOf('>', from);
        return id(ids, from, to);
    }

    private static Optional<String> last(String ids) {
        int to = ids.lastIndexOf('>');
        int from = to < 0 ? -1 : ids.lastIndexOf('<', to);
        return id(ids, from, to);
    }

    private static Optional<String> id(String ids, int from, int to) {
        String id = from < 0 || to < 0 ? "" : ids.substring(from + 1, to).strip();
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    private static long link(String messageId, byte[] baseSubject) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(messageId.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(baseSubject);
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
