// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// One table `[pipes.NAME]`: a program that keeps mail.
///
/// @param command the program's absolute path and its arguments
/// @param returnPath whether the message begins with Return-Path
/// @param deliveredTo whether it has Delivered-To
/// @param timeLimit how long the program may run
public record PipeTable(
        String name,
        List<String> command,
        boolean returnPath,
        boolean deliveredTo,
        Duration timeLimit) {

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

    public static final List<Setting<?>> SETTINGS =
            List.of(COMMAND, RETURN_PATH, DELIVERED_TO, TIME_LIMIT);

    public PipeTable {
        command = List.copyOf(command);
    }
}
