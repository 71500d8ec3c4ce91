// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// How HTTP is answered: `http.*`.
public final class HttpTable {
    static final Section SECTION = new Section();

    public static final Setting<String> HTTP_NAME =
            SECTION.add(
                    "http.public-name",
                    Form.TEXT,
                    "",
                    "What links to the web pages and to JMAP begin with: a host name, with a port where"
                            + " that is not 443: `mail.example.org`; `hostname` and the port of"
                            + " `services.https` when not set.");
    public static final Setting<List<String>> HTTP_NAMES =
            SECTION.add(
                    "http.names",
                    Form.LIST,
                    "",
                    "Other host names by which people come: `[\"webmail.example.org\"]`. A request for"
                            + " an unknown one is answered with links to `http.public-name`.");
    public static final Setting<List<String>> HTTP_PROXIES =
            SECTION.add(
                    "http.trusted-proxies",
                    Form.LIST,
                    "",
                    "Networks of proxies that tell of each request whose it is, and are believed:"
                            + " `[\"127.0.0.1\", \"10.0.0.0/24\"]`.");
    public static final Setting<String> HTTP_PROXY_FIELDS =
            SECTION.add(
                    "http.proxy-fields",
                    Form.oneOf("x-forwarded", "forwarded"),
                    "x-forwarded",
                    "Which fields these proxies write: `X-Forwarded-For`, `-Proto` and `-Host`, or"
                            + " `Forwarded` (RFC 7239). The others are not read, as proxies pass on"
                            + " what a client wrote there.");
    public static final Setting<Duration> HTTP_HSTS =
            SECTION.add(
                    "http.hsts",
                    Form.TIME,
                    "180d",
                    "For how long browsers are told to come by TLS only; `0s` for not at all.");
    public static final Setting<Duration> HTTP_IDLE_TIMEOUT =
            SECTION.add(
                    "http.idle-timeout",
                    Form.TIME,
                    "60s",
                    "How long an HTTP connection may rest between two requests.");
    public static final Setting<Integer> HTTP_REQUESTS =
            SECTION.add(
                    "http.requests",
                    Form.COUNT,
                    "1000",
                    "How many HTTP requests are answered at a time; others are asked to come again"
                            + " (503).");
    public static final Setting<Integer> HTTP_REQUESTS_PER_SOURCE =
            SECTION.add(
                    "http.requests-per-source",
                    Form.COUNT,
                    "100",
                    "How many of these one IPv4 address or IPv6 /64 may have.");
    public static final Setting<String> HTTP_STS_MODE =
            SECTION.add(
                    "http.mta-sts",
                    Form.oneOf("off", "none", "testing", "enforce"),
                    "testing",
                    "The mode of the MTA-STS policy (RFC 8461) that is served at"
                            + " `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` for each domain of"
                            + " this server; change the `id` in the DNS with it.");
    public static final Setting<List<String>> HTTP_STS_EXCHANGERS =
            SECTION.add(
                    "http.mta-sts-exchangers",
                    Form.LIST,
                    "",
                    "The mail exchangers that this policy names: all that the domains' MX records"
                            + " name; `hostname` when not set.");
    public static final Setting<Duration> HTTP_STS_AGE =
            SECTION.add("http.mta-sts-age", Form.TIME, "7d", "How long senders keep this policy.");

    private HttpTable() {}
}
