// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.filter.MailInQuestion;
import org.pabal.message.mime.HeaderField;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.reading.NamedAddress;
import org.pabal.spam.reading.link.Link;

/// Whom a mail is about, in the order of {@link About}; this server's own domains are not among them.
final class SubjectsOfMail {
    private static final int MAX_RECEIVED = 5;
    private static final int MAX_AUTHORS = 3;
    private static final int MAX_LINKS = 30;
    private static final int MAX_FIELD_CHARS = 2_000;
    private static final Pattern LITERAL = Pattern.compile("\\[(?:IPv6:)?([0-9a-fA-F.:]{3,45})\\]");

    private final ArrivalFacts facts;
    private final UnaryOperator<String> registered;
    private final List<Subject> subjects = new ArrayList<>();

    private SubjectsOfMail(ArrivalFacts facts, UnaryOperator<String> registered) {
        this.facts = facts;
        this.registered = registered;
    }

    /// @param wanted what any list is asked about
    /// @param registered gives the domain that somebody has registered for a host's name
    static List<Subject> of(
            MailInQuestion mail, Set<About> wanted, UnaryOperator<String> registered) {
        SubjectsOfMail all = new SubjectsOfMail(mail.facts(), registered);
        for (About about : About.values()) {
            if (wanted.contains(about)) {
                switch (about) {
                    case CLIENT -> all.client();
                    case CLIENT_NAME -> all.host(about, mail.facts().clientName());
                    case HELO -> all.host(about, mail.facts().greeting());
                    case ENVELOPE -> all.address(about, mail.facts().reversePath());
                    case FROM -> all.authors(about, mail.reading().from());
                    case REPLY_TO -> all.authors(about, mail.reading().replyTo());
                    case LINKS -> all.links(mail.reading().links());
                    case RECEIVED -> all.received(mail.scan().header().all("Received"));
                }
            }
        }
        return all.subjects;
    }

    private void client() {
        facts.client()
                .flatMap(address -> Subject.of(About.CLIENT, address))
                .ifPresent(subjects::add);
    }

    private void address(About about, String address) {
        host(about, address.substring(address.lastIndexOf('@') + 1));
    }

    private void host(About about, String host) {
        if (!host.isEmpty() && !facts.ownDomains().test(host)) {
            Subject.of(about, host, registered.apply(host))
                    .filter(subject -> !facts.ownDomains().test(subject.shown()))
                    .filter(subject -> !subjects.contains(subject))
                    .ifPresent(subjects::add);
        }
    }

    private void authors(About about, List<NamedAddress> addresses) {
        addresses.stream().limit(MAX_AUTHORS).forEach(address -> host(about, address.domain()));
    }

    private void links(List<Link> links) {
        links.stream()
                .map(Link::host)
                .filter(host -> !host.isEmpty())
                .distinct()
                .limit(MAX_LINKS)
                .forEach(host -> host(About.LINKS, host));
    }

    /// The address that each host says it was spoken to from. The field on top is of the client's own
    /// network as a rule, or the client's lie: it counts as the others do.
    private void received(List<HeaderField> fields) {
        fields.stream().limit(MAX_RECEIVED).forEach(this::received);
    }

    private void received(HeaderField field) {
        String value = field.value();
        int by = value.indexOf(" by ");
        int end = Math.min(by < 0 ? value.length() : by, MAX_FIELD_CHARS);
        Matcher literal = LITERAL.matcher(value).region(0, end);
        if (literal.find()) {
            address(literal.group(1))
                    .filter(address -> !facts.client().equals(Optional.of(address)))
                    .flatMap(address -> Subject.of(About.RECEIVED, address))
                    .filter(subject -> !subjects.contains(subject))
                    .ifPresent(subjects::add);
        }
    }

    private static Optional<InetAddress> address(String literal) {
        try {
            return Optional.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
