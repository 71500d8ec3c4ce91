// SPDX-License-Identifier: Apache-2.0
package org.pabal.server;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.pabal.cli.Context;
import org.pabal.cli.Messages;
import org.pabal.cli.PabalCommand;
import org.pabal.server.command.AuthCheckCommand;
import org.pabal.server.command.ConfigCommand;
import org.pabal.server.command.DemoCommand;
import org.pabal.server.command.ServeCommand;
import org.pabal.server.command.StoreOrServer;
import org.pabal.server.command.TrainCommand;
import org.pabal.server.composition.Version;
import picocli.CommandLine;

/// Where the program begins.
public final class Main {
    private static final List<Class<?>> OWN =
            List.of(ServeCommand.class, DemoCommand.class, ConfigCommand.class, TrainCommand.class);

    private Main() {}

    public static void main(String[] arguments) {
        OptionalInt local = ProgramNames.run(arguments);
        if (local.isPresent()) {
            System.exit(local.getAsInt());
        }
        Context context =
                new Context(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                        new Messages(Locale.getDefault()),
                        Version.text(),
                        StoreOrServer::reach);
        CommandLine line = PabalCommand.commandLine(context, OWN, arguments);
        CommandLine auth = line.getSubcommands().get("auth");
        if (auth != null) {
            auth.addSubcommand(new AuthCheckCommand(line.getCommand()));
        }
        System.exit(line.execute(arguments));
    }
}
