// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.format.v1;

import java.util.ArrayList;
import java.util.List;

/// The policy that a day's report of a domain is about, as it was seen last. RFC 9990 §3.1.1,
/// `policy_published`.
///
/// @param np empty when it is not published
/// @param testing `y` or `n`
/// @param rua URIs as published
/// @param remarks what is wrong with the record
/// @param rows how many the day has
/// @param unlisted mails that were not counted, for there were too many rows
public record PublishedOctets(
        String p,
        String sp,
        String np,
        String adkim,
        String aspf,
        String fo,
        String testing,
        List<String> rua,
        String remarks,
        int rows,
        long unlisted) {
    private static final byte VERSION = 1;
    private static final int MOST_URIS = 20;

    public PublishedOctets {
        rua = List.copyOf(rua);
    }

    public PublishedOctets with(int allRows, long allUnlisted) {
        return new PublishedOctets(
                p, sp, np, adkim, aspf, fo, testing, rua, remarks, allRows, allUnlisted);
    }

    public byte[] encode() {
        return Texts.encode(out -> {
            out.writeByte(VERSION);
            for (String text : List.of(p, sp, np, adkim, aspf, fo, testing, remarks)) {
                out.writeUTF(text);
            }
            out.writeByte(rua.size());
            for (String uri : rua) {
                out.writeUTF(uri);
            }
            out.writeInt(rows);
            out.writeLong(unlisted);
        });
    }

    /// @throws IllegalArgumentException for octets of another version, or cut off
    public static PublishedOctets decode(byte[] value) {
        return Texts.decode(
                value,
                VERSION,
                in -> {
                    String p = in.readUTF();
                    String sp = in.readUTF();
                    String np = in.readUTF();
                    String adkim = in.readUTF();
                    String aspf = in.readUTF();
                    String fo = in.readUTF();
                    String testing = in.readUTF();
                    String remarks = in.readUTF();
                    List<String> rua = new ArrayList<>();
                    for (int n = Math.min(MOST_URIS, in.readUnsignedByte()); n > 0; n--) {
                        rua.add(in.readUTF());
                    }
                    return new PublishedOctets(
                            p,
                            sp,
                            np,
                            adkim,
                            aspf,
                            fo,
                            testing,
                            rua,
                            remarks,
                            in.readInt(),
                            in.readLong());
                });
    }
}
