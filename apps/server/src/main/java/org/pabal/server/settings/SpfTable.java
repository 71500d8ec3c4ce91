// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// What SPF decides: `spf.*`.
public final class SpfTable {
    static final Section SECTION = new Section();

    public static final Setting<String> SPF_HELO_REJECT =
            SECTION.add(
                    "spf.helo-reject",
                    Form.oneOf("no", "fail", "softfail", "not-pass", "null"),
                    "no",
                    "Which SPF results of the greeting's name are refused, whatever DMARC says; `null`"
                            + " for a fail of mail from `<>`.");
    public static final Setting<String> SPF_MAIL_FROM_REJECT =
            SECTION.add(
                    "spf.mail-from-reject",
                    Form.oneOf("no", "fail", "softfail", "not-pass"),
                    "no",
                    "Which SPF results of the sender are refused, whatever DMARC says: forwarded mail"
                            + " fails, so this loses mail.");
    public static final Setting<String> SPF_REJECT_AT =
            SECTION.add(
                    "spf.reject-at",
                    Form.oneOf("content", "recipient"),
                    "content",
                    "When they are refused: at the end, unless a signature vouches for the mail, or at"
                            + " RCPT, unless a forwarder is known.");
    public static final Setting<Boolean> SPF_PERM_ERROR_REJECT =
            SECTION.add(
                    "spf.perm-error-reject",
                    Form.SWITCH,
                    "false",
                    "Whether mail is refused whose SPF record is wrong, where a fail would be.");
    public static final Setting<Boolean> SPF_TEMP_ERROR_DEFER =
            SECTION.add(
                    "spf.temp-error-defer",
                    Form.SWITCH,
                    "false",
                    "Whether mail waits until its SPF record can be looked up, where a fail would be"
                            + " refused.");
    public static final Setting<List<String>> SPF_REJECT_NOT_PASS_DOMAINS =
            SECTION.add(
                    "spf.reject-not-pass-domains",
                    Form.DOMAINS,
                    "",
                    "Senders' domains whose mail is refused unless SPF passes.");
    public static final Setting<List<String>> SPF_SKIP_ADDRESSES =
            SECTION.add(
                    "spf.skip-addresses",
                    Form.LIST,
                    "",
                    "Networks whose mail is not examined at all, such as our own backup mail"
                            + " exchangers: `[\"192.0.2.0/24\"]`.");
    public static final Setting<List<String>> SPF_WHITELIST =
            SECTION.add(
                    "spf.whitelist",
                    Form.LIST,
                    "",
                    "Networks of forwarders: what they pass on is let in though it fails.");
    public static final Setting<List<String>> SPF_HELO_WHITELIST =
            SECTION.add(
                    "spf.helo-whitelist",
                    Form.DOMAINS,
                    "",
                    "Forwarders by the name that they greet with, for which SPF must pass.");
    public static final Setting<List<String>> SPF_DOMAIN_WHITELIST =
            SECTION.add(
                    "spf.domain-whitelist",
                    Form.DOMAINS,
                    "",
                    "Forwarders by a domain whose SPF record lets them send.");
    public static final Setting<List<String>> SPF_DOMAIN_WHITELIST_PTR =
            SECTION.add(
                    "spf.domain-whitelist-ptr",
                    Form.DOMAINS,
                    "",
                    "Forwarders by the name of their address, or a domain above it, which must lead"
                            + " back.");
    public static final Setting<Duration> SPF_LOOKUP_TIME =
            SECTION.add(
                    "spf.lookup-time",
                    Form.TIME,
                    "20s",
                    "How long the look-ups for one SPF result may take in all.");
    public static final Setting<Integer> SPF_VOID_LIMIT =
            SECTION.add(
                    "spf.void-limit",
                    Form.COUNT,
                    "2",
                    "How many look-ups of one SPF record may find nothing.");
    public static final Setting<Boolean> SPF_HIDE_RECEIVER =
            SECTION.add(
                    "spf.hide-receiver",
                    Form.SWITCH,
                    "false",
                    "Whether Received-SPF says `receiver=<UNKNOWN>` and not our name.");

    private SpfTable() {}
}
