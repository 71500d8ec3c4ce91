// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// How much one client may do, and what becomes of who does more: `limits.*`, `bans.*`,
/// `greylist.*`, `breaker.*`.
public final class LimitsTable {
    static final Section SECTION = new Section();

    public static final Setting<Integer> MAX_CONNECTIONS =
            SECTION.add(
                    "limits.connections",
                    Form.COUNT,
                    "5000",
                    "The most connections of one service at a time.");
    public static final Setting<Integer> MAX_CONNECTIONS_PER_SOURCE =
            SECTION.add(
                    "limits.connections-per-source",
                    Form.COUNT,
                    "50",
                    "The most connections of one service from one address (IPv6: /64) at a time.");
    public static final Setting<Integer> NETWORK_SHARE =
            SECTION.add(
                    "limits.network-share",
                    Form.PERCENT,
                    "50",
                    "The percent of a service's connections that one network (/24, IPv6: /48) may hold,"
                            + " so that it never keeps everybody else away.");
    public static final Setting<Duration> SOURCE_WINDOW =
            SECTION.add(
                    "limits.source-window",
                    Form.TIME,
                    "1m",
                    "The time within which a stranger's address (IPv6: /64) may bring to port 25 no"
                            + " more than the next three settings say.");
    public static final Setting<Integer> SOURCE_CONNECTIONS =
            SECTION.add(
                    "limits.source-connections",
                    Form.COUNT,
                    "600",
                    "The most connections of a stranger's address within `limits.source-window`.");
    public static final Setting<Integer> SOURCE_MAILS =
            SECTION.add(
                    "limits.source-mails",
                    Form.COUNT,
                    "6000",
                    "The most mails of a stranger's address within `limits.source-window`.");
    public static final Setting<Integer> SOURCE_RECIPIENTS =
            SECTION.add(
                    "limits.source-recipients",
                    Form.COUNT,
                    "60000",
                    "The most recipients of a stranger's address within `limits.source-window`.");
    public static final Setting<Boolean> BANS =
            SECTION.add(
                    "bans.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether addresses that guess passwords or do other abuse are kept away for a"
                            + " time; without it failed log-ins are not even slowed down.");
    public static final Setting<Integer> BANS_GUESSES =
            SECTION.add(
                    "bans.guesses",
                    Form.COUNT,
                    "5",
                    "So many different wrong passwords for one log-in name from one address (IPv6:"
                            + " /64) within a day ban the address for that name; from 2 to 24. The"
                            + " same password counts once.");
    public static final Setting<Integer> BANS_POINTS =
            SECTION.add(
                    "bans.points",
                    Form.COUNT,
                    "10",
                    "So many points ban an address, three times as many a network (IPv4: /24, IPv6:"
                            + " /48): 1 for each different guess at any name, relay attempt or"
                            + " service scanned, 2 for words of another protocol or too many errors,"
                            + " 5 for asking for recipients one after the other. They halve every 6"
                            + " hours.");
    public static final Setting<Duration> BANS_FIRST =
            SECTION.add(
                    "bans.first",
                    Form.TIME,
                    "10m",
                    "How long a first ban lasts; the next ones 6, 36, 144 and 1008 times as long.");
    public static final Setting<Duration> BANS_MOST =
            SECTION.add(
                    "bans.most",
                    Form.TIME,
                    "7d",
                    "The longest that a ban lasts that nobody imposed.");
    public static final Setting<List<String>> BANS_NEVER =
            SECTION.add(
                    "bans.never",
                    Form.LIST,
                    "",
                    "Networks that are never banned, such as `[\"192.0.2.0/24\"]`, besides"
                            + " `mail.own-networks`, `mail.front-networks`, all `services.NAME.proxies`,"
                            + " `http.trusted-proxies`, loopback and the addresses of this host.");
    public static final Setting<Boolean> BANS_LOOPBACK =
            SECTION.add(
                    "bans.loopback",
                    Form.SWITCH,
                    "false",
                    "Whether loopback addresses and those of this host are treated like all others:"
                            + " to try bans out.");
    public static final Setting<Boolean> BANS_TELL_OWNERS =
            SECTION.add(
                    "bans.tell-owners",
                    Form.SWITCH,
                    "true",
                    "Whether an account whose device goes on with an old password gets a mail that"
                            + " says so, once a day at most.");
    public static final Setting<String> BANS_NFTABLES =
            SECTION.add(
                    "bans.nftables",
                    Form.TEXT,
                    "",
                    "A table of nftables whose sets `banned4` and `banned6` hold the banned addresses,"
                            + " such as `inet pabal`; empty for none. See docs/operations/bans.md.");
    public static final Setting<Integer> SOURCE_NETWORK_FACTOR =
            SECTION.add(
                    "limits.source-network-factor",
                    Form.COUNT,
                    "10",
                    "How many times as much as one address a network of strangers (/24, IPv6: /48) may"
                            + " bring within `limits.source-window`.");
    public static final Setting<String> GREYLIST_MODE =
            SECTION.add(
                    "greylist.mode",
                    Form.oneOf("off", "doubt", "always"),
                    "doubt",
                    "Whose mail has to come a second time: `doubt` for mail whose score is between"
                            + " `greylist.doubt-from` and `greylist.doubt-below`, told at its end;"
                            + " `always` for all that comes from strangers without a good history,"
                            + " told at each recipient; `off` for nobody's.");
    public static final Setting<Duration> GREYLIST_DELAY =
            SECTION.add(
                    "greylist.delay",
                    Form.TIME,
                    "5m",
                    "How long a mail has to wait before it may come again.");
    public static final Setting<Duration> GREYLIST_WINDOW =
            SECTION.add(
                    "greylist.window",
                    Form.TIME,
                    "2d",
                    "The time within which it has to come again.");
    public static final Setting<Duration> GREYLIST_REMEMBERED =
            SECTION.add(
                    "greylist.remembered",
                    Form.TIME,
                    "60d",
                    "How long a network or domain that has come again is not asked any more, from its"
                            + " last mail on.");
    public static final Setting<Integer> GREYLIST_GOOD_AFTER =
            SECTION.add(
                    "greylist.good-after",
                    Form.COUNT,
                    "2",
                    "The mails that have to come again before their network, or the domain that"
                            + " vouches for it by SPF, is not asked any more.");
    public static final Setting<Double> GREYLIST_DOUBT_FROM =
            SECTION.add(
                    "greylist.doubt-from",
                    Form.SCORE,
                    "3.0",
                    "The score from which a mail is in doubt.");
    public static final Setting<Double> GREYLIST_DOUBT_BELOW =
            SECTION.add(
                    "greylist.doubt-below",
                    Form.SCORE,
                    "8.0",
                    "The score from which a mail is in doubt no more: it is spam when it comes again,"
                            + " too.");
    public static final Setting<Integer> GREYLIST_MAX_TRIPLES =
            SECTION.add(
                    "greylist.max-triples",
                    Form.COUNT,
                    "500000",
                    "The most triples of source, sender and recipient that are remembered; while there"
                            + " are so many, new ones need not wait.");
    public static final Setting<Boolean> BREAKER_ENABLED =
            SECTION.add(
                    "breaker.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether the outgoing mail of an account is held by itself when its password seems"
                            + " to be stolen: many strangers are written to within a short time, from"
                            + " a network from which the account has not sent before.");
    public static final Setting<Integer> BREAKER_NEW_RECIPIENTS =
            SECTION.add(
                    "breaker.new-recipients",
                    Form.COUNT,
                    "50",
                    "The recipients in other domains to whom the account has never written that have"
                            + " its mail held, when it writes to so many from a new network within"
                            + " `breaker.window`.");
    public static final Setting<Duration> BREAKER_WINDOW =
            SECTION.add(
                    "breaker.window",
                    Form.TIME,
                    "1h",
                    "The time within which `breaker.new-recipients` and `breaker.unknown-recipients`"
                            + " are counted.");
    public static final Setting<Duration> BREAKER_NEW_PLACE =
            SECTION.add(
                    "breaker.new-place",
                    Form.TIME,
                    "7d",
                    "How long a network (/24, IPv6: /48) is new after an account's first mail from it,"
                            + " in whole days.");
    public static final Setting<Duration> BREAKER_REMEMBERED =
            SECTION.add(
                    "breaker.remembered",
                    Form.TIME,
                    "60d",
                    "How long a network is known after an account's last mail from it, in whole days.");
    public static final Setting<Integer> BREAKER_UNKNOWN_RECIPIENTS =
            SECTION.add(
                    "breaker.unknown-recipients",
                    Form.COUNT,
                    "20",
                    "When so many recipients do not exist, a fifth of `breaker.new-recipients` is"
                            + " enough.");
    public static final Setting<Integer> MAX_ERRORS =
            SECTION.add(
                    "limits.errors",
                    Form.COUNT,
                    "10",
                    "The errors after which an SMTP session is ended.");
    public static final Setting<Integer> MAX_JUNK_COMMANDS =
            SECTION.add(
                    "limits.junk-commands",
                    Form.COUNT,
                    "100",
                    "The commands that move no mail on (NOOP, RSET, VRFY and the like) after which an"
                            + " SMTP session is ended.");
    public static final Setting<Duration> ERROR_DELAY =
            SECTION.add(
                    "limits.error-delay",
                    Form.TIME,
                    "1s",
                    "How long each further error of an SMTP client waits for its reply, once half of"
                            + " `limits.errors` are used up; `0s` for not at all.");
    public static final Setting<Duration> LONGEST_SESSION =
            SECTION.add(
                    "limits.session",
                    Form.TIME,
                    "1h",
                    "How long an SMTP session may last; a mail that is under way is let through.");
    public static final Setting<Duration> GREETING_DELAY =
            SECTION.add(
                    "reception.greeting-delay",
                    Form.TIME,
                    "0s",
                    "How long a stranger on port 25 must keep silent before the greeting: who speaks"
                            + " earlier is refused.");
    public static final Setting<Integer> MAX_MAILS_PER_SESSION =
            SECTION.add(
                    "limits.mails-per-session",
                    Form.COUNT,
                    "100",
                    "The most mails in one SMTP session.");

    private LimitsTable() {}
}
