// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.Optional;

/// Reports on DMARC and TLS that other domains get: `reports.*`.
public final class ReportsTable {
    static final Section SECTION = new Section();

    public static final Setting<Boolean> REPORTS_SEND_DMARC =
            SECTION.add(
                    "reports.send-dmarc",
                    Form.SWITCH,
                    "true",
                    "Whether domains that ask for it (`rua` in their DMARC record) are told once a"
                            + " day which mail came in their name, from which addresses, and what"
                            + " became of it.");
    public static final Setting<Boolean> REPORTS_SEND_TLS =
            SECTION.add(
                    "reports.send-tls",
                    Form.SWITCH,
                    "true",
                    "Whether domains that ask for it (TLSRPT, RFC 8460) are told once a day how TLS"
                            + " with their mail exchangers went.");
    public static final Setting<Optional<String>> REPORTS_TLS_ADDRESS =
            SECTION.add(
                    "reports.tls-address",
                    Form.OPTIONAL_TEXT,
                    "",
                    "An address here that the TLSRPT records of our domains name in `rua`: the"
                            + " reports that come to its account are read and added up. The mail"
                            + " itself stays where it is.");
    public static final Setting<Optional<String>> REPORTS_FROM =
            SECTION.add(
                    "reports.from",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The address that reports to other domains come from; its domain should sign"
                            + " with DKIM. `postmaster` of the default domain, or of this host,"
                            + " when not set.");
    public static final Setting<Optional<String>> REPORTS_ORGANIZATION =
            SECTION.add(
                    "reports.organization",
                    Form.OPTIONAL_TEXT,
                    "",
                    "Who reports, for the people who read it; this host's name when not set.");
    public static final Setting<Optional<String>> REPORTS_DMARC_ADDRESS =
            SECTION.add(
                    "reports.dmarc-address",
                    Form.OPTIONAL_TEXT,
                    "",
                    "An address here that the DMARC records of our domains name in `rua`: the"
                            + " reports that come to its account are read and shown by `pabal auth"
                            + " reports`. The mail itself stays where it is.");

    private ReportsTable() {}
}
