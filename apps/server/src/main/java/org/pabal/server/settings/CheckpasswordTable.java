// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tables `[directories.NAME]` of type `checkpassword`: a program judges passwords.
public final class CheckpasswordTable {
    public static final String TYPE = "checkpassword";

    public static final Setting<List<String>> COMMAND =
            new Setting<>(
                    "command",
                    Form.LIST,
                    "",
                    "The program and its arguments, which hold no comma:"
                            + " `[\"/usr/bin/checkpassword\"]`. It is given the program to run after"
                            + " a right password as last argument.");
    public static final Setting<String> LOGIN =
            new Setting<>(
                    "login",
                    Form.oneOf("address", "name"),
                    "address",
                    "What the program is given as name: the whole address, or what stands before the"
                            + " `@`.");
    public static final Setting<Optional<Path>> LIST =
            new Setting<>(
                    "list",
                    Form.FILE,
                    "",
                    "A file that says which addresses there are: one on each line, up to the first"
                            + " colon. When not set, the program is asked as Dovecot does"
                            + " (`AUTHORIZED=1`, exit status 3 for an unknown one).");
    public static final Setting<Duration> TIME_LIMIT =
            new Setting<>(
                    "time-limit",
                    Form.TIME,
                    "5s",
                    "How long the program may take; then it is ended and the log-in put off.");

    public static final List<Setting<?>> SETTINGS = List.of(COMMAND, LOGIN, LIST, TIME_LIMIT);

    private CheckpasswordTable() {}

    static List<String> contradictions(NamedTable table) {
        List<String> problems = new ArrayList<>();
        List<String> command = table.get(COMMAND);
        if (command.isEmpty() || !command.getFirst().startsWith("/")) {
            problems.add("command must name a program by its whole path");
        }
        if (table.get(LOGIN).equals("name") && table.get(DirectoryTable.DOMAINS).size() > 1) {
            problems.add(
                    "login = \"name\" would make bob of one domain bob of the others; give it one"
                            + " domain");
        }
        return problems;
    }
}
