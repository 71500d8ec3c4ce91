// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.time.Duration;
import java.util.List;

/// A program of the settings that keeps mail.
///
/// @param command an absolute path and arguments, in which `{sender}`, `{recipient}`, `{local}`,
///     `{extension}` and `{domain}` stand for parts of the envelope
/// @param returnPath whether the message begins with a Return-Path field
/// @param deliveredTo whether it has a Delivered-To field
/// @param limit how long it may run
/// @param exitCodes how its exit code is read
public record PipeConfig(
        List<String> command,
        boolean returnPath,
        boolean deliveredTo,
        Duration limit,
        ExitCodes exitCodes) {
    public PipeConfig {
        command = List.copyOf(command);
        if (command.isEmpty() || !command.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("a command begins with an absolute path");
        }
    }

    /// As aliases have it.
    static PipeConfig of(List<String> command, ExitCodes exitCodes) {
        return new PipeConfig(command, true, true, Duration.ofMinutes(10), exitCodes);
    }
}
