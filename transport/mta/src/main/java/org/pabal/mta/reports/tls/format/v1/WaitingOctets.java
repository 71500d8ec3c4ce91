// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A report that waits to be sent by HTTPS.
///
/// @param sinceSeconds since 1970
/// @param nextSeconds when it is tried next, since 1970
/// @param attempts that failed
/// @param report packed with gzip
public record WaitingOctets(
        long sinceSeconds,
        long nextSeconds,
        int attempts,
        String host,
        int port,
        String target,
        byte[] report) {
    private static final byte KIND = 'W';

    /// Where the report goes tells it apart from the same one that goes elsewhere.
    ///
    /// @param reportId unlike that of any other report
    public byte[] key(String reportId) {
        byte[] hash =
                Octets.hash(
                        (reportId + "\n" + host + ":" + port + target)
                                .getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(1 + hash.length).put(KIND).put(hash).array();
    }

    public static byte[] firstKey() {
        return new byte[] {KIND};
    }

    public static byte[] endKey() {
        return new byte[] {KIND + 1};
    }

    public WaitingOctets later(long next) {
        return new WaitingOctets(sinceSeconds, next, attempts + 1, host, port, target, report);
    }

    public byte[] encode() {
        return Octets.encode(out -> {
            out.writeLong(sinceSeconds);
            out.writeLong(nextSeconds);
            out.writeInt(attempts);
            Octets.text(out, host);
            out.writeInt(port);
            Octets.text(out, target);
            Octets.octets(out, report);
        });
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    public static WaitingOctets decode(byte[] value) {
        return Octets.decode(
                value,
                in ->
                        new WaitingOctets(
                                in.readLong(),
                                in.readLong(),
                                in.readInt(),
                                Octets.text(in),
                                in.readInt(),
                                Octets.text(in),
                                Octets.octets(in)));
    }
}
