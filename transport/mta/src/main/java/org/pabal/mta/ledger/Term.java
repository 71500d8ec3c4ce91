// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pabal.message.Address;

/// What a mail can be looked for by, besides its id.
///
/// @param text with its kind in front
public record Term(String text) {

    /// Sender, recipient, the address behind an alias, or the identity that submitted it.
    public static Term address(String address) {
        String lookup =
                Address.parse(address)
                        .map(parsed -> parsed.lookupForm().toString())
                        .orElseGet(() -> address.toLowerCase(Locale.ROOT));
        return new Term("a" + lookup);
    }

    /// @param id with or without its angle brackets; in any case
    public static Term messageId(String id) {
        String bare =
                id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
        return new Term("m" + bare.toLowerCase(Locale.ROOT));
    }

    public static Term session(String id) {
        return new Term("s" + id.toLowerCase(Locale.ROOT));
    }

    /// All that the records of one mail can be found by.
    public static Set<Term> of(List<LedgerRecord> records) {
        Set<Term> terms = new HashSet<>();
        for (LedgerRecord record : records) {
            if (!record.session().isEmpty()) {
                terms.add(session(record.session()));
            }
            String path = record.reversePath();
            if (path.length() > 2) {
                terms.add(address(path.substring(1, path.length() - 1)));
            }
            if (!record.recipient().isEmpty()) {
                terms.add(address(record.recipient()));
            }
            record.fact(Fact.ADDRESS).ifPresent(text -> terms.add(address(text)));
            record.fact(Fact.LOGIN).ifPresent(text -> terms.add(address(text)));
            record.fact(Fact.MESSAGE_ID).ifPresent(text -> terms.add(messageId(text)));
        }
        return terms;
    }

    /// Forty bits of it. A mail that is found by them is looked at before it is shown.
    long hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 24;
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
