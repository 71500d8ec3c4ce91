// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.format.v1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Mails that a report counts together: one source, one outcome, the same names. Texts as they stand
/// in the report. RFC 9990 §3.1.1.
///
/// @param disposition `none`, `pass`, `quarantine` or `reject`
/// @param dkim whether an aligned signature passed
/// @param spf whether SPF passed for an aligned domain
/// @param spfDomain empty when SPF was not asked
public record AggregateRow(
        String sourceIp,
        String disposition,
        boolean dkim,
        boolean spf,
        List<Reason> reasons,
        String headerFrom,
        String envelopeFrom,
        String envelopeTo,
        List<Signature> signatures,
        String spfDomain,
        String spfResult) {
    private static final byte VERSION = 1;
    private static final int MOST = 200; // of reasons and signatures: no row of ours has as many

    public record Reason(String type, String comment) {}

    public record Signature(String domain, String selector, String result) {}

    public AggregateRow {
        reasons = List.copyOf(reasons);
        signatures = List.copyOf(signatures);
    }

    /// How often it was seen stands in front.
    public byte[] encode(long count) {
        return Texts.encode(out -> {
            out.writeByte(VERSION);
            out.writeLong(count);
            write(out);
        });
    }

    /// What tells rows apart.
    public byte[] octets() {
        return Texts.encode(this::write);
    }

    private void write(java.io.DataOutputStream out) throws IOException {
        out.writeUTF(sourceIp);
        out.writeUTF(disposition);
        out.writeBoolean(dkim);
        out.writeBoolean(spf);
        out.writeByte(reasons.size());
        for (Reason reason : reasons) {
            out.writeUTF(reason.type());
            out.writeUTF(reason.comment());
        }
        out.writeUTF(headerFrom);
        out.writeUTF(envelopeFrom);
        out.writeUTF(envelopeTo);
        out.writeByte(signatures.size());
        for (Signature signature : signatures) {
            out.writeUTF(signature.domain());
            out.writeUTF(signature.selector());
            out.writeUTF(signature.result());
        }
        out.writeUTF(spfDomain);
        out.writeUTF(spfResult);
    }

    /// A row and how often it was seen.
    public record Counted(AggregateRow row, long count) {}

    /// @throws IllegalArgumentException for octets of another version, or cut off
    public static Counted decode(byte[] value) {
        return Texts.decode(
                value,
                VERSION,
                in -> {
                    long count = in.readLong();
                    String sourceIp = in.readUTF();
                    String disposition = in.readUTF();
                    boolean dkim = in.readBoolean();
                    boolean spf = in.readBoolean();
                    List<Reason> reasons = new ArrayList<>();
                    for (int n = atMost(in.readUnsignedByte()); n > 0; n--) {
                        reasons.add(new Reason(in.readUTF(), in.readUTF()));
                    }
                    String headerFrom = in.readUTF();
                    String envelopeFrom = in.readUTF();
                    String envelopeTo = in.readUTF();
                    List<Signature> signatures = new ArrayList<>();
                    for (int n = atMost(in.readUnsignedByte()); n > 0; n--) {
                        signatures.add(new Signature(in.readUTF(), in.readUTF(), in.readUTF()));
                    }
                    AggregateRow row =
                            new AggregateRow(
                                    sourceIp,
                                    disposition,
                                    dkim,
                                    spf,
                                    reasons,
                                    headerFrom,
                                    envelopeFrom,
                                    envelopeTo,
                                    signatures,
                                    in.readUTF(),
                                    in.readUTF());
                    return new Counted(row, count);
                });
    }

    private static int atMost(int count) {
        if (count > MOST) {
            throw new IllegalArgumentException("a row of " + count + " parts");
        }
        return count;
    }
}
