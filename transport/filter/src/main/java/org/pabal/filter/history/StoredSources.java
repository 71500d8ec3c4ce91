// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.filter.KeptJudgement;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.HeaderField;
import org.pabal.spam.Finding;
import org.pabal.spam.SpamFields;
import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.statistics.Kind;

/// Where a stored message came from, as it was known when it came: from what was kept beside it then,
/// and from the fields that we have put on top. A message that did not come in by the filter, such as
/// one that a client has appended, has no sources: anybody could have written its fields.
///
/// @param sources the hashes of its network, and of its author's domain if that was proved
/// @param author in lower case, if the domain was proved
/// @param given as what it was counted
record StoredSources(List<Long> sources, Optional<String> author, Optional<Kind> given) {
    private static final StoredSources NONE =
            new StoredSources(List.of(), Optional.empty(), Optional.empty());

    private static final int MAX_CHARS = 1_000;

    /// In our own Received field.
    private static final Pattern CLIENT =
            Pattern.compile("^from [^\\s()]+ \\([^\\s()]* ?\\[(?:IPv6:)?([0-9A-Fa-f:.]+)]\\)");

    /// In the results that were kept: what the sender has written stands in quotes there.
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"?");

    private static final List<Pattern> PROOFS =
            List.of(
                    Pattern.compile("^dmarc=pass .*\\bheader\\.from=(\\S+)"),
                    Pattern.compile("^dkim=pass .*\\bheader\\.d=(\\S+)"),
                    Pattern.compile("^spf=pass .*\\bsmtp\\.mailfrom=(?:\\S*@)?([^@\\s]+)"));

    static StoredSources of(StoredMessage message, MailReading reading) {
        Optional<SpamFields> fields = SpamFields.parse(reading.header());
        if (message.judgement().isEmpty() || fields.isEmpty()) {
            return NONE;
        }
        List<Long> sources = new ArrayList<>(2);
        client(reading).map(Author::network).map(History::network).ifPresent(sources::add);
        Optional<String> author = Optional.empty();
        if (reading.from().size() == 1) {
            String domain = reading.from().getFirst().domain().toLowerCase(Locale.ROOT);
            if (isProved(domain, message.authentication())) {
                sources.add(History.domain(domain));
                author = Optional.of(reading.from().getFirst().address().toLowerCase(Locale.ROOT));
            }
        }
        return new StoredSources(
                sources, author, HistoryOfMail.surely(findings(fields.get(), message)));
    }

    /// The fields of a copy that was released from quarantine do not say what was found.
    private static List<Finding> findings(SpamFields fields, StoredMessage message) {
        boolean released =
                fields.findings().stream()
                        .anyMatch(each -> each.test().equals(SpamTest.RELEASED.name()));
        return released
                ? KeptJudgement.parse(message.judgement())
                        .map(kept -> kept.judgement().findings())
                        .orElse(List.of())
                        .stream()
                        .filter(each -> !each.test().equals(SpamTest.RELEASED.name()))
                        .toList()
                : fields.findings();
    }

    /// None of a neighbour: a front or a program that hands on what others sent.
    private static Optional<InetAddress> client(MailReading reading) {
        Optional<String> value = reading.header().first("Received").map(HeaderField::value);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String text = value.get().substring(0, Math.min(value.get().length(), MAX_CHARS));
        Matcher client = CLIENT.matcher(text.strip().replaceAll("\\s+", " "));
        if (!client.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(client.group(1)))
                    .filter(address -> !address.isLoopbackAddress())
                    .filter(address -> !address.isSiteLocalAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isProved(String domain, String authentication) {
        String plain = QUOTED.matcher(authentication).replaceAll("?");
        for (String result : plain.split(";", -1)) {
            for (Pattern proof : PROOFS) {
                Matcher found = proof.matcher(result.strip());
                if (!domain.isEmpty() && found.find() && found.group(1).equalsIgnoreCase(domain)) {
                    return true;
                }
            }
        }
        return false;
    }
}
