// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How mail gets to other hosts: `delivery.*`, `tls-policy.*`, `probe.*`.
public final class DeliveryTable {
    static final Section SECTION = new Section();

    public static final Setting<Integer> DELIVERY_PORT =
            SECTION.add("delivery.port", Form.PORT, "25", "The port of remote mail exchangers.");
    public static final Setting<Boolean> DELIVERY_ALLOW_LOOPBACK =
            SECTION.add(
                    "delivery.allow-loopback",
                    Form.SWITCH,
                    "false",
                    "Whether mail may be delivered to loopback addresses: for laboratories only.");
    public static final Setting<Duration> DELIVERY_CONNECT_TIMEOUT =
            SECTION.add(
                    "delivery.connect-timeout",
                    Form.TIME,
                    "15s",
                    "How long an address may take to answer before the next one is tried.");
    public static final Setting<Duration> DELIVERY_IDLE_TIME =
            SECTION.add(
                    "delivery.idle-time",
                    Form.TIME,
                    "3s",
                    "How long a connection waits for another mail to the same host.");
    public static final Setting<Integer> DELIVERY_IDLE_CONNECTIONS =
            SECTION.add(
                    "delivery.idle-connections",
                    Form.COUNT,
                    "100",
                    "The most connections that wait for another mail, to all hosts together.");
    public static final Setting<Integer> DELIVERY_MAILS_PER_CONNECTION =
            SECTION.add(
                    "delivery.mails-per-connection",
                    Form.COUNT,
                    "100",
                    "The most mails that are sent over one connection.");
    public static final Setting<Optional<Path>> DELIVERY_CERTIFICATE =
            SECTION.add(
                    "delivery.certificate",
                    Form.FILE,
                    "",
                    "PEM file with the certificate and its chain that is shown to other servers that"
                            + " ask for one; none is shown when not set.");
    public static final Setting<Optional<Path>> DELIVERY_KEY =
            SECTION.add(
                    "delivery.key",
                    Form.FILE,
                    "",
                    "PEM file with the private key of `delivery.certificate`; readable by its owner"
                            + " only.");
    public static final Setting<Optional<Path>> DELIVERY_AUTHORITIES =
            SECTION.add(
                    "delivery.authorities",
                    Form.FILE,
                    "",
                    "PEM file with the authorities that may vouch for other servers; the public ones"
                            + " when not set.");
    public static final Setting<Boolean> MTA_STS =
            SECTION.add(
                    "tls-policy.mta-sts",
                    Form.SWITCH,
                    "true",
                    "Whether what other domains demand of TLS by MTA-STS (RFC 8461) is kept to.");
    public static final Setting<Duration> MTA_STS_TIMEOUT =
            SECTION.add(
                    "tls-policy.fetch-timeout",
                    Form.TIME,
                    "1m",
                    "How long the fetch of a domain's policy may take in all; no delivery waits longer"
                            + " for one.");
    public static final Setting<Integer> MTA_STS_PORT =
            SECTION.add(
                    "tls-policy.https-port",
                    Form.PORT,
                    "443",
                    "The port of policy hosts: another one for laboratories only.");
    public static final Setting<List<String>> PROBE_HOSTS =
            SECTION.add(
                    "probe.hosts",
                    Form.LIST,
                    "",
                    "Mail servers that are asked, besides those of mail that waits, whether outbound"
                            + " port 25 is open again: names or IP addresses.");
    public static final Setting<Duration> PROBE_EVERY =
            SECTION.add(
                    "probe.every",
                    Form.TIME,
                    "5m",
                    "How often they are asked while outbound port 25 is blocked.");

    /// The table whose keys are domains and whose values say what is demanded of TLS with their mail
    /// exchangers.
    public static final String DELIVERY_TLS = "delivery.tls";

    /// The values of that table.
    public static final List<String> TLS_DEMANDS =
            List.of("none", "opportunistic", "required", "verified");

    private DeliveryTable() {}
}
