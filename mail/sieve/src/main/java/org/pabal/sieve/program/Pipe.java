// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.program;

import java.util.List;
import org.pabal.sieve.Action;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `pipe`: a program gets the message. It runs later, when the message is safe.
///
/// @param copy the implicit keep stands. RFC 3894 §3
public record Pipe(ProgramArguments program, boolean copy, boolean trying) implements Command {

    /// `pipe [:copy] [:try] <program-name: string> [<arguments: string-list>]`
    public static Pipe read(Arguments in) throws ScriptError {
        boolean copy = in.flag(Extension.COPY, "copy");
        boolean trying = in.flag("try");
        ProgramArguments program = ProgramArguments.read(in);
        in.end();
        return new Pipe(program, copy, trying);
    }

    @Override
    public void run(Run run) {
        String name = program.program(run);
        List<String> arguments = program.arguments(run);
        run.actions().add(new Action.Pipe(run.message(), name, arguments, trying));
        if (!copy) {
            run.actions().cancelImplicitKeep();
        }
    }
}
