// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.format.v1;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.sessions.Factors;
import org.pabal.sessions.KnownDevice;
import org.pabal.sessions.Passkeys;
import org.pabal.sessions.RecoveryCodes;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.Totp;

/// Second factors, in the space of their account, so that they move with it. docs/formats/sessions-v1.md.
public final class FactorFormat {
    /// The first had neither passkeys nor demands.
    private static final int VERSION = 2;

    private static final byte[] KEY = {'Z', 'F'};

    private FactorFormat() {}

    /// In the space of an account.
    public static byte[] key() {
        return KEY.clone();
    }

    public static byte[] encode(Factors factors) {
        return Fields.write(
                VERSION,
                out -> {
                    Fields.text(out, factors.policy().name());
                    out.writeBoolean(factors.totp().isPresent());
                    if (factors.totp().isPresent()) {
                        Totp totp = factors.totp().get();
                        Fields.octets(out, totp.secret());
                        Fields.time(out, totp.since());
                        out.writeLong(totp.lastStep());
                    }
                    out.writeByte(factors.codes().left());
                    for (TokenHash code : factors.codes().hashes()) {
                        out.write(code.octets());
                    }
                    out.writeByte(factors.devices().size());
                    for (KnownDevice device : factors.devices()) {
                        out.write(device.token().octets());
                        Fields.text(out, device.device());
                        Fields.time(out, device.until());
                    }
                    out.writeBoolean(factors.isDemanded());
                    PasskeyFormat.write(out, factors.passkeys());
                });
    }

    public static Factors decode(byte[] value) {
        return Fields.read(
                "an account's second factors",
                VERSION,
                value,
                (version, in) -> {
                    Factors.Policy policy = Factors.Policy.valueOf(Fields.text(in));
                    Optional<Totp> totp = Optional.empty();
                    if (in.readBoolean()) {
                        totp =
                                Optional.of(
                                        new Totp(
                                                Fields.octets(in), Fields.time(in), in.readLong()));
                    }
                    List<TokenHash> codes = new ArrayList<>();
                    for (int left = in.readUnsignedByte(); left > 0; left--) {
                        codes.add(readHash(in));
                    }
                    List<KnownDevice> devices = new ArrayList<>();
                    for (int left = in.readUnsignedByte(); left > 0; left--) {
                        devices.add(
                                new KnownDevice(readHash(in), Fields.text(in), Fields.time(in)));
                    }
                    boolean isDemanded = version > 1 && in.readBoolean();
                    Passkeys passkeys = version > 1 ? PasskeyFormat.read(in) : Passkeys.NONE;
                    return new Factors(
                            totp, passkeys, new RecoveryCodes(codes), policy, devices, isDemanded);
                });
    }

    private static TokenHash readHash(DataInputStream in) throws IOException {
        byte[] hash = new byte[TokenHash.OCTETS];
        in.readFully(hash);
        return TokenHash.of(hash);
    }
}
