// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.reading.NamedAddress;

/// A mail with what several rules ask about, found out once.
final class RuledMail {
    /// A mail whose newest trace is older was fetched or is imported: it arrived when the trace says.
    private static final Duration AT_ONCE = Duration.ofDays(30);

    private final MailReading reading;
    private final ArrivalFacts facts;
    private final List<Hop> hops;
    private final String mailer;
    private final String messageId;

    RuledMail(MailReading reading, ArrivalFacts facts) {
        this.reading = reading;
        this.facts = facts;
        this.hops = Hop.all(reading.header());
        this.mailer = value("X-Mailer").or(() -> value("User-Agent")).orElse("");
        this.messageId = value("Message-ID").orElse("");
    }

    MailReading reading() {
        return reading;
    }

    ArrivalFacts facts() {
        return facts;
    }

    HeaderSection header() {
        return reading.header();
    }

    /// The newest first.
    List<Hop> hops() {
        return hops;
    }

    /// What made the mail by its own word; empty if it says nothing.
    String mailer() {
        return mailer;
    }

    /// As written, with its brackets; empty without one.
    String messageId() {
        return messageId;
    }

    /// Of the first author; empty without one.
    Optional<NamedAddress> from() {
        return reading.from().stream().findFirst();
    }

    String fromDomain() {
        return from().map(NamedAddress::domain).orElse("");
    }

    boolean has(String field) {
        return header().first(field).isPresent();
    }

    /// The text of a field, decoded and stripped; empty when the field is not there.
    Optional<String> value(String field) {
        return header().first(field).map(HeaderField::value).map(RuledMail::decoded);
    }

    private static String decoded(String value) {
        return HeaderText.decode(value.substring(0, Math.min(value.length(), 2_000)));
    }

    /// When the mail came to whoever first kept it for the recipient.
    Instant arrival() {
        Optional<Instant> newest = hops.stream().flatMap(hop -> hop.at().stream()).findFirst();
        return newest.filter(at -> at.isBefore(facts.at().minus(AT_ONCE))).orElse(facts.at());
    }

    /// Sent to the members of a list by a program that says so in the usual fields.
    boolean isFromList() {
        return has("List-Id")
                || has("List-Post")
                || has("X-Mailman-Version")
                || has("Mailing-List");
    }

    /// Whether somebody answers for the author's address: a signature of its domain or DMARC.
    boolean isAuthentic() {
        String domain = fromDomain();
        return !domain.isEmpty()
                        && facts.signers().stream()
                                .anyMatch(s -> domain.equals(s) || domain.endsWith("." + s))
                || facts.dmarc()
                        .filter(dmarc -> dmarc.result() == ArrivalFacts.Result.PASS)
                        .isPresent();
    }

    /// Whether a host is the domain or within it.
    static boolean isWithin(String host, String domain) {
        return host.equals(domain)
                || host.length() > domain.length()
                        && host.endsWith(domain)
                        && host.charAt(host.length() - domain.length() - 1) == '.';
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
