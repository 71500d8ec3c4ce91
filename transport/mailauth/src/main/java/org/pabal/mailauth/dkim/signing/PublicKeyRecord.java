// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.TagList;

/// What the DNS has to say of a key, and what it says. RFC 6376 §3.6.1.
///
/// @param domain in A-labels
/// @param publicKey `p=`, base64 without blanks
public record PublicKeyRecord(
        String domain, String selector, SigningAlgorithm algorithm, String publicKey) {
    /// Of one string in a TXT record. RFC 1035 §3.3.
    private static final int MAX_STRING_OCTETS = 255;

    public static PublicKeyRecord of(SigningKey key) {
        return new PublicKeyRecord(key.domain(), key.selector(), key.algorithm(), key.publicText());
    }

    /// Where it lies, without a final dot.
    public String name() {
        return selector + "._domainkey." + domain;
    }

    /// Its text, `v=` first. RFC 6376 §3.6.1.
    public String text() {
        return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + publicKey;
    }

    /// A line for a zone file, the text in strings that a TXT record can hold.
    ///
    /// @param ttl in seconds
    public String zoneLine(int ttl) {
        StringBuilder line = new StringBuilder(name()).append(". ").append(ttl).append(" IN TXT (");
        for (String string : strings()) {
            line.append(" \"").append(string).append('"');
        }
        return line.append(" )").toString();
    }

    List<String> strings() {
        List<String> strings = new ArrayList<>();
        String text = text();
        for (int at = 0; at < text.length(); at += MAX_STRING_OCTETS) {
            strings.add(text.substring(at, Math.min(text.length(), at + MAX_STRING_OCTETS)));
        }
        return strings;
    }

    /// How the DNS stands to a key.
    public sealed interface Sight {
        /// Receivers find the key.
        record Right() implements Sight {}

        /// There is no record, or one that revokes (`p=` empty).
        record Absent() implements Sight {}

        /// @param problem what is wrong with what is there
        record Wrong(String problem) implements Sight {}

        /// The DNS did not answer; nothing follows from that.
        record Unknown(String reason) implements Sight {}
    }

    /// Judges an answer as a receiver would that is strict.
    public Sight judge(Answer<String> answer) {
        return switch (answer) {
            case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> new Sight.Absent();
            case Answer.Failed<String>(var reason) -> new Sight.Unknown(reason);
            case Answer.Found<String>(var records) -> judge(records);
        };
    }

    /// RFC 6376 §3.6.2.2: with several records it is undefined which one a receiver takes.
    private Sight judge(List<String> records) {
        if (records.size() > 1) {
            return new Sight.Wrong(
                    "there are " + records.size() + " TXT records at this name; leave one");
        }
        try {
            return judge(TagList.parse(records.getFirst()));
        } catch (TagList.MalformedException malformed) {
            return new Sight.Wrong("the record cannot be read: " + malformed.getMessage());
        }
    }

    private Sight judge(TagList tags) {
        if (tags.unfolded("p").filter(String::isEmpty).isPresent()) {
            return new Sight.Absent();
        }
        return problem(tags).<Sight>map(Sight.Wrong::new).orElseGet(Sight.Right::new);
    }

    private Optional<String> problem(TagList tags) {
        if (!tags.get("v").orElse("DKIM1").equals("DKIM1")
                || tags.get("v").isPresent()
                        && !tags.tags().keySet().iterator().next().equals("v")) {
            return Optional.of("the record does not begin with v=DKIM1");
        }
        if (!tags.get("k").orElse("rsa").equals(algorithm.keyType())) {
            return Optional.of("k= is not " + algorithm.keyType());
        }
        if (tags.get("h").filter(hashes -> !hasElement(hashes, "sha256")).isPresent()) {
            return Optional.of("h= does not allow sha256");
        }
        if (tags.get("s").filter(s -> !hasElement(s, "email") && !hasElement(s, "*")).isPresent()) {
            return Optional.of("s= does not allow email");
        }
        if (tags.unfolded("p").isEmpty()) {
            return Optional.of("p= is missing");
        }
        return tags.unfolded("p").get().equals(publicKey)
                ? Optional.empty()
                : Optional.of("p= is another key");
    }

    /// RFC 6376 §3.6.1: colon-separated, with blanks.
    private static boolean hasElement(String list, String wanted) {
        for (String element : list.split(":", -1)) {
            if (element.strip().toLowerCase(Locale.ROOT).equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
