// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pabal.wire.ServiceAddress;

/// The tables `[directories.NAME]` of type `dovecot-auth`: a Dovecot that still runs judges passwords.
public final class DovecotTable {
    public static final String TYPE = "dovecot-auth";

    public static final Setting<String> CLIENTS =
            new Setting<>(
                    "auth-client",
                    Form.TEXT,
                    "unix:/run/dovecot/auth-client",
                    "The socket of Dovecot's service `auth` that judges log-ins: `unix:/path` or"
                            + " `inet:host:port`, of this host as passwords go there in the clear.");
    public static final Setting<String> USERS =
            new Setting<>(
                    "auth-userdb",
                    Form.TEXT,
                    "unix:/run/dovecot/auth-userdb",
                    "Its socket that says which users there are, likewise.");
    public static final Setting<String> LOGIN =
            new Setting<>(
                    "login",
                    Form.oneOf("address", "name"),
                    "address",
                    "How Dovecot writes its users: the whole address, or what stands before the"
                            + " `@`.");
    public static final Setting<Duration> TIME_LIMIT =
            new Setting<>(
                    "time-limit",
                    Form.TIME,
                    "15s",
                    "How long an answer may take; then the log-in is put off. Dovecot holds refusals"
                            + " back for 2 s.");

    public static final List<Setting<?>> SETTINGS = List.of(CLIENTS, USERS, LOGIN, TIME_LIMIT);

    private DovecotTable() {}

    static List<String> contradictions(NamedTable table) {
        List<String> problems = new ArrayList<>();
        for (Setting<String> socket : List.of(CLIENTS, USERS)) {
            if (ServiceAddress.parse(table.get(socket)).isEmpty()) {
                problems.add(
                        socket.key()
                                + " is neither unix:/path nor inet:host:port: "
                                + table.get(socket));
            }
        }
        if (table.get(LOGIN).equals("name") && table.get(DirectoryTable.DOMAINS).size() > 1) {
            problems.add(
                    "login = \"name\" would make bob of one domain bob of the others; give it one"
                            + " domain");
        }
        return problems;
    }
}
