// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;
import org.pabal.server.settings.Service.PlainLogin;

/// This host and the doors it opens: names, `services.NAME.*`.
public final class ServicesTable {
    static final Section SECTION = new Section();

    public static final Setting<String> HOSTNAME =
            SECTION.add(
                    "hostname",
                    Form.TEXT,
                    "",
                    "The name of this host as others know it, in greetings and trace fields; the"
                            + " system's own name when not set.");
    public static final Setting<String> BIND =
            SECTION.add(
                    "bind",
                    Form.TEXT,
                    "*",
                    "The address on which all services listen; `*` for every address.");
    public static final Setting<Integer> PORT_OFFSET =
            SECTION.add(
                    "port-offset",
                    Form.PORT,
                    "0",
                    "Added to the port of every service, to run beside another mail server.");
    public static final Setting<String> DEFAULT_DOMAIN =
            SECTION.add(
                    "default-domain",
                    Form.TEXT,
                    "",
                    "Completes a log-in name without a domain where neither the address nor the TLS"
                            + " server name does; with one domain only, that one does.");
    public static final Setting<Boolean> SCRAM_WITH_DIRECTORIES =
            SECTION.add(
                    "login.scram-with-directories",
                    Form.SWITCH,
                    "false",
                    "Whether SCRAM is announced beside `[directories.NAME]`, whose accounts cannot log"
                            + " in by it: for clients of other accounts only.");

    /// The services in the order in which they are opened.
    public static final List<Service> SERVICES =
            List.of(
                    service("smtp", 25, true, "", PlainLogin.NONE),
                    service("submission", 587, true, "", PlainLogin.SETTABLE),
                    service("submissions", 465, true, "", PlainLogin.NONE),
                    service("lmtp", 24, false, "127.0.0.1", PlainLogin.NONE),
                    service("lmtp-old", 2003, false, "127.0.0.1", PlainLogin.NONE),
                    service("imap", 143, true, "", PlainLogin.SETTABLE),
                    service("imaps", 993, true, "", PlainLogin.NONE),
                    service("managesieve", 4190, true, "", PlainLogin.SETTABLE),
                    service("managesieve-old", 2000, false, "", PlainLogin.SETTABLE),
                    service("pop3", 110, true, "", PlainLogin.SETTABLE),
                    service("pop3s", 995, true, "", PlainLogin.NONE),
                    service("poppassd", 106, true, "127.0.0.1", PlainLogin.SETTABLE),
                    service("poppassds", 1106, false, "", PlainLogin.NONE),
                    service("auth", 12_345, false, "127.0.0.1", PlainLogin.SETTABLE),
                    service("saslauthd", 0, false, "unix:/run/saslauthd/mux", PlainLogin.NONE),
                    service("spamd", 783, false, "127.0.0.1", PlainLogin.NONE),
                    service("http", 80, true, "", PlainLogin.NONE),
                    service("https", 443, true, "", PlainLogin.NONE),
                    service("ldap", 389, false, "", PlainLogin.SETTABLE),
                    service("ldaps", 636, false, "", PlainLogin.NONE),
                    service("cluster", 6424, true, "", PlainLogin.NONE));

    public static final Setting<Boolean> SMTP_LOGIN =
            SECTION.add(
                    "services.smtp.login",
                    Form.SWITCH,
                    "false",
                    "Whether people may log in on port 25 too, as on port 587.");

    /// The table whose keys are addresses of this host and whose values are the domains that complete
    /// log-in names there.
    public static final String DOMAIN_BY_ADDRESS = "domain-by-address";

    private ServicesTable() {}

    public static Service service(String name) {
        return SERVICES.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + name));
    }

    private static Service service(
            String name, int port, boolean enabled, String address, PlainLogin plainLogin) {
        return new Service(SECTION, name, port, enabled, address, plainLogin);
    }
}
