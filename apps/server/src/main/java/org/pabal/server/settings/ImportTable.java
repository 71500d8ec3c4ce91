// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Mail of other servers: `import.*`.
public final class ImportTable {
    static final Section SECTION = new Section();

    public static final Setting<Boolean> IMPORT_ENABLED =
            SECTION.add(
                    "import.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether people may bring their mail from other servers, on their pages and over"
                            + " JMAP; administrators may either way.");
    public static final Setting<List<String>> IMPORT_NETWORKS =
            SECTION.add(
                    "import.networks",
                    Form.LIST,
                    "",
                    "Networks from whose servers mail is brought although they are loopback or"
                            + " private, there from any port: `[\"192.168.1.20\"]` for the old server"
                            + " of the same house.");
    public static final Setting<Optional<Path>> IMPORT_AUTHORITIES =
            SECTION.add(
                    "import.authorities",
                    Form.FILE,
                    "",
                    "A PEM file of certificates that prove other servers besides those of the"
                            + " authorities that everybody trusts: the old server's own, where nobody"
                            + " has signed it. The name in it must be the server's.");
    public static final Setting<Integer> IMPORT_AT_ONCE =
            SECTION.add(
                    "import.at-once",
                    Form.COUNT,
                    "8",
                    "How many imports work at the same time; others wait for their turn.");
    public static final Setting<Integer> IMPORT_AT_ONCE_PER_SERVER =
            SECTION.add(
                    "import.at-once-per-server",
                    Form.COUNT,
                    "4",
                    "How many of them work with the same server.");

    private ImportTable() {}
}
