// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.util.Locale;
import java.util.Optional;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.OwnDomains.Imitation;
import org.pabal.spam.OwnDomains.Way;
import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.link.Link;
import org.pabal.spam.reading.name.RegisteredDomain;
import org.pabal.spam.reading.name.ScriptMix;

/// Names meant to be taken for other names. THREATS M11.
final class NameTests {
    private NameTests() {}

    static void run(MailReading reading, ArrivalFacts facts, Findings found) {
        for (NamedAddress author : reading.from()) {
            author(author, facts, found);
        }
        for (NamedAddress reply : reading.replyTo()) {
            imitation(reply.domain(), facts, found);
        }
        String reversePath = facts.reversePath();
        imitation(
                reversePath.substring(reversePath.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT),
                facts,
                found);
        for (Link link : reading.links()) {
            link(link, facts, found);
        }
    }

    private static void author(NamedAddress author, ArrivalFacts facts, Findings found) {
        imitation(author.domain(), facts, found);
        String name = author.name();
        if (name.isEmpty()) {
            return;
        }
        if (hasTurningCharacter(name)) {
            found.add(SpamTest.NAME_TURNED, author.address());
        }
        if (!isAscii(name) && ScriptMix.isIn(name)) {
            found.add(SpamTest.NAME_MIXED_SCRIPTS, name);
        }
        shownAddress(author, facts, found);
    }

    /// `"boss@example.org" <x@evil.net>`
    private static void shownAddress(NamedAddress author, ArrivalFacts facts, Findings found) {
        String shown = hostOfAddress(author.name());
        String domain = RegisteredDomain.of(shown);
        String real = RegisteredDomain.of(author.domain());
        if (domain.isEmpty() || real.isEmpty() || domain.equals(real)) {
            return;
        }
        boolean ours = facts.ownDomains().test(shown) || facts.ownDomains().test(domain);
        found.add(
                ours ? SpamTest.NAME_SHOWS_OUR_ADDRESS : SpamTest.NAME_SHOWS_OTHER_ADDRESS,
                author.name());
    }

    /// The host of the first address in a text.
    private static String hostOfAddress(String text) {
        int at = text.indexOf('@');
        if (at <= 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) {
            return "";
        }
        int end = at + 1;
        while (end < text.length() && isHostChar(text.charAt(end))) {
            end++;
        }
        while (end > at + 1 && text.charAt(end - 1) == '.') {
            end--;
        }
        return text.substring(at + 1, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isHostChar(char c) {
        return c == '.' || c == '-' || c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static void imitation(String host, ArrivalFacts facts, Findings found) {
        if (host.isEmpty() || facts.ownDomains().test(host)) {
            return;
        }
        Optional<Imitation> imitation = facts.ownDomains().imitatedBy(host);
        imitation.ifPresent(seen ->
                found.add(
                        switch (seen.way()) {
                            case LOOKS_ALIKE, IN_FRONT -> SpamTest.SENDER_LOOKS_LIKE_US;
                            case HYPHEN, ONE_LETTER -> SpamTest.SENDER_NEARLY_US;
                            case OTHER_SUFFIX -> SpamTest.SENDER_OTHER_SUFFIX;
                        },
                        host + " / " + seen.own()));
    }

    /// A link is named only when there is no doubt: names one letter away are many in the world.
    private static void link(Link link, ArrivalFacts facts, Findings found) {
        if (!link.scheme().startsWith("http") || facts.ownDomains().test(link.host())) {
            return;
        }
        facts.ownDomains()
                .imitatedBy(link.host())
                .filter(seen -> seen.way() == Way.LOOKS_ALIKE || seen.way() == Way.IN_FRONT)
                .ifPresent(seen ->
                        found.add(SpamTest.LINK_LOOKS_LIKE_US, link.host() + " / " + seen.own()));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// Explicit embeddings, overrides and isolates; not the marks that people type in Hebrew.
    private static boolean hasTurningCharacter(String text) {
        return text.chars().anyMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }
}
