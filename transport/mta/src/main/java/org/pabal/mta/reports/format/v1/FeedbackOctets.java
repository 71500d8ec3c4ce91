// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A report that came in: who tells what of a domain's day.
///
/// @param begin in seconds since 1970
/// @param end likewise
public record FeedbackOctets(
        String reporter, String reportId, long begin, long end, List<Source> sources) {
    private static final byte VERSION = 1;
    private static final byte KIND = 'g';
    private static final int HASH_OCTETS = 16;

    /// Mails of one source with one outcome.
    ///
    /// @param ip empty for all those that were too many to be told apart
    public record Source(String ip, String disposition, boolean dkim, boolean spf, long count) {}

    public FeedbackOctets {
        sources = List.copyOf(sources);
    }

    /// In front of the keys of a domain's day.
    public static byte[] keys(LocalDate day, String domain) {
        byte[] name = domain.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + name.length + 1)
                .put(KIND)
                .putInt((int) day.toEpochDay())
                .put(name)
                .put((byte) 0)
                .array();
    }

    /// In front of the keys of a day; of the first day there may be, and of the one behind the last.
    public static byte[] keys(LocalDate day) {
        return ByteBuffer.allocate(1 + Integer.BYTES)
                .put(KIND)
                .putInt((int) day.toEpochDay())
                .array();
    }

    /// The same for a report that comes again.
    public static byte[] key(LocalDate day, String domain, String reporter, String reportId) {
        byte[] keys = keys(day, domain);
        byte[] hash =
                AggregateKeys.sha256((reporter + '\n' + reportId).getBytes(StandardCharsets.UTF_8));
        byte[] key = Arrays.copyOf(keys, keys.length + HASH_OCTETS);
        System.arraycopy(hash, 0, key, keys.length, HASH_OCTETS);
        return key;
    }

    public byte[] encode() {
        return Texts.encode(out -> {
            out.writeByte(VERSION);
            out.writeUTF(reporter);
            out.writeUTF(reportId);
            out.writeLong(begin);
            out.writeLong(end);
            out.writeInt(sources.size());
            for (Source source : sources) {
                out.writeUTF(source.ip());
                out.writeUTF(source.disposition());
                out.writeBoolean(source.dkim());
                out.writeBoolean(source.spf());
                out.writeLong(source.count());
            }
        });
    }

    /// @throws IllegalArgumentException for octets of another version, or cut off
    public static FeedbackOctets decode(byte[] value) {
        return Texts.decode(
                value,
                VERSION,
                in -> {
                    String reporter = in.readUTF();
                    String reportId = in.readUTF();
                    long begin = in.readLong();
                    long end = in.readLong();
                    List<Source> sources = new ArrayList<>();
                    for (int n = in.readInt(); n > 0; n--) {
                        sources.add(
                                new Source(
                                        in.readUTF(),
                                        in.readUTF(),
                                        in.readBoolean(),
                                        in.readBoolean(),
                                        in.readLong()));
                    }
                    return new FeedbackOctets(reporter, reportId, begin, end, sources);
                });
    }
}
