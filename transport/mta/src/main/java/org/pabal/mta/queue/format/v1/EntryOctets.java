// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A queue entry as it lies in the store: a version octet, then the fields in their order. Texts
/// have a length of two octets in front, times are milliseconds since 1970. The id is in the key.
///
/// @param destinationKind a letter: l local, d domain, h host
/// @param origin a letter: s submitted, r received, b report of ours
/// @param nextAttempt when the entry is due; first so that loading can stop there
/// @param reversePathLocalPart empty for the null reverse-path
/// @param held why it is held; empty when it is not
/// @param work of a job, in its own format; may be longer than other texts and has four octets of
///     length
/// @param delayReport when the sender is told of the delay; 0 for never
public record EntryOctets(
        long nextAttempt,
        char destinationKind,
        String destinationName,
        String held,
        char origin,
        String session,
        long accepted,
        long expires,
        int attempts,
        int crashes,
        long delayReport,
        boolean eightBit,
        boolean smtpUtf8,
        boolean binary,
        RequestOctets request,
        String reversePathLocalPart,
        String reversePathDomain,
        long blobHigh,
        long blobLow,
        long size,
        int prefixOctets,
        String authentication,
        String work,
        List<RecipientOctets> recipients) {
    private static final int VERSION = 1;

    /// What MAIL asked. RFC 3461, RFC 8689, RFC 6710, RFC 2852.
    ///
    /// @param returned a letter: f full, h headers, - not asked
    /// @param deliverByMode a letter: r return, n notify, - not asked
    public record RequestOctets(
            char returned,
            String envelopeId,
            boolean requireTls,
            int priority,
            char deliverByMode,
            boolean deliverByTrace,
            long deliverBySeconds) {
        private void write(DataOutputStream out) throws IOException {
            out.writeByte(returned);
            out.writeUTF(envelopeId);
            out.writeBoolean(requireTls);
            out.writeByte(priority);
            out.writeByte(deliverByMode);
            out.writeBoolean(deliverByTrace);
            out.writeLong(deliverBySeconds);
        }

        private static RequestOctets read(DataInputStream in) throws IOException {
            return new RequestOctets(
                    (char) in.readUnsignedByte(),
                    in.readUTF(),
                    in.readBoolean(),
                    in.readByte(),
                    (char) in.readUnsignedByte(),
                    in.readBoolean(),
                    in.readLong());
        }
    }

    /// @param notifyOf bits: 1 success, 2 failure, 4 delay; 0 never, -1 not asked. RFC 3461 §4.1
    /// @param originalType empty when there is no ORCPT. RFC 3461 §4.2
    /// @param state a letter: p pending, d delivered, f failed, r reported, s delivered and e
    ///     expanded with a report owed
    /// @param status such as `4.2.2`; empty before the first attempt
    public record RecipientOctets(
            String localPart,
            String domain,
            String original,
            int notifyOf,
            String originalType,
            String originalAddress,
            char state,
            String status,
            String diagnostic,
            String remote) {}

    public byte[] encode() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            out.writeLong(nextAttempt);
            out.writeByte(destinationKind);
            out.writeUTF(destinationName);
            out.writeUTF(held);
            out.writeByte(origin);
            out.writeUTF(session);
            out.writeLong(accepted);
            out.writeLong(expires);
            out.writeInt(attempts);
            out.writeInt(crashes);
            out.writeLong(delayReport);
            out.writeBoolean(eightBit);
            out.writeBoolean(smtpUtf8);
            out.writeBoolean(binary);
            request.write(out);
            out.writeUTF(reversePathLocalPart);
            out.writeUTF(reversePathDomain);
            out.writeLong(blobHigh);
            out.writeLong(blobLow);
            out.writeLong(size);
            out.writeInt(prefixOctets);
            out.writeUTF(authentication);
            byte[] text = work.getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
            out.writeInt(recipients.size());
            for (RecipientOctets recipient : recipients) {
                write(recipient, out);
            }
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return octets.toByteArray();
    }

    private static void write(RecipientOctets recipient, DataOutputStream out) throws IOException {
        out.writeUTF(recipient.localPart);
        out.writeUTF(recipient.domain);
        out.writeUTF(recipient.original);
        out.writeByte(recipient.notifyOf);
        out.writeUTF(recipient.originalType);
        out.writeUTF(recipient.originalAddress);
        out.writeByte(recipient.state);
        out.writeUTF(recipient.status);
        out.writeUTF(recipient.diagnostic);
        out.writeUTF(recipient.remote);
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    public static EntryOctets decode(byte[] value) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("queue entry of version " + version);
            }
            return new EntryOctets(
                    in.readLong(),
                    (char) in.readUnsignedByte(),
                    in.readUTF(),
                    in.readUTF(),
                    (char) in.readUnsignedByte(),
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    in.readInt(),
                    in.readLong(),
                    in.readBoolean(),
                    in.readBoolean(),
                    in.readBoolean(),
                    RequestOctets.read(in),
                    in.readUTF(),
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    in.readUTF(),
                    work(in),
                    recipients(in));
        } catch (IOException cutOff) {
            throw new IllegalArgumentException("queue entry is cut off", cutOff);
        }
    }

    private static String work(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static List<RecipientOctets> recipients(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<RecipientOctets> recipients = new ArrayList<>(Math.clamp(count, 0, 1_000));
        for (int i = 0; i < count; i++) {
            recipients.add(
                    new RecipientOctets(
                            in.readUTF(),
                            in.readUTF(),
                            in.readUTF(),
                            in.readByte(),
                            in.readUTF(),
                            in.readUTF(),
                            (char) in.readUnsignedByte(),
                            in.readUTF(),
                            in.readUTF(),
                            in.readUTF()));
        }
        return recipients;
    }
}
