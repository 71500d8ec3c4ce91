// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// What a server said about itself in its reply to EHLO. RFC 5321 §4.1.1.1.
///
/// @param name as it calls itself
/// @param size its limit in octets; empty when it tells none. RFC 1870 §3
/// @param authMechanisms in upper case
/// @param maxRecipients of one mail; empty when it tells none. RFC 9422 §4.2
/// @param maxMails of one session; empty when it tells none. RFC 9422 §4.1
public record PeerFacts(
        String name,
        Set<Offer> offers,
        OptionalLong size,
        List<String> authMechanisms,
        OptionalInt maxRecipients,
        OptionalInt maxMails) {

    /// A service extension that is said by its keyword alone, or whose parameters do not matter.
    public enum Offer {
        PIPELINING("PIPELINING"),
        EIGHT_BIT_MIME("8BITMIME"),
        SMTPUTF8("SMTPUTF8"),
        STARTTLS("STARTTLS"),
        CHUNKING("CHUNKING"),
        BINARY_MIME("BINARYMIME"),
        DSN("DSN"),
        REQUIRETLS("REQUIRETLS"),
        MT_PRIORITY("MT-PRIORITY"),
        DELIVERBY("DELIVERBY"),
        XFORWARD("XFORWARD");

        private final String keyword;

        Offer(String keyword) {
            this.keyword = keyword;
        }
    }

    public PeerFacts {
        offers = Set.copyOf(offers);
        authMechanisms = List.copyOf(authMechanisms);
    }

    public boolean offers(Offer extension) {
        return offers.contains(extension);
    }

    /// Of a server that knows HELO only.
    static PeerFacts withoutExtensions(String name) {
        return new PeerFacts(
                name,
                Set.of(),
                OptionalLong.empty(),
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    /// Foreign input: lines that make no sense offer nothing.
    static PeerFacts parse(SmtpReply ehloReply) {
        List<String> lines = ehloReply.lines();
        List<String> said =
                lines.stream().skip(1).map(line -> line.toUpperCase(Locale.ROOT).strip()).toList();
        return new PeerFacts(
                lines.getFirst().split(" ", 2)[0],
                offered(said),
                size(said),
                words(said, "AUTH").toList(),
                limit(said, "RCPTMAX="),
                limit(said, "MAILMAX="));
    }

    private static Set<Offer> offered(List<String> said) {
        Set<Offer> offers = EnumSet.noneOf(Offer.class);
        for (String line : said) {
            int space = line.indexOf(' ');
            String keyword = space < 0 ? line : line.substring(0, space);
            for (Offer offer : Offer.values()) {
                if (offer.keyword.equals(keyword)) {
                    offers.add(offer);
                }
            }
        }
        return offers;
    }

    /// `SIZE 0` and `SIZE` alone tell no limit. RFC 1870 §3.
    private static OptionalLong size(List<String> said) {
        return words(said, "SIZE")
                .filter(text -> isNumber(text, 18))
                .mapToLong(Long::parseLong)
                .filter(size -> size > 0)
                .findFirst();
    }

    private static OptionalInt limit(List<String> said, String name) {
        return words(said, "LIMITS")
                .filter(word -> word.startsWith(name))
                .map(word -> word.substring(name.length()))
                .filter(text -> isNumber(text, 6))
                .mapToInt(Integer::parseInt)
                .filter(limit -> limit > 0)
                .findFirst();
    }

    /// What stands behind a keyword.
    private static Stream<String> words(List<String> said, String keyword) {
        return said.stream()
                .filter(line -> line.startsWith(keyword + " "))
                .flatMap(line -> Stream.of(line.substring(keyword.length() + 1).split(" ")))
                .filter(word -> !word.isEmpty());
    }

    private static boolean isNumber(String text, int maxDigits) {
        return !text.isEmpty()
                && text.length() <= maxDigits
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
