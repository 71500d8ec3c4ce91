// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a server said about itself in its reply to EHLO. RFC 5321 §4.1.1.1.
///
/// @param name as it calls itself
/// @param size its limit in octets; empty when it tells none. RFC 1870 §3
/// @param authMechanisms in upper case
public record PeerFacts(
        String name,
        boolean pipelining,
        OptionalLong size,
        boolean eightBitMime,
        boolean smtpUtf8,
        boolean startTls,
        List<String> authMechanisms) {

    /// Of a server that knows HELO only.
    static PeerFacts withoutExtensions(String name) {
        return new PeerFacts(name, false, OptionalLong.empty(), false, false, false, List.of());
    }

    /// Foreign input: lines that make no sense offer nothing.
    static PeerFacts parse(SmtpReply ehloReply) {
        List<String> lines = ehloReply.lines();
        List<String> keywords =
                lines.stream().skip(1).map(line -> line.toUpperCase(Locale.ROOT).strip()).toList();
        return new PeerFacts(
                lines.getFirst().split(" ", 2)[0],
                keywords.contains("PIPELINING"),
                size(keywords),
                keywords.contains("8BITMIME"),
                keywords.contains("SMTPUTF8"),
                keywords.contains("STARTTLS"),
                mechanisms(keywords));
    }

    /// `SIZE 0` and `SIZE` alone tell no limit. RFC 1870 §3.
    private static OptionalLong size(List<String> keywords) {
        return keywords.stream()
                .filter(line -> line.startsWith("SIZE "))
                .map(line -> line.substring("SIZE ".length()))
                .filter(text -> text.length() <= 18 && text.chars().allMatch(PeerFacts::isDigit))
                .filter(text -> !text.isEmpty())
                .mapToLong(Long::parseLong)
                .filter(size -> size > 0)
                .findFirst();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static List<String> mechanisms(List<String> keywords) {
        return keywords.stream()
                .filter(line -> line.startsWith("AUTH "))
                .flatMap(line -> Stream.of(line.substring("AUTH ".length()).split(" ")))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
