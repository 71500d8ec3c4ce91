// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// Which mail is taken in, and what is checked of it: `mail.*`, `reception.*`, `authentication.*`.
public final class ReceptionTable {
    static final Section SECTION = new Section();

    public static final Setting<Long> MAX_MESSAGE_SIZE =
            SECTION.add(
                    "mail.max-message-size",
                    Form.SIZE_IN_OCTETS,
                    "100 MiB",
                    "The largest message that is taken in, by SMTP and by APPEND.");
    public static final Setting<Integer> MAX_RECIPIENTS =
            SECTION.add(
                    "mail.max-recipients",
                    Form.COUNT,
                    "1000",
                    "The most recipients of one mail; more are asked to come in another.");
    public static final Setting<List<String>> OWN_NETWORKS =
            SECTION.add(
                    "mail.own-networks",
                    Form.LIST,
                    "",
                    "Networks of our own machines and devices, such as `[\"192.0.2.0/24\"]`: their"
                            + " mail is relayed, and what they do against the grammar of SMTP is put"
                            + " up with where it can mean only one thing.");
    public static final Setting<List<String>> FRONT_NETWORKS =
            SECTION.add(
                    "mail.front-networks",
                    Form.LIST,
                    "",
                    "Networks of content filters and proxies of ours that tell by XCLIENT and XFORWARD"
                            + " whom they speak for, such as `[\"192.0.2.7\"]`: what they say is"
                            + " believed.");
    public static final Setting<Duration> MAX_HOLD =
            SECTION.add(
                    "submission.max-hold",
                    Form.TIME,
                    "30d",
                    "The longest time for which a submitted mail may ask to be sent later; `0s` for"
                            + " not at all.");
    public static final Setting<String> UNKNOWN_SENDER_DOMAIN =
            SECTION.add(
                    "reception.unknown-sender-domain",
                    Form.oneOf("reject", "defer", "off"),
                    "reject",
                    "What strangers' mail is answered whose sender's domain does not exist; `off`"
                            + " looks nothing up.");
    public static final Setting<Boolean> CLIENT_NAMES =
            SECTION.add(
                    "reception.client-names",
                    Form.SWITCH,
                    "true",
                    "Whether the name of a client's address is looked up for the trace field.");
    public static final Setting<String> FULL_MAILBOX =
            SECTION.add(
                    "reception.full-mailbox",
                    Form.oneOf("defer", "reject"),
                    "defer",
                    "What mail for an account over its quota is answered: `452`, come again, or"
                            + " `552`.");
    public static final Setting<String> AUTHENTICATION_MODE =
            SECTION.add(
                    "authentication.mode",
                    Form.oneOf("enforce", "test", "off"),
                    "enforce",
                    "What SPF, DKIM, DMARC and ARC decide about strangers' mail: `test` finds, writes"
                            + " and logs all and refuses nothing, `off` examines nothing.");
    public static final Setting<String> AUTHSERV_ID =
            SECTION.add(
                    "authentication.authserv-id",
                    Form.TEXT,
                    "",
                    "In whose name Authentication-Results are written; `hostname` when not set.");
    public static final Setting<List<String>> OWN_AUTHSERV_IDS =
            SECTION.add(
                    "authentication.own-ids",
                    Form.LIST,
                    "",
                    "Further names whose Authentication-Results are taken out of arriving mail, such as"
                            + " those of our other hosts.");
    public static final Setting<String> AUTHENTICATION_FIELDS =
            SECTION.add(
                    "authentication.fields",
                    Form.oneOf("both", "authentication-results", "received-spf", "none"),
                    "both",
                    "Which fields tell of what was found.");
    public static final Setting<String> DMARC_POLICY =
            SECTION.add(
                    "authentication.dmarc",
                    Form.oneOf("enforce", "mark", "off"),
                    "enforce",
                    "What becomes of mail that fails DMARC: what its author's domain asks for, marked"
                            + " at most, or nothing.");
    public static final Setting<String> BAD_AUTHOR =
            SECTION.add(
                    "authentication.bad-from",
                    Form.oneOf("mark", "reject", "accept"),
                    "mark",
                    "What becomes of mail whose From field is missing or names no author, or several of"
                            + " different domains.");
    public static final Setting<List<String>> TRUSTED_SEALERS =
            SECTION.add(
                    "authentication.trusted-sealers",
                    Form.DOMAINS,
                    "",
                    "Domains of forwarders whose ARC seals are believed: `[\"google.com\","
                            + " \"lists.example.org\"]`. Whoever is named here can let any mail in.");
    public static final Setting<Boolean> LEARN_FORWARDERS =
            SECTION.add(
                    "authentication.learn-forwarders",
                    Form.SWITCH,
                    "true",
                    "Whether hosts that pass signed mail of others on to somebody for days are learnt"
                            + " as that person's forwarders.");

    private ReceptionTable() {}
}
