// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.Optional;

/// The smarthost `default`: `relay.*`. Those with other names: {@link RelayTable}.
public final class SmarthostTable {
    static final Section SECTION = new Section();

    public static final Setting<String> RELAY_HOST =
            SECTION.add(
                    "relay.host",
                    Form.TEXT,
                    "",
                    "A smarthost that takes mail for other domains; when not set, the domain's own"
                            + " mail exchangers do. For more than one see `relays`.");
    public static final Setting<Integer> RELAY_PORT =
            SECTION.add("relay.port", Form.PORT, "587", "The smarthost's port.");
    public static final Setting<String> RELAY_USER =
            SECTION.add("relay.user", Form.TEXT, "", "The log-in name at the smarthost.");
    public static final Setting<Optional<Path>> RELAY_PASSWORD_FILE =
            SECTION.add(
                    "relay.password-file",
                    Form.FILE,
                    "",
                    "A file that holds the password at the smarthost; readable by its owner only.");

    private SmarthostTable() {}
}
