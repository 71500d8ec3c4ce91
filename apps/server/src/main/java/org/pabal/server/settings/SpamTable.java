// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pabal.spam.Points;
import org.pabal.spam.rules.TestTexts;
import org.pabal.wire.ServiceAddress;

/// The filter of unwanted mail, and the programs that it asks: `spam.*`.
public final class SpamTable {
    static final Section SECTION = new Section();

    public static final Setting<Boolean> SPAM_ENABLED =
            SECTION.add(
                    "spam.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether strangers' mail is judged by the spam filter.");
    public static final Setting<Boolean> SPAM_THIS_HOST =
            SECTION.add(
                    "spam.this-host",
                    Form.SWITCH,
                    "false",
                    "Whether mail that comes to port 25 from this host itself is judged by its content,"
                            + " as from fetchmail or a proxy that does not say for whom it speaks.");
    public static final Setting<List<String>> SPAM_FRONTS =
            SECTION.add(
                    "spam.fronts",
                    Form.LIST,
                    "",
                    "Hosts in front of this one that hand on strangers' mail which nobody has judged, such as"
                            + " a Postfix that delivers by LMTP: `[\"127.0.0.1\", \"192.0.2.7\"]`. It is judged by"
                            + " what they say of its client, and never refused: they would bounce it to a"
                            + " forged sender. None by default: a front has a filter of its own as a rule,"
                            + " whose X-Spam fields would be taken out.");
    public static final Setting<List<String>> SPAM_FRONT_RESULTS =
            SECTION.add(
                    "spam.front-results",
                    Form.LIST,
                    "",
                    "In whose name `spam.fronts` write Authentication-Results, such as `[\"mx.example.org\"]`:"
                            + " these are believed, so the front has to take out what strangers write in"
                            + " that name.");
    public static final Setting<Double> SPAM_TAG_SCORE =
            SECTION.add(
                    "spam.tag-score",
                    Form.SCORE,
                    "never",
                    "The score from which on the fields on top of a mail say that it is spam, where"
                            + " that is less than `spam.junk-score`.");
    public static final Setting<Double> SPAM_JUNK_SCORE =
            SECTION.add(
                    "spam.junk-score",
                    Form.SCORE,
                    "5.0",
                    "The score from which on a mail is spam and filed into Junk.");
    public static final Setting<Double> SPAM_QUARANTINE_SCORE =
            SECTION.add(
                    "spam.quarantine-score",
                    Form.SCORE,
                    "never",
                    "The score from which on a mail is kept aside, where nobody sees it until an"
                            + " administrator releases it.");
    public static final Setting<Duration> SPAM_QUARANTINE_KEEP =
            SECTION.add(
                    "spam.quarantine-keep",
                    Form.TIME,
                    "30d",
                    "How long a mail is kept aside before it is given up.");
    public static final Setting<Double> SPAM_REFUSE_SCORE =
            SECTION.add(
                    "spam.refuse-score",
                    Form.SCORE,
                    "15.0",
                    "The score from which on a mail is refused while its client waits; `never` files"
                            + " all spam into Junk.");
    public static final Setting<Points> SPAM_POINTS =
            SECTION.add(
                    "spam.points",
                    new Form<>(
                            "a list such as [\"SUBJECT_EXCLAIMS=0\", \"FREEMAIL_FORGED=2.5\"] of tests in"
                                    + " docs/reference/spam-tests.md",
                            text -> {
                                Points points = Points.parse(Form.LIST.reader().read(text));
                                for (String test : points.byTest().keySet()) {
                                    if (!TestTexts.isExplained(test)) {
                                        throw new UnknownName("test", test, TestTexts.names());
                                    }
                                }
                                return points;
                            }),
                    "",
                    "Points of tests in place of their own; 0 lets a test inform only.");
    public static final Setting<List<String>> SPAM_ALLOW =
            SECTION.add(
                    "spam.allow",
                    Form.LIST,
                    "",
                    "Senders who are no spammers for anybody here, where authentication proves that it"
                            + " is them: `user@host`, `@host`, `.host` with all below it, or a"
                            + " network, which needs no proof. `pabal spam allow` adds others at run"
                            + " time.");
    public static final Setting<List<String>> SPAM_BLOCK =
            SECTION.add(
                    "spam.block",
                    Form.LIST,
                    "",
                    "Senders whose mail nobody here wants, in the same forms.");
    public static final Setting<Duration> SPAM_TIME =
            SECTION.add(
                    "spam.time",
                    Form.TIME,
                    "8s",
                    "How long a client waits for those that the filter asks about its mail: DNS lists,"
                            + " other filters, scanners. Who is later is left out.");
    public static final Setting<Boolean> SPAM_LEARNING_SHARE =
            SECTION.add(
                    "spam.learning.share",
                    Form.SWITCH,
                    "true",
                    "Whether what people say of messages, by moving them into or out of Junk, counts"
                            + " for others too: some texts of each account and day, by majority.");
    public static final Setting<Boolean> SPAM_LEARNING_AUTOMATIC =
            SECTION.add(
                    "spam.learning.automatic",
                    Form.SWITCH,
                    "true",
                    "Whether the filter learns by itself from mail that leaves no doubt: of people to"
                            + " whom the recipient has written, and with 12 points and more without"
                            + " what it has learnt.");
    public static final Setting<Integer> SPAM_LEARNING_PER_DAY =
            SECTION.add(
                    "spam.learning.per-day",
                    Form.COUNT,
                    "2000",
                    "How many messages an account teaches the filter a day by moving and marking them;"
                            + " what is more waits for the next day.");
    public static final Setting<Optional<ServiceAddress>> RSPAMD_ADDRESS =
            SECTION.add(
                    "spam.rspamd.address",
                    CheckTables.SERVICE,
                    "",
                    "Where rspamd's normal worker listens for HTTP, as a rule `inet:127.0.0.1:11333`; it"
                            + " is asked about strangers' mail when this is set.");
    public static final Setting<Optional<Path>> RSPAMD_PASSWORD_FILE =
            SECTION.add(
                    "spam.rspamd.password-file",
                    Form.FILE,
                    "",
                    "A file that holds the worker's password, where it wants one.");
    public static final Setting<Double> RSPAMD_WEIGHT =
            SECTION.add(
                    "spam.rspamd.weight",
                    Form.WEIGHT,
                    "0.8",
                    "What rspamd's score is multiplied by before it is added to ours; 0 shows what it"
                            + " says and counts nothing.");
    public static final Setting<Boolean> RSPAMD_FOLLOW =
            SECTION.add(
                    "spam.rspamd.follow",
                    Form.SWITCH,
                    "false",
                    "Whether what rspamd wants to become of a mail does at least: `reject`, `soft"
                            + " reject`, `add header` and `rewrite subject` (Junk), `quarantine`.");
    public static final Setting<Duration> RSPAMD_TIMEOUT =
            SECTION.add(
                    "spam.rspamd.timeout",
                    Form.TIME,
                    "8s",
                    "How long rspamd may take about a mail.");
    public static final Setting<String> RSPAMD_WHEN_DOWN =
            SECTION.add(
                    "spam.rspamd.when-down",
                    Form.oneOf("ignore", "defer"),
                    "ignore",
                    "What becomes of mail while rspamd cannot be asked: it is judged without, or its"
                            + " client is told to come again.");
    public static final Setting<Optional<ServiceAddress>> SPAMD_ADDRESS =
            SECTION.add(
                    "spam.spamd.address",
                    CheckTables.SERVICE,
                    "",
                    "Where SpamAssassin's spamd listens, as a rule `inet:127.0.0.1:783`; it is asked"
                            + " about strangers' mail when this is set. For the spamd that is this"
                            + " server, see `services.spamd.enabled`.");
    public static final Setting<Double> SPAMD_WEIGHT =
            SECTION.add(
                    "spam.spamd.weight",
                    Form.WEIGHT,
                    "1.0",
                    "What SpamAssassin's score is multiplied by before it is added to ours; 0 shows what"
                            + " it says and counts nothing.");
    public static final Setting<String> SPAMD_USERS =
            SECTION.add(
                    "spam.spamd.users",
                    Form.oneOf("none", "account"),
                    "none",
                    "Whose preferences SpamAssassin uses: its own for all, or those of the account that a"
                            + " mail is for, by its address.");
    public static final Setting<Duration> SPAMD_TIMEOUT =
            SECTION.add(
                    "spam.spamd.timeout",
                    Form.TIME,
                    "15s",
                    "How long SpamAssassin may take about a mail.");
    public static final Setting<String> SPAMD_WHEN_DOWN =
            SECTION.add(
                    "spam.spamd.when-down",
                    Form.oneOf("ignore", "defer"),
                    "ignore",
                    "As `spam.rspamd.when-down`.");
    public static final Setting<List<String>> SPAMD_CLIENTS =
            SECTION.add(
                    "spam.spamd-clients",
                    Form.LIST,
                    "127.0.0.0/8,::1",
                    "Networks whose programs may ask the service `spamd`, and teach the filter by it for"
                            + " any account: there is no log-in.");
    public static final Setting<Optional<ServiceAddress>> CLAMD_ADDRESS =
            SECTION.add(
                    "spam.clamd.address",
                    CheckTables.SERVICE,
                    "",
                    "Where ClamAV's clamd listens, such as `unix:/run/clamav/clamd.ctl` or"
                            + " `inet:127.0.0.1:3310`; strangers' mail is scanned when this is set.");
    public static final Setting<String> CLAMD_VIRUS =
            SECTION.add(
                    "spam.clamd.virus",
                    Form.oneOf("refuse", "quarantine", "junk", "tag"),
                    "refuse",
                    "What becomes of a mail in which clamd finds something.");
    public static final Setting<String> CLAMD_WHEN_DOWN =
            SECTION.add(
                    "spam.clamd.when-down",
                    Form.oneOf("defer", "deliver"),
                    "defer",
                    "What becomes of mail while clamd cannot be asked: its client is told to come again,"
                            + " or it is delivered with the mark `CLAMAV_NOT_ASKED`.");
    public static final Setting<Duration> CLAMD_TIMEOUT =
            SECTION.add(
                    "spam.clamd.timeout",
                    Form.TIME,
                    "60s",
                    "How long clamd may take about a mail, the wait for a place included.");
    public static final Setting<Integer> CLAMD_CONNECTIONS =
            SECTION.add(
                    "spam.clamd.connections",
                    Form.COUNT,
                    "10",
                    "How many mails clamd is given at a time; not more than its `MaxThreads`.");
    public static final Setting<Long> CLAMD_MAX_SIZE =
            SECTION.add(
                    "spam.clamd.max-size",
                    Form.SIZE_IN_OCTETS,
                    "25 MiB",
                    "How much of a mail clamd is given, not more than its `StreamMaxLength`; a larger"
                            + " mail is marked `CLAMAV_PARTLY`.");

    private SpamTable() {}
}
