// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.alias;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.directory.OwnAlias;
import org.pabal.message.Address;

/// How hosts write addresses that an account's owner has made. docs/formats/account-copy-v1.md
public final class AliasStream {
    /// Of one account, those that were given up among them.
    private static final int MOST = 100_000;

    private AliasStream() {}

    public static void write(DataOutputStream out, List<OwnAlias> aliases) throws IOException {
        out.writeInt(aliases.size());
        for (OwnAlias each : aliases) {
            write(out, each);
        }
    }

    static void write(DataOutputStream out, OwnAlias alias) throws IOException {
        out.writeUTF(alias.address().toString());
        out.writeLong(alias.made().getEpochSecond());
        writeTime(out, alias.expires());
        out.writeBoolean(alias.enabled());
        out.writeUTF(alias.note());
        writeTime(out, alias.givenUp());
    }

    private static void writeTime(DataOutputStream out, Optional<Instant> time) throws IOException {
        out.writeLong(time.map(Instant::getEpochSecond).orElse(0L));
    }

    /// @param account whose they are, by its number here
    public static List<OwnAlias> read(DataInputStream in, AccountId account) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException("the other host sent " + count + " addresses of one account");
        }
        List<OwnAlias> aliases = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            aliases.add(readOne(in, account));
        }
        return aliases;
    }

    static OwnAlias readOne(DataInputStream in, AccountId account) throws IOException {
        String address = in.readUTF();
        try {
            return new OwnAlias(
                    Address.parse(address)
                            .orElseThrow(
                                    () -> new IOException("the other host sent what is no address"))
                            .lookupForm(),
                    account,
                    Instant.ofEpochSecond(in.readLong()),
                    readTime(in),
                    in.readBoolean(),
                    in.readUTF(),
                    readTime(in));
        } catch (DateTimeException noTime) {
            throw new IOException("the other host sent what is no time", noTime);
        }
    }

    private static Optional<Instant> readTime(DataInputStream in) throws IOException {
        long seconds = in.readLong();
        return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }
}
