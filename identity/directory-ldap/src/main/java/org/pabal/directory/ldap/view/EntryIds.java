// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pabal.directory.AccountId;
import org.pabal.message.Address;

/// The entryUUID of each entry: always the same for the same account, whatever it is called, and
/// nobody else's. RFC 4530; made as version 8 of RFC 9562 §5.8 from the server's secret.
public final class EntryIds {
    public static final int SECRET_OCTETS = 32;

    private final SecretKeySpec secret;

    /// @param secret of this server alone, kept as long as its accounts
    public EntryIds(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    UUID of(AccountId account) {
        return of("account " + account);
    }

    /// Groups have no number: one with another name is another.
    UUID ofGroup(Address address) {
        return of("group " + address);
    }

    private UUID of(String what) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(what.getBytes(StandardCharsets.UTF_8)));
            long most = digest.getLong() & 0xffff_ffff_ffff_0fffL | 0x8000L;
            long least = digest.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
            return new UUID(most, least);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing from this Java", e);
        }
    }
}
