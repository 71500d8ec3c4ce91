// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.cli.Administration.Answer;
import org.pabal.cli.cyradm.Calls;
import org.pabal.cli.cyradm.CyradmException;
import org.pabal.cli.cyradm.Lines;
import org.pabal.cli.cyradm.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal cyradm`: Cyrus' cyradm without a password, since who reaches the server's socket is an
/// administrator. One command, or a shell.
@Command(name = "cyradm")
final class CyradmCommand implements java.util.concurrent.Callable<Integer> {
    private final PabalCommand pabal;

    @Parameters(paramLabel = "VERB", arity = "0..*")
    private List<String> words = List.of();

    CyradmCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() throws IOException {
        Context context = pabal.context();
        try (Administration administration = context.administration().apply(pabal.place())) {
            Shell shell =
                    new Shell(
                            calls(administration),
                            server(administration),
                            context.out(),
                            context.err(),
                            Path.of("").toAbsolutePath());
            if (words.isEmpty()) {
                converse(shell);
            } else {
                shell.run(words);
            }
            return shell.exit().orElse(shell.hasFailed() ? ExitCode.REFUSED : ExitCode.DONE);
        }
    }

    private static Calls calls(Administration administration) {
        return (operation, arguments) ->
                switch (administration.call(operation, arguments)) {
                    case Answer.Done(JsonNode result) -> result;
                    case Answer.Refused(String reason) -> throw new CyradmException(reason);
                    case Answer.Unavailable(String reason) -> throw new CyradmException(reason);
                };
    }

    private Shell.Server server(Administration administration) {
        String name =
                administration.call("status", Map.of()) instanceof Answer.Done(JsonNode status)
                        ? status.path("hostname").asString("localhost")
                        : "localhost";
        return new Shell.Server(name, pabal.context().version());
    }

    private void converse(Shell shell) throws IOException {
        try (Lines lines = Lines.of(pabal.context().in(), shell)) {
            while (shell.exit().isEmpty()) {
                Optional<String> line = lines.next();
                if (line.isEmpty()) {
                    return;
                }
                shell.run(line.get());
            }
        }
    }
}
