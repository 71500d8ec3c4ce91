// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a program that wants a terminal on one that nobody types at: its keys are given to it by
/// its own options. What it painted is the output.
final class Terminal {
    /// Gives the command a terminal of 80 by 24, reads it to its end, and ends as the command does.
    /// No input is connected: an end of input would be a key.
    private static final String DRIVER =
            """
            import fcntl, os, pty, struct, sys, termios
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            while True:
                try:
                    painted = os.read(terminal, 4096)
                except OSError:
                    break
                if not painted:
                    break
                sys.stdout.buffer.write(painted)
                sys.stdout.buffer.flush()
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
            """;

    private Terminal() {}

    /// What does not end within 90 seconds is ended.
    static Run.Result run(Path folder, String... command) throws IOException, InterruptedException {
        List<String> driven =
                new ArrayList<>(
                        List.of("timeout", "--kill-after=5", "90", "python3", "-c", DRIVER));
        driven.addAll(List.of("env", "TERM=xterm"));
        driven.addAll(List.of(command));
        return Run.command(driven).in(folder).run();
    }
}
