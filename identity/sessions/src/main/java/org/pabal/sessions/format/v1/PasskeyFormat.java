// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.format.v1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.Passkeys;

/// The passkeys among an account's second factors. docs/formats/sessions-v1.md.
final class PasskeyFormat {
    private PasskeyFormat() {}

    static void write(DataOutputStream out, Passkeys passkeys) throws IOException {
        Fields.octets(out, passkeys.handle());
        out.writeByte(passkeys.all().size());
        for (Passkey passkey : passkeys.all()) {
            Fields.octets(out, passkey.id());
            Fields.octets(out, passkey.publicKey());
            out.writeLong(passkey.counter());
            Fields.text(out, passkey.name());
            out.writeByte(passkey.transports().size());
            for (String transport : passkey.transports()) {
                Fields.text(out, transport);
            }
            out.writeBoolean(passkey.isVerifying());
            out.writeBoolean(passkey.isBackupEligible());
            out.writeBoolean(passkey.isBackedUp());
            Fields.time(out, passkey.made());
            Fields.someTime(out, passkey.used());
            Fields.someTime(out, passkey.suspected());
        }
    }

    static Passkeys read(DataInputStream in) throws IOException {
        byte[] handle = Fields.octets(in);
        List<Passkey> all = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            byte[] id = Fields.octets(in);
            byte[] publicKey = Fields.octets(in);
            long counter = in.readLong();
            String name = Fields.text(in);
            List<String> transports = new ArrayList<>();
            for (int more = in.readUnsignedByte(); more > 0; more--) {
                transports.add(Fields.text(in));
            }
            all.add(
                    new Passkey(
                            id,
                            publicKey,
                            counter,
                            name,
                            transports,
                            in.readBoolean(),
                            in.readBoolean(),
                            in.readBoolean(),
                            Fields.time(in),
                            Fields.someTime(in),
                            Fields.someTime(in)));
        }
        return new Passkeys(handle, all);
    }
}
