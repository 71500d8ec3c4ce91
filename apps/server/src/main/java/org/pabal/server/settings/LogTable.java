// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

/// What is written down of each mail: `log.*`.
public final class LogTable {
    static final Section SECTION = new Section();

    public static final Setting<String> LOG_LEVEL =
            SECTION.add(
                    "log.level",
                    Form.oneOf("error", "warn", "info", "debug"),
                    "info",
                    "How much is written to the log.");
    public static final Setting<String> LOG_TO =
            SECTION.add(
                    "log.to",
                    Form.oneOf("file", "console", "both"),
                    "both",
                    "Where the log goes: `log/pabal.log` in the data directory, standard error, or"
                            + " both.");
    public static final Setting<String> LOG_MAIL_FORM =
            SECTION.add(
                    "log.mail-form",
                    Form.oneOf("pabal", "postfix", "both"),
                    "pabal",
                    "How what becomes of mail is logged: as `key=value` in the log, in Postfix' form"
                            + " in `log/mail.log` for programs that read that, or both.");

    private LogTable() {}
}
