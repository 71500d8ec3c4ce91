// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.format.v1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.Visitor;

/// Keys and values of the space of sessions. docs/formats/sessions-v1.md.
public final class SessionFormat {
    private static final byte SESSION = 'S';
    private static final byte TOKEN = 'T';
    private static final byte PASSWORD = 'C';
    private static final byte LINK_KEY = 'L';
    private static final byte OWED = 'H';
    private static final int ACCOUNT_OCTETS = 8;

    private SessionFormat() {}

    public static byte[] key(AccountId account, String id) {
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + ACCOUNT_OCTETS + name.length)
                .put(prefix(account))
                .put(name)
                .array();
    }

    /// What the keys of an account's sessions begin with.
    public static byte[] prefix(AccountId account) {
        return ByteBuffer.allocate(1 + ACCOUNT_OCTETS)
                .put(SESSION)
                .putLong(account.value())
                .array();
    }

    /// What the keys of all sessions begin with.
    public static byte[] prefix() {
        return new byte[] {SESSION};
    }

    /// That an account's password is being changed.
    public static byte[] changeKey(AccountId account) {
        return ByteBuffer.allocate(1 + ACCOUNT_OCTETS)
                .put(PASSWORD)
                .putLong(account.value())
                .array();
    }

    /// What the keys of all passwords that are being changed begin with.
    public static byte[] changePrefix() {
        return new byte[] {PASSWORD};
    }

    public static AccountId changing(byte[] changeKey) {
        return new AccountId(ByteBuffer.wrap(changeKey).getLong(1));
    }

    public static byte[] encodeChange() {
        return Fields.write(_ -> {});
    }

    /// That an account's home is to be told that its sessions end.
    public static byte[] owedKey(AccountId account) {
        return ByteBuffer.allocate(1 + ACCOUNT_OCTETS)
                .put(OWED)
                .putLong(account.value())
                .array();
    }

    /// What the keys of all such begin with.
    public static byte[] owedPrefix() {
        return new byte[] {OWED};
    }

    public static AccountId owed(byte[] owedKey) {
        return new AccountId(ByteBuffer.wrap(owedKey).getLong(1));
    }

    /// @param time in milliseconds since 1970, another one each time
    public static byte[] encodeOwed(long time) {
        return Fields.write(out -> out.writeLong(time));
    }

    public static long decodeOwed(byte[] value) {
        return Fields.read("a sign-out that is owed", value, DataInputStream::readLong);
    }

    public static byte[] tokenKey(TokenHash token) {
        return ByteBuffer.allocate(1 + TokenHash.OCTETS).put(TOKEN).put(token.octets()).array();
    }

    /// Where the key stands by which links are signed.
    public static byte[] linkKey() {
        return new byte[] {LINK_KEY};
    }

    public static byte[] encodeLinkKey(byte[] key) {
        return Fields.write(out -> Fields.octets(out, key));
    }

    public static byte[] decodeLinkKey(byte[] value) {
        return Fields.read("the key of signed links", value, Fields::octets);
    }

    public static byte[] encode(Session session) {
        return Fields.write(out -> {
            Fields.text(out, session.id());
            out.write(session.token().octets());
            out.writeLong(session.account().value());
            Fields.time(out, session.made());
            Fields.time(out, session.seen());
            Fields.time(out, session.confirmed());
            out.writeBoolean(session.isShared());
            Fields.text(out, session.visitor().device());
            Fields.text(out, session.visitor().address());
            proofs(out, session.proofs());
        });
    }

    public static Session decode(byte[] value) {
        return Fields.read(
                "a session",
                value,
                in -> {
                    String id = Fields.text(in);
                    byte[] token = new byte[TokenHash.OCTETS];
                    in.readFully(token);
                    AccountId account = new AccountId(in.readLong());
                    var made = Fields.time(in);
                    var seen = Fields.time(in);
                    var confirmed = Fields.time(in);
                    boolean isShared = in.readBoolean();
                    Visitor visitor = new Visitor(Fields.text(in), Fields.text(in));
                    return new Session(
                            id,
                            TokenHash.of(token),
                            account,
                            made,
                            seen,
                            visitor,
                            isShared,
                            proofs(in),
                            confirmed);
                });
    }

    private static void proofs(DataOutputStream out, Set<Proof> proofs) throws IOException {
        out.writeByte(proofs.size());
        for (Proof proof : proofs) {
            Fields.text(out, proof.name());
        }
    }

    private static Set<Proof> proofs(DataInputStream in) throws IOException {
        Set<Proof> proofs = EnumSet.noneOf(Proof.class);
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            proofs.add(Proof.valueOf(Fields.text(in)));
        }
        return proofs;
    }

    /// What a token's record holds: where its session stands.
    public static byte[] encodePointer(Session session) {
        return Fields.write(out -> {
            out.writeLong(session.account().value());
            Fields.text(out, session.id());
        });
    }

    /// The key of the session that a token's record leads to.
    public static byte[] decodePointer(byte[] value) {
        return Fields.read(
                "a session's token",
                value,
                in -> key(new AccountId(in.readLong()), Fields.text(in)));
    }
}
