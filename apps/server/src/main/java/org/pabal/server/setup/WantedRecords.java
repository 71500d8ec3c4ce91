// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;

/// The records with which a domain gets its mail here, and is believed when it sends.
///
/// @param domain in A-labels
/// @param addresses of this host that others see
/// @param keys that its mail is signed with, or soon will be
record WantedRecords(
        String domain, String hostname, List<InetAddress> addresses, List<PublicKeyRecord> keys) {
    private static final int KEY_TTL_SECONDS = 3_600;

    /// @param why `host`, `ptr`, `mx`, `spf`, `dkim`, `dmarc`: the page words it
    /// @param zoneLine for the domain's zone; empty when it belongs into another
    record Wanted(String type, String name, String value, String why, Optional<String> zoneLine) {}

    /// @param state `right`, `missing`, `wrong`, `unknown`
    /// @param found what is there
    record Seen(Wanted record, String state, List<String> found) {
        boolean isRight() {
            return state.equals("right");
        }
    }

    /// Asks for each.
    List<Seen> seen(Resolver resolver) {
        List<Seen> all = new ArrayList<>();
        for (InetAddress address : addresses) {
            all.add(ofHost(address, resolver));
            all.add(ofAddress(address, resolver));
        }
        all.add(exchanger(resolver));
        all.add(senders(resolver));
        keys.forEach(key -> all.add(key(key, resolver)));
        all.add(policy(resolver));
        return List.copyOf(all);
    }

    private Seen ofHost(InetAddress address, Resolver resolver) {
        boolean four = address instanceof Inet4Address;
        String type = four ? "A" : "AAAA";
        String value = address.getHostAddress();
        Optional<String> line =
                (hostname + ".").endsWith("." + domain + ".")
                        ? Optional.of(hostname + ". " + type + " " + value)
                        : Optional.empty();
        return judged(
                new Wanted(type, hostname, value, "host", line),
                four ? resolver.a(hostname) : resolver.aaaa(hostname),
                InetAddress::getHostAddress,
                found -> found.contains(value));
    }

    private Seen ofAddress(InetAddress address, Resolver resolver) {
        return judged(
                new Wanted("PTR", address.getHostAddress(), hostname, "ptr", Optional.empty()),
                resolver.names(address),
                WantedRecords::plain,
                found -> found.contains(hostname));
    }

    /// RFC 5321 §5.1
    private Seen exchanger(Resolver resolver) {
        String value = "10 " + hostname + ".";
        return judged(
                new Wanted("MX", domain, value, "mx", Optional.of(domain + ". MX " + value)),
                resolver.mx(domain),
                mx -> mx.preference() + " " + plain(mx.host()),
                found -> found.stream().anyMatch(mx -> mx.endsWith(" " + hostname)));
    }

    /// RFC 7208 §4.5: one record. That it names this host is looked for in its own words: what it
    /// includes is for `pabal doctor`.
    private Seen senders(Resolver resolver) {
        return judged(
                text(domain, "v=spf1 mx -all", "spf"),
                beginning("v=spf1", resolver.txt(domain)),
                record -> record,
                found -> found.size() == 1 && namesThisHost(found.getFirst()));
    }

    private boolean namesThisHost(String record) {
        List<String> terms = List.of(record.toLowerCase(Locale.ROOT).split(" +"));
        return terms.stream()
                .map(term -> term.startsWith("+") ? term.substring(1) : term)
                .anyMatch(term ->
                        term.equals("mx")
                                || term.equals("a:" + hostname)
                                || addresses.stream()
                                        .map(InetAddress::getHostAddress)
                                        .anyMatch(own ->
                                                term.equals("ip4:" + own)
                                                        || term.equals("ip6:" + own)));
    }

    /// RFC 6376 §3.6.1
    private static Seen key(PublicKeyRecord key, Resolver resolver) {
        Wanted wanted =
                new Wanted(
                        "TXT",
                        key.name(),
                        key.text(),
                        "dkim",
                        Optional.of(key.zoneLine(KEY_TTL_SECONDS)));
        return switch (key.judge(resolver.txt(key.name()))) {
            case PublicKeyRecord.Sight.Right _ -> new Seen(wanted, "right", List.of(key.text()));
            case PublicKeyRecord.Sight.Absent _ -> new Seen(wanted, "missing", List.of());
            case PublicKeyRecord.Sight.Wrong(var problem) ->
                    new Seen(wanted, "wrong", List.of(problem));
            case PublicKeyRecord.Sight.Unknown(var reason) ->
                    new Seen(wanted, "unknown", List.of(reason));
        };
    }

    /// RFC 9989 §4.7: one record; whatever it asks for.
    private Seen policy(Resolver resolver) {
        String value = "v=DMARC1; p=none; rua=mailto:postmaster@" + domain;
        String name = "_dmarc." + domain;
        return judged(
                text(name, value, "dmarc"),
                beginning("v=DMARC1", resolver.txt(name)),
                record -> record,
                found -> found.size() == 1);
    }

    private static Wanted text(String name, String value, String why) {
        return new Wanted("TXT", name, value, why, Optional.of(name + ". TXT \"" + value + "\""));
    }

    private static Answer<String> beginning(String word, Answer<String> answer) {
        if (answer instanceof Answer.Found<String>(var records)) {
            List<String> those =
                    records.stream()
                            .filter(record -> record.regionMatches(true, 0, word, 0, word.length()))
                            .toList();
            return those.isEmpty() ? new Answer.NoData<>() : new Answer.Found<>(those);
        }
        return answer;
    }

    private static <T> Seen judged(
            Wanted wanted,
            Answer<T> answer,
            Function<T, String> shown,
            Predicate<List<String>> isRight) {
        return switch (answer) {
            case Answer.Found<T>(var all) -> {
                List<String> found = all.stream().map(shown).toList();
                yield new Seen(wanted, isRight.test(found) ? "right" : "wrong", found);
            }
            case Answer.NoData<T> _, Answer.NoSuchName<T> _ ->
                    new Seen(wanted, "missing", List.of());
            case Answer.Failed<T>(var reason) -> new Seen(wanted, "unknown", List.of(reason));
        };
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
