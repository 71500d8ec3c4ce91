// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What IMAP clients find: `imap.*`.
public final class ImapTable {
    static final Section SECTION = new Section();

    public static final Setting<String> IMAP_NAMESPACE =
            SECTION.add(
                    "imap.namespace",
                    Form.oneOf("/", "INBOX."),
                    "/",
                    "How IMAP clients see mailbox names: `/` between levels and own mailboxes at the"
                            + " top, or `.` between levels and own mailboxes below `INBOX.`, as"
                            + " clients of an old Cyrus are used to.");
    public static final Setting<Integer> IMAP_SESSIONS =
            SECTION.add(
                    "imap.sessions-per-account",
                    Form.COUNT,
                    "20",
                    "How many IMAP sessions an account may have at one time, over all its clients.");
    public static final Setting<Duration> IMAP_IDLE_TIMEOUT =
            SECTION.add(
                    "imap.idle-timeout",
                    Form.TIME,
                    "30m",
                    "How long an IMAP client that has logged in may say nothing, in IDLE too; below"
                            + " 30 minutes RFC 9051 is broken and clients that trust it lose their"
                            + " connections.");
    public static final Setting<Duration> IMAP_STILL_HERE =
            SECTION.add(
                    "imap.idle-keepalive",
                    Form.TIME,
                    "4m",
                    "After so long without news an idling IMAP client is told `OK Still here`, so"
                            + " that routers between keep the connection and dead clients are"
                            + " noticed. Longer saves the batteries of phones; `0s` for never.");
    public static final Setting<Optional<String>> IMAP_OTHERS_PREFIX =
            SECTION.add(
                    "imap.other-users-prefix",
                    Form.OPTIONAL_TEXT,
                    "",
                    "What stands before the names of other users' mailboxes, with the character"
                            + " between levels at its end; `Other Users/` or `user.` when not set.");
    public static final Setting<Optional<String>> IMAP_SHARED_PREFIX =
            SECTION.add(
                    "imap.shared-prefix",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The same for mailboxes of `imap.shared-accounts`; `Shared/` or `shared.` when"
                            + " not set.");
    public static final Setting<List<String>> IMAP_SHARED_ACCOUNTS =
            SECTION.add(
                    "imap.shared-accounts",
                    Form.LIST,
                    "",
                    "Addresses of accounts that belong to a group: what they share is shown below"
                            + " `imap.shared-prefix`, not among other users.");
    public static final Setting<List<String>> IMAP_ADMINISTRATORS =
            SECTION.add(
                    "imap.administrators",
                    Form.LIST,
                    "",
                    "Addresses of accounts that may list, make, rename, delete and share everyone's"
                            + " mailboxes and set quotas over IMAP, besides those with the role"
                            + " (`pabal account role`); to read them, they must give themselves the"
                            + " right.");
    public static final Setting<String> IMAP_ADMINISTRATOR_NAMES =
            SECTION.add(
                    "imap.administrator-names",
                    Form.oneOf("own", "user.", "user/"),
                    "own",
                    "What LIST shows administrators where their pattern names nobody: `own`, what"
                            + " everyone sees, so that their mail programs stay usable; `user.` or"
                            + " `user/`, everyone's mailboxes too, named as Cyrus names them, for"
                            + " an account that is there to administer. Names such as"
                            + " `user.hurd.Sent` and `user/hurd/Sent@example.net` are understood"
                            + " from administrators in any case.");
    public static final Setting<Boolean> IMAP_SHARE_WITH_ANYONE =
            SECTION.add(
                    "imap.share-with-anyone",
                    Form.SWITCH,
                    "false",
                    "Whether people may share mailboxes with everyone who can log in (`anyone`).");
    public static final Setting<Optional<String>> IMAP_ADMIN_CONTACT =
            SECTION.add(
                    "imap.admin-contact",
                    Form.OPTIONAL_TEXT,
                    "",
                    "How to reach whoever runs this server, for IMAP clients that ask: a URI such as"
                            + " `mailto:postmaster@example.org`.");

    private ImapTable() {}
}
