// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MetadataName;
import org.pabal.storage.Keys;

/// The keys of an account's space that belong to the mailbox model: a letter and then numbers of
/// fixed length, the highest octet first, so that order of keys is order of numbers.
///
/// A to F are read together when an account is opened.
public final class RecordKeys {
    private static final byte ACCOUNT = 'A';
    private static final byte MAILBOX = 'B';
    private static final byte COPIES = 'C';
    private static final byte SUBSCRIPTION = 'D';
    private static final byte EXPUNGED = 'E';
    private static final byte ACL = 'F';
    private static final byte PAGE = 'G';
    private static final byte SEEN = 'H';
    private static final byte METADATA = 'I';
    private static final byte THREAD = 'J';
    private static final byte DELIVERY = 'K';
    private static final byte LOG = 'L';
    private static final byte MESSAGE = 'M';
    private static final byte CORRECTIONS = 'N';
    private static final byte CHANGE = 'O';
    private static final byte SNOOZE = 'Q';
    private static final byte DELETED = 'X';

    private static final byte[] ALL = {
        ACCOUNT,
        MAILBOX,
        COPIES,
        SUBSCRIPTION,
        EXPUNGED,
        ACL,
        PAGE,
        SEEN,
        METADATA,
        THREAD,
        DELIVERY,
        LOG,
        MESSAGE,
        CHANGE,
        SNOOZE,
        DELETED
    };

    /// Half of a SHA-256: no two delivery keys of an account meet by chance or by will.
    private static final int DIGEST_OCTETS = 16;

    private RecordKeys() {}

    /// A range of keys, the second end not included.
    public record Range(byte[] from, byte[] to) {
        public static Range ofPrefix(byte[] prefix) {
            return new Range(prefix, Keys.afterPrefix(prefix));
        }
    }

    /// What kind of record a key of the range {@link #index} names.
    public enum Kind {
        ACCOUNT,
        MAILBOX,
        COPIES,
        SUBSCRIPTION,
        EXPUNGED,
        ACL
    }

    /// True when a key is the mailbox model's own.
    public static boolean isOurs(byte[] key) {
        for (byte letter : ALL) {
            if (key.length > 0 && key[0] == letter) {
                return true;
            }
        }
        return false;
    }

    /// All ranges of keys that are the mailbox model's own, but for {@link #messages}.
    public static Range[] allButMessages() {
        return new Range[] {
            index(),
            letter(PAGE),
            letter(SEEN),
            letter(METADATA),
            letter(THREAD),
            letter(DELIVERY),
            letter(LOG),
            letter(CHANGE),
            letter(SNOOZE),
            letter(DELETED),
        };
    }

    /// What one change has said of messages. Written here; removed by who learns from it, as others'
    /// records are.
    public static byte[] corrections(long modSeq, int chunk) {
        return ByteBuffer.allocate(13).put(CORRECTIONS).putLong(modSeq).putInt(chunk).array();
    }

    public static Range corrections() {
        return letter(CORRECTIONS);
    }

    /// What others keep in an account's space: scripts, what delivery remembers, what is learnt.
    public static Range foreign() {
        return new Range(new byte[] {MESSAGE + 1}, new byte[] {'Z' + 1});
    }

    private static Range letter(byte letter) {
        return Range.ofPrefix(new byte[] {letter});
    }

    public static Range index() {
        return new Range(new byte[] {ACCOUNT}, new byte[] {ACL + 1});
    }

    public static Kind kindOf(byte[] indexKey) {
        return Kind.values()[indexKey[0] - ACCOUNT];
    }

    public static byte[] account() {
        return new byte[] {ACCOUNT};
    }

    public static byte[] mailbox(long mailbox) {
        return key(MAILBOX, mailbox);
    }

    /// In how many places a message lies, where that is more than one.
    public static byte[] copies(long email) {
        return key(COPIES, email);
    }

    public static byte[] subscription(MailboxName name) {
        byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(SUBSCRIPTION).put(text).array();
    }

    public static String subscribedName(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    /// A list of messages that lie nowhere any more, to be reclaimed.
    public static byte[] expunged(long modSeq, int chunk) {
        return ByteBuffer.allocate(13).put(EXPUNGED).putLong(modSeq).putInt(chunk).array();
    }

    public static Range allExpunged() {
        return letter(EXPUNGED);
    }

    /// A list of messages that lie nowhere any more and are kept for a while.
    public static byte[] deleted(long modSeq, int chunk) {
        return ByteBuffer.allocate(13).put(DELETED).putLong(modSeq).putInt(chunk).array();
    }

    public static long modSeqOfDeleted(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    public static int chunkOfDeleted(byte[] key) {
        return ByteBuffer.wrap(key).getInt(9);
    }

    /// Those of the changes from one modseq to another.
    public static Range deletedBetween(long first, long last) {
        return new Range(deleted(first, 0), Keys.afterPrefix(key(DELETED, last)));
    }

    public static Range allDeleted() {
        return letter(DELETED);
    }

    public static byte[] acl(long mailbox) {
        return key(ACL, mailbox);
    }

    public static long mailboxOfAcl(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    /// What a reader who is not the owner has seen of a mailbox.
    ///
    /// @param chunk as {@link org.pabal.mailbox.state.SeenMarks} counts them
    public static byte[] seen(long mailbox, long reader, int chunk) {
        return ByteBuffer.allocate(21)
                .put(SEEN)
                .putLong(mailbox)
                .putLong(reader)
                .putInt(chunk)
                .array();
    }

    public static Range seen(long mailbox, long reader) {
        return Range.ofPrefix(
                ByteBuffer.allocate(17).put(SEEN).putLong(mailbox).putLong(reader).array());
    }

    /// Of all readers.
    public static Range seen(long mailbox) {
        return Range.ofPrefix(key(SEEN, mailbox));
    }

    public static int chunkOfSeen(byte[] key) {
        return ByteBuffer.wrap(key).getInt(17);
    }

    /// @param mailbox 0 for what is the account's own
    /// @param reader 0 for what is shared
    public static byte[] metadata(long mailbox, long reader, MetadataName name) {
        byte[] text = name.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(17 + text.length)
                .put(METADATA)
                .putLong(mailbox)
                .putLong(reader)
                .put(text)
                .array();
    }

    public static Range metadata(long mailbox, long reader) {
        return Range.ofPrefix(
                ByteBuffer.allocate(17).put(METADATA).putLong(mailbox).putLong(reader).array());
    }

    /// Shared and of all readers.
    public static Range metadata(long mailbox) {
        return Range.ofPrefix(key(METADATA, mailbox));
    }

    /// 0 for what is shared.
    public static long readerOfMetadata(byte[] key) {
        return ByteBuffer.wrap(key).getLong(9);
    }

    public static MetadataName nameOfMetadata(byte[] key) {
        return new MetadataName(new String(key, 17, key.length - 17, StandardCharsets.US_ASCII));
    }

    /// The thread that messages of a base subject which name a message id belong to.
    ///
    /// @param link see {@link org.pabal.mailbox.summary.ThreadLinks}
    public static byte[] thread(long link) {
        return key(THREAD, link);
    }

    public static long linkOfThread(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    public static Range threads() {
        return letter(THREAD);
    }

    /// What a commit did, in the account's change log.
    public static byte[] change(long modSeq) {
        return key(CHANGE, modSeq);
    }

    public static long modSeqOfChange(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    /// The change log above a modseq.
    public static Range changesAfter(long modSeq) {
        return new Range(change(modSeq + 1), letter(CHANGE).to());
    }

    /// A message that is set aside, or has come back.
    public static byte[] snooze(long email) {
        return key(SNOOZE, email);
    }

    public static long emailOfSnooze(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    public static Range snoozes() {
        return letter(SNOOZE);
    }

    public static byte[] page(long mailbox, int number) {
        return ByteBuffer.allocate(13).put(PAGE).putLong(mailbox).putInt(number).array();
    }

    public static int numberOfPage(byte[] key) {
        return ByteBuffer.wrap(key).getInt(9);
    }

    public static Range pages(long mailbox) {
        return Range.ofPrefix(key(PAGE, mailbox));
    }

    public static byte[] log(long mailbox, long modSeq) {
        return ByteBuffer.allocate(17).put(LOG).putLong(mailbox).putLong(modSeq).array();
    }

    public static Range log(long mailbox) {
        return Range.ofPrefix(key(LOG, mailbox));
    }

    /// The log above a modseq.
    public static Range logAfter(long mailbox, long modSeq) {
        return new Range(Keys.successor(log(mailbox, modSeq)), log(mailbox).to());
    }

    public static long modSeqOfLog(byte[] key) {
        return ByteBuffer.wrap(key).getLong(9);
    }

    public static byte[] message(long email) {
        return key(MESSAGE, email);
    }

    public static long emailOfMessage(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    /// Reads the number behind the letter of a copies key.
    public static long emailOfCopies(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    public static Range messages() {
        return letter(MESSAGE);
    }

    public static byte[] delivery(long generation, String deliveryKey) {
        return ByteBuffer.allocate(9 + DIGEST_OCTETS)
                .put(DELIVERY)
                .putLong(generation)
                .put(digest(deliveryKey), 0, DIGEST_OCTETS)
                .array();
    }

    public static Range deliveries(long generation) {
        return Range.ofPrefix(key(DELIVERY, generation));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    private static byte[] key(byte letter, long number) {
        return ByteBuffer.allocate(9).put(letter).putLong(number).array();
    }

    /// The successor of the last key of a part of a scan.
    public static Range after(Range range, byte[] lastKey) {
        return new Range(Arrays.copyOf(lastKey, lastKey.length + 1), range.to());
    }
}
