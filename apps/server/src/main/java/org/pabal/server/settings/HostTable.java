// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.HostName;
import org.pabal.cluster.HostService;

/// The tables `[hosts.NAME]`: other hosts of this mail system, which hold accounts.
public final class HostTable {
    public static final String KIND = "hosts";

    public static final Setting<String> SOFTWARE =
            new Setting<>(
                    "kind",
                    Form.oneOf("pabal", "lmtp"),
                    "pabal",
                    "`pabal`: this program, which has joined by `pabal cluster join`; what stands here"
                            + " goes before what it says of itself. `lmtp`: another program (Cyrus,"
                            + " Dovecot) that takes mail by LMTP.");
    public static final Setting<String> ADDRESS =
            new Setting<>(
                    "address",
                    Form.TEXT,
                    "",
                    "Where it is reached: a name or an IP address; for a host that has joined, its own"
                            + " word when not set.");
    public static final Setting<List<String>> ALIASES =
            new Setting<>(
                    "aliases",
                    Form.LIST,
                    "",
                    "Other names that a directory has for it, as in LDAP's `mailHost` or behind the `@`"
                            + " of a `maildrop`: `[\"imap.example.org\"]`.");
    public static final Setting<String> USER =
            new Setting<>("user", Form.TEXT, "", "With `lmtp`: the log-in name there.");
    public static final Setting<Optional<Path>> PASSWORD_FILE =
            new Setting<>(
                    "password-file",
                    Form.FILE,
                    "",
                    "With `lmtp`: a file that holds the password there; readable by its owner only.");
    public static final Setting<String> TLS =
            new Setting<>(
                    "tls",
                    Form.oneOf("auto", "starttls", "implicit", "opportunistic", "none"),
                    "auto",
                    "With `lmtp`: as in `[lmtp-hosts.NAME]`.");

    /// Zero stands for the host's own word, or the service's usual port.
    private static final Map<HostService, Setting<Integer>> PORTS = ports();

    public static final List<Setting<?>> SETTINGS = settings();

    private HostTable() {}

    private static Map<HostService, Setting<Integer>> ports() {
        Map<HostService, Setting<Integer>> ports = new LinkedHashMap<>();
        for (HostService service : HostService.values()) {
            ports.put(
                    service,
                    new Setting<>(
                            service.word() + "-port",
                            Form.PORT,
                            "0",
                            "Its port of "
                                    + service.word()
                                    + "; "
                                    + service.port()
                                    + " or what it says of itself when not set."));
        }
        return ports;
    }

    private static List<Setting<?>> settings() {
        List<Setting<?>> all =
                new ArrayList<>(List.of(SOFTWARE, ADDRESS, ALIASES, USER, PASSWORD_FILE, TLS));
        all.addAll(PORTS.values());
        return List.copyOf(all);
    }

    /// The ports that a table names.
    public static Map<HostService, Integer> ports(NamedTable table) {
        Map<HostService, Integer> named = new LinkedHashMap<>();
        PORTS.forEach((service, setting) -> {
            int port = table.get(setting);
            if (port != 0) {
                named.put(service, port);
            }
        });
        return named;
    }

    static List<String> contradictions(List<NamedTable> tables) {
        List<String> problems = new ArrayList<>();
        for (NamedTable table : tables) {
            String place = table.origin() + ": hosts." + table.name() + ": ";
            if (HostName.parse(table.name()).filter(table.name()::equals).isEmpty()) {
                problems.add(
                        place
                                + "a host's name is a label or a domain name in lower case; one with"
                                + " dots stands in quotes");
            }
            boolean other = table.get(SOFTWARE).equals("lmtp");
            if (other && table.get(ADDRESS).isEmpty()) {
                problems.add(place + "address is not set");
            }
            boolean user = !table.get(USER).isEmpty();
            if (user != table.get(PASSWORD_FILE).isPresent()) {
                problems.add(place + "set both user and password-file, or neither");
            }
            if (!other && (user || !table.get(TLS).equals("auto"))) {
                problems.add(
                        place
                                + "user, password-file and tls are for kind = \"lmtp\"; hosts that"
                                + " have joined know each other by certificates");
            }
            String tls = table.get(TLS);
            if (user && (tls.equals("opportunistic") || tls.equals("none"))) {
                problems.add(
                        place
                                + "tls = \""
                                + tls
                                + "\" would show the password to anyone on the way; use"
                                + " \"starttls\" or \"implicit\"");
            }
        }
        return problems;
    }
}
