// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.pabal.server.local.SendmailOptions.Mode;

/// The commands that other programs run all the time, and that therefore begin without the rest of
/// the command line.
public final class LocalCommands {
    private LocalCommands() {}

    /// @return the exit code; empty for any other command
    public static OptionalInt run(Invocation invocation, String command, List<String> words) {
        try {
            return switch (command) {
                case "sendmail" -> OptionalInt.of(new Sendmail(invocation).run(words, Mode.SUBMIT));
                case "mailq" -> OptionalInt.of(new Sendmail(invocation).run(words, Mode.QUEUE));
                case "newaliases" ->
                        OptionalInt.of(new Sendmail(invocation).run(words, Mode.ALIASES));
                case "deliver" -> OptionalInt.of(new Deliver(invocation).run(words));
                default -> OptionalInt.empty();
            };
        } catch (IOException cannot) {
            return OptionalInt.of(
                    invocation.fail(SysExit.IO_ERROR, "local.said", cannot.toString()));
        }
    }
}
