// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pabal.filter.lists.About;
import org.pabal.filter.lists.AnswerPoints;
import org.pabal.message.Domain;

/// The tables `[spam.lists.NAME]`: DNS lists that are asked about strangers' mail.
public final class DnsListTable {
    public static final String KIND = "spam.lists";

    /// The entry that lists have for tests. RFC 5782 §5
    public static final String STANDARD_ENTRY = "standard";

    public static final Setting<String> ZONE =
            new Setting<>(
                    "zone",
                    Form.TEXT,
                    "",
                    "The domain under which the list is asked, such as `zen.spamhaus.org`.");
    public static final Setting<String> OF =
            new Setting<>(
                    "kind",
                    Form.oneOf("addresses", "domains"),
                    "addresses",
                    "What the list holds.");
    public static final Setting<List<String>> ASK =
            new Setting<>(
                    "ask",
                    Form.listOf(
                            Arrays.stream(About.values()).map(About::word).toArray(String[]::new)),
                    "",
                    "What it is asked about: any of `client` (the address that connects), `received`"
                            + " (addresses in Received fields), `client-name`, `helo`, `envelope`,"
                            + " `from`, `reply-to` (domains), `links` (hosts of links). Not set:"
                            + " `client` of a list of addresses, `links`, `from`, `reply-to` and"
                            + " `envelope` of one of domains.");
    public static final Setting<String> NAMES =
            new Setting<>(
                    "names",
                    Form.oneOf("registered", "host", "both"),
                    "registered",
                    "Of a list of domains, the names that it knows: the registered domain"
                            + " (`example.co.uk`), the host as it stands in the mail, or both.");
    public static final Setting<List<String>> ANSWERS =
            new Setting<>(
                    "answers",
                    new Form<>(
                            "a list such as [\"127.0.0.2=3\", \"127.0.0.4/30=1.5\", \"&8=2\"]",
                            text -> {
                                List<String> entries = Form.LIST.reader().read(text);
                                AnswerPoints.parse(entries, 0);
                                return entries;
                            }),
                    "",
                    "Points by what the list answers: by address, network, or a bit of the last octet."
                            + " Points below 0 are those of a list of good hosts.");
    public static final Setting<String> POINTS =
            new Setting<>(
                    "points",
                    new Form<>(
                            "a number from -100 to 100",
                            text -> {
                                if (!text.isEmpty()) {
                                    AnswerPoints.points(text);
                                }
                                return text;
                            }),
                    "",
                    "Points for answers that `answers` does not name. Not set: 2 without `answers`, 0"
                            + " with them.");
    public static final Setting<Boolean> REFUSE =
            new Setting<>(
                    "refuse",
                    Form.SWITCH,
                    "false",
                    "Whether mail is refused at RCPT for what the list has against the client, or a"
                            + " domain of `ask` that is known by then. A list of good hosts that names"
                            + " the client has the last word; `postmaster` and `abuse` are never"
                            + " refused so.");
    public static final Setting<Duration> TIMEOUT =
            new Setting<>(
                    "timeout", Form.TIME, "2s", "How long a mail waits for the list's answers.");
    public static final Setting<String> TEST_ENTRY =
            new Setting<>(
                    "test-entry",
                    Form.TEXT,
                    STANDARD_ENTRY,
                    "An entry that the list has while it is in order; it is believed only while it has"
                            + " it. `standard`: `127.0.0.2`, or `test` in a list of domains (RFC"
                            + " 5782); empty for a list without one.");

    public static final List<Setting<?>> SETTINGS =
            List.of(ZONE, OF, ASK, NAMES, ANSWERS, POINTS, REFUSE, TIMEOUT, TEST_ENTRY);

    private DnsListTable() {}

    static List<String> contradictions(List<NamedTable> tables) {
        List<String> problems = new ArrayList<>();
        for (NamedTable table : tables) {
            String where = table.origin() + ": " + KIND + "." + table.name() + ": ";
            boolean addresses = table.get(OF).equals("addresses");
            if (!table.name().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
                problems.add(
                        where
                                + "its name must be of letters, digits, '_' and '-', with at most 32"
                                + " characters");
            }
            if (Domain.parse(table.get(ZONE)).isEmpty()) {
                problems.add(where + "zone must be the domain under which the list is asked");
            }
            for (String word : table.get(ASK)) {
                if (isOfAddresses(word) != addresses && !word.equals("links")) {
                    problems.add(
                            where
                                    + "a list of "
                                    + table.get(OF)
                                    + " knows nothing of '"
                                    + word
                                    + "'; see kind and ask");
                }
            }
            if (addresses && !isEntry(table.get(TEST_ENTRY))) {
                problems.add(where + "test-entry must be an IPv4 address, \"standard\" or empty");
            }
        }
        return problems;
    }

    private static boolean isOfAddresses(String word) {
        return switch (About.of(word)) {
            case CLIENT, RECEIVED -> true;
            case CLIENT_NAME, HELO, ENVELOPE, FROM, REPLY_TO, LINKS -> false;
        };
    }

    private static boolean isEntry(String text) {
        try {
            return text.isEmpty()
                    || text.toLowerCase(Locale.ROOT).equals(STANDARD_ENTRY)
                    || InetAddress.ofLiteral(text) instanceof Inet4Address;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
