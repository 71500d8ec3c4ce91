// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pabal.message.Address;

/// What a mail can be looked for by, besides its id.
///
/// @param text with its kind in front
public record Term(String text) {
    private static final long FNV_BASIS = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long MIX = 0xD6E8FEB86659FD93L;

    /// Sender, recipient, the address behind an alias, or the identity that submitted it.
    public static Term address(String address) {
        return new Term("a" + lookup(address));
    }

    private static String lookup(String address) {
        return isPlain(address)
                ? address.toLowerCase(Locale.ROOT)
                : Address.parse(address)
                        .map(parsed -> parsed.lookupForm().toString())
                        .orElseGet(() -> address.toLowerCase(Locale.ROOT));
    }

    /// Nearly all are: their lookup form needs no parser.
    private static boolean isPlain(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || "@.-_+=".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
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
            record.fact(Fact.ACCOUNT).ifPresent(text -> terms.add(address(text)));
            record.fact(Fact.REVERSE_PATH).ifPresent(text -> terms.add(address(text)));
            record.fact(Fact.FORWARD_PATH).ifPresent(text -> terms.add(address(text)));
            record.fact(Fact.LOGIN).ifPresent(text -> terms.add(address(text)));
            record.fact(Fact.MESSAGE_ID).ifPresent(text -> terms.add(messageId(text)));
        }
        return terms;
    }

    /// The upper forty bits of FNV-1a over its UTF-8 octets, mixed once more. A mail that is found
    /// by them is looked at before it is shown, so that whoever makes two alike gains nothing.
    long hash() {
        long hash = FNV_BASIS;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ octet & 0xFF) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 32) * MIX;
        return (hash ^ hash >>> 29) >>> 24;
    }
}
