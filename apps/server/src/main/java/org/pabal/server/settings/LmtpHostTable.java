// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables `[lmtp-hosts.NAME]`: how a host is spoken with to which routes lead by LMTP.
public final class LmtpHostTable {
    public static final String KIND = "lmtp-hosts";

    public static final Setting<String> HOST =
            new Setting<>("host", Form.TEXT, "", "The host, as the routes name it.");
    public static final Setting<Integer> PORT =
            new Setting<>("port", Form.PORT, "24", "Its port, as the routes name it.");
    public static final Setting<String> USER =
            new Setting<>("user", Form.TEXT, "", "The log-in name there.");
    public static final Setting<Optional<Path>> PASSWORD_FILE =
            new Setting<>(
                    "password-file",
                    Form.FILE,
                    "",
                    "A file that holds the password there; readable by its owner only.");
    public static final Setting<String> TLS =
            new Setting<>(
                    "tls",
                    Form.oneOf("auto", "starttls", "implicit", "opportunistic", "none"),
                    "auto",
                    "As in `[relays.NAME]`; `auto` is `starttls` with a user, else"
                            + " `opportunistic`.");

    public static final List<Setting<?>> SETTINGS = List.of(HOST, PORT, USER, PASSWORD_FILE, TLS);

    private LmtpHostTable() {}

    static List<String> contradictions(List<NamedTable> tables) {
        List<String> problems = new ArrayList<>();
        Map<String, String> claimed = new HashMap<>();
        for (NamedTable table : tables) {
            String place = table.origin() + ": lmtp-hosts." + table.name() + ": ";
            if (table.get(HOST).isEmpty()) {
                problems.add(place + "host is not set");
            }
            boolean user = !table.get(USER).isEmpty();
            if (user != table.get(PASSWORD_FILE).isPresent()) {
                problems.add(place + "set both user and password-file, or neither");
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
            String other = claimed.put(table.get(HOST) + ":" + table.get(PORT), table.name());
            if (other != null) {
                problems.add(place + "lmtp-hosts." + other + " is the same host; remove one");
            }
        }
        return problems;
    }
}
