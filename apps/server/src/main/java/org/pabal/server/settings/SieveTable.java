// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pabal.mda.programs.ProgramsConfig;

/// Scripts and what they may do: `sieve.*`.
public final class SieveTable {
    static final Section SECTION = new Section();

    public static final Setting<Optional<Path>> SIEVE_PROGRAM_DIRECTORY =
            SECTION.add(
                    "sieve.program-dir",
                    Form.FILE,
                    "",
                    "The directory of the programs that scripts may run with `pipe`, `filter` and"
                            + " `execute`. Neither it nor they may be writable by others; without it"
                            + " scripts run no programs.");
    public static final Setting<Duration> SIEVE_PROGRAM_TIME_LIMIT =
            SECTION.add(
                    "sieve.program-time-limit",
                    Form.TIME,
                    "10s",
                    "After this time a script's program is killed with all that it has started, and a"
                            + " notification to the web is given up for now.");
    public static final Setting<String> SIEVE_PROGRAM_PATH =
            SECTION.add(
                    "sieve.program-path",
                    Form.TEXT,
                    ProgramsConfig.USUAL_PATH,
                    "The PATH of scripts' programs: where they find others.");
    public static final Setting<List<String>> SIEVE_NOTIFY_NETWORKS =
            SECTION.add(
                    "sieve.notify-networks",
                    Form.LIST,
                    "",
                    "Networks to which scripts may send notifications (`https:`) although they are"
                            + " loopback or private: `[\"192.168.1.20\"]`.");
    public static final Setting<List<String>> SIEVE_EXTENSIONS =
            SECTION.add(
                    "sieve.extensions",
                    Form.LIST,
                    "",
                    "Extensions of Sieve that scripts may use besides those that are enabled anyway:"
                            + " all but `vnd.dovecot.pipe`, `vnd.dovecot.filter` and"
                            + " `vnd.dovecot.execute`, which run programs.");
    public static final Setting<List<String>> SIEVE_DISABLED_EXTENSIONS =
            SECTION.add(
                    "sieve.disabled-extensions",
                    Form.LIST,
                    "",
                    "Extensions of Sieve that scripts may not use, such as `[\"regex\"]`. A script in"
                            + " use that requires one fails from then on, and mail is kept.");
    public static final Setting<List<String>> SIEVE_PROTECTED_FIELDS =
            SECTION.add(
                    "sieve.protected-fields",
                    Form.LIST,
                    "",
                    "Header fields that scripts neither add nor delete, such as `[\"X-Spam-Score\"]`."
                            + " `Received`, `Auto-Submitted` and `X-Sieve-Redirected-From` cannot be"
                            + " deleted anyway.");
    public static final Setting<Integer> SIEVE_MAX_SCRIPTS =
            SECTION.add(
                    "sieve.max-scripts", Form.COUNT, "50", "How many scripts an account may have.");
    public static final Setting<Long> SIEVE_MAX_SCRIPT_SIZE =
            SECTION.add(
                    "sieve.max-script-size",
                    Form.SIZE_IN_OCTETS,
                    "256 KiB",
                    "The largest script; at most 8 MiB.");
    public static final Setting<Long> SIEVE_MAX_TOTAL_SIZE =
            SECTION.add(
                    "sieve.max-total-size",
                    Form.SIZE_IN_OCTETS,
                    "4 MiB",
                    "How large an account's scripts may be together.");
    public static final Setting<Optional<Path>> SIEVE_GLOBAL =
            SECTION.add(
                    "sieve.global",
                    Form.FILE,
                    "",
                    "A directory of scripts, `NAME.sieve`, that everyone's scripts can include as"
                            + " `:global`; read anew when they change.");
    public static final Setting<List<String>> SIEVE_BEFORE =
            SECTION.add(
                    "sieve.before",
                    Form.LIST,
                    "",
                    "Scripts that run for everyone's mail before the account's own, in order: files,"
                            + " or directories of `NAME.sieve`. The next runs as long as a script"
                            + " keeps the message. Read anew when they change.");
    public static final Setting<List<String>> SIEVE_AFTER =
            SECTION.add(
                    "sieve.after",
                    Form.LIST,
                    "",
                    "The same after the account's own script, if that has kept the message.");
    public static final Setting<Optional<Path>> SIEVE_DEFAULT =
            SECTION.add(
                    "sieve.default",
                    Form.FILE,
                    "",
                    "The script of accounts that have no active one.");
    public static final Setting<Optional<Path>> SIEVE_IMAP =
            SECTION.add(
                    "sieve.imap",
                    Form.FILE,
                    "",
                    "The script that runs when IMAP clients put messages into a mailbox or change"
                            + " flags (RFC 6785), where neither the mailbox nor the account names one"
                            + " in its annotation `/shared/imapsieve/script`.");
    public static final Setting<Duration> SIEVE_VACATION_MIN =
            SECTION.add(
                    "sieve.vacation-min-period",
                    Form.TIME,
                    "10m",
                    "The shortest time, with `:seconds`, after which `vacation` answers the same"
                            + " sender again; with `:days` it is one day at least.");
    public static final Setting<Duration> SIEVE_VACATION_MAX =
            SECTION.add("sieve.vacation-max-period", Form.TIME, "90d", "The longest such time.");
    public static final Setting<Duration> SIEVE_VACATION_DEFAULT =
            SECTION.add(
                    "sieve.vacation-default-period",
                    Form.TIME,
                    "7d",
                    "Such a time where a script names none.");
    public static final Setting<Boolean> SIEVE_CREATE_MAILBOXES =
            SECTION.add(
                    "sieve.create-mailboxes",
                    Form.SWITCH,
                    "false",
                    "Whether a mailbox that a script files into is made when it is not there; the"
                            + " message goes to INBOX otherwise. `:create` makes it either way.");
    public static final Setting<Duration> SIEVE_DUPLICATE_WINDOW =
            SECTION.add(
                    "sieve.duplicate-window",
                    Form.TIME,
                    "0s",
                    "For so long a message with the same Message-ID is filed into the same mailbox"
                            + " once, for all accounts, with a script or without; `0s` for as often"
                            + " as it comes.");
    public static final Setting<Optional<String>> SIEVE_TIME_ZONE =
            SECTION.add(
                    "sieve.time-zone",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The time zone in which scripts tell the time, such as `Asia/Seoul`; the"
                            + " system's own when not set.");

    private SieveTable() {}
}
