// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Programs of this host that hand over mail: `local.*`.
public final class LocalTable {
    static final Section SECTION = new Section();

    public static final Setting<Boolean> LOCAL_ENABLED =
            SECTION.add(
                    "local.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether programs of this host hand mail over by `pabal sendmail` and `pabal"
                            + " deliver`.");
    public static final Setting<Optional<Path>> LOCAL_DIRECTORY =
            SECTION.add(
                    "local.directory",
                    Form.FILE,
                    "",
                    "The directory through which they do: `/var/spool/pabal` for all users of this"
                            + " host; `local` in the data directory, which only this program's user"
                            + " enters, when not set.");
    public static final Setting<List<String>> LOCAL_USERS =
            SECTION.add(
                    "local.users",
                    Form.LIST,
                    "*",
                    "The users of this host who may submit mail there, as themselves: `[\"www-data\","
                            + " \"bob\"]`; `*` for all.");
    public static final Setting<List<String>> LOCAL_TRUSTED_USERS =
            SECTION.add(
                    "local.trusted-users",
                    Form.LIST,
                    "root",
                    "Those who may use any sender and deliver into any mailbox; the user of this program"
                            + " may, too.");
    public static final Setting<String> LOCAL_DOMAIN =
            SECTION.add(
                    "local.domain",
                    Form.TEXT,
                    "",
                    "The domain of these users' addresses, and of bare names; `default-domain`, else the"
                            + " first domain, when not set.");

    private LocalTable() {}
}
