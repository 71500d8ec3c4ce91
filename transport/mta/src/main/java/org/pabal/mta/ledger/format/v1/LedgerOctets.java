// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A ledger record as it lies in the store: a version octet, then the fields in their order, texts
/// with a length of two octets in front. Time and mail id are in the key.
///
/// @param outcome number of the outcome, never given to another
public record LedgerOctets(
        String session,
        String reversePath,
        String recipient,
        int outcome,
        String detail,
        String queueId) {
    private static final int VERSION = 1;

    public byte[] encode() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            out.writeUTF(session);
            out.writeUTF(reversePath);
            out.writeUTF(recipient);
            out.writeByte(outcome);
            out.writeUTF(detail);
            out.writeUTF(queueId);
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return octets.toByteArray();
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    public static LedgerOctets decode(byte[] value) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("ledger record of version " + version);
            }
            return new LedgerOctets(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUnsignedByte(),
                    in.readUTF(),
                    in.readUTF());
        } catch (IOException cutOff) {
            throw new IllegalArgumentException("ledger record is cut off", cutOff);
        }
    }
}
