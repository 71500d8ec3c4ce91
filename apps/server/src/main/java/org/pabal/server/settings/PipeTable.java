// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;
import org.pabal.mta.delivery.ExitCodes;

/// One table `[pipes.NAME]`: a program that keeps mail.
///
/// @param command the program's absolute path and its arguments
/// @param returnPath whether the message begins with Return-Path
/// @param deliveredTo whether it has Delivered-To
/// @param timeLimit how long the program may run
/// @param exitCodes how its exit code is read
public record PipeTable(
        String name,
        List<String> command,
        boolean returnPath,
        boolean deliveredTo,
        Duration timeLimit,
        ExitCodes exitCodes) {

    public static final Setting<List<String>> COMMAND =
            new Setting<>(
                    "command",
                    new Form<>(
                            "a list that begins with an absolute path, such as"
                                    + " [\"/usr/local/bin/to-sms\", \"{recipient}\"]",
                            List::of),
                    "",
                    "The program and its arguments, without a shell. `{sender}`, `{recipient}`,"
                            + " `{local}`, `{extension}` and `{domain}` stand for parts of the"
                            + " envelope.");
    public static final Setting<Boolean> RETURN_PATH =
            new Setting<>(
                    "return-path",
                    Form.SWITCH,
                    "true",
                    "Whether the message begins with a Return-Path field.");
    public static final Setting<Boolean> DELIVERED_TO =
            new Setting<>(
                    "delivered-to",
                    Form.SWITCH,
                    "true",
                    "Whether the message has a Delivered-To field.");
    public static final Setting<Duration> TIME_LIMIT =
            new Setting<>(
                    "time-limit",
                    Form.TIME,
                    "10m",
                    "After this time the program and all that it has started are killed, and the"
                            + " mail is tried again later.");

    public static final Setting<ExitCodes> EXIT_CODES =
            new Setting<>(
                    "exit-codes",
                    Form.EXIT_CODES,
                    "sysexits",
                    "By whose convention the program's exit code is read: `sysexits` (0 took the mail,"
                            + " 64 to 78 but 75 refuse it for good, all others mean later) or `qmail`"
                            + " (99 took it too, 100 and 112 refuse it for good).");

    public static final List<Setting<?>> SETTINGS =
            List.of(COMMAND, RETURN_PATH, DELIVERED_TO, TIME_LIMIT, EXIT_CODES);

    public PipeTable {
        command = List.copyOf(command);
    }
}
