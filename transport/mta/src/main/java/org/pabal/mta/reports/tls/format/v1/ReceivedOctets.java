// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What one report of others says of one policy of ours.
///
/// @param failures by how often; the rest is left out
public record ReceivedOctets(
        String organization,
        String policyType,
        String policyDomain,
        long successes,
        long failed,
        List<Failure> failures) {
    private static final byte KIND = 'R';

    public record Failure(String type, String exchanger, String reason, long sessions) {}

    /// @param day that the report is about
    /// @param report who reports and the id of the report
    /// @param number of the policy in it
    public static byte[] key(int day, String report, int number) {
        byte[] hash = Octets.hash(report.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(1 + Integer.BYTES + hash.length + Integer.BYTES)
                .put(KIND)
                .putInt(day)
                .put(hash)
                .putInt(number)
                .array();
    }

    /// In front of the keys of a day and those after.
    public static byte[] from(int day) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put(KIND).putInt(day).array();
    }

    public static byte[] firstKey() {
        return new byte[] {KIND};
    }

    public static byte[] endKey() {
        return new byte[] {KIND + 1};
    }

    public static int day(byte[] key) {
        return ByteBuffer.wrap(key).getInt(1);
    }

    public byte[] encode() {
        return Octets.encode(out -> {
            Octets.text(out, organization);
            Octets.text(out, policyType);
            Octets.text(out, policyDomain);
            out.writeLong(successes);
            out.writeLong(failed);
            out.writeInt(failures.size());
            for (Failure failure : failures) {
                Octets.text(out, failure.type());
                Octets.text(out, failure.exchanger());
                Octets.text(out, failure.reason());
                out.writeLong(failure.sessions());
            }
        });
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    public static ReceivedOctets decode(byte[] value) {
        return Octets.decode(
                value,
                in -> {
                    String organization = Octets.text(in);
                    String type = Octets.text(in);
                    String domain = Octets.text(in);
                    long successes = in.readLong();
                    long failed = in.readLong();
                    List<Failure> failures = new java.util.ArrayList<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        failures.add(
                                new Failure(
                                        Octets.text(in),
                                        Octets.text(in),
                                        Octets.text(in),
                                        in.readLong()));
                    }
                    return new ReceivedOctets(
                            organization, type, domain, successes, failed, failures);
                });
    }
}
