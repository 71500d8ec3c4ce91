// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.program;

import java.util.Optional;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `filter`: a program writes the message anew, now. As a test it tells whether the program did;
/// when it did not, the message stays as it is.
public record Filter(ProgramArguments program) implements Command, Test {

    /// `filter <program-name: string> [<arguments: string-list>]`
    public static Filter read(Arguments in) throws ScriptError {
        ProgramArguments program = ProgramArguments.read(in);
        in.end();
        return new Filter(program);
    }

    @Override
    public void run(Run run) {
        holds(run);
    }

    @Override
    public boolean holds(Run run) {
        Optional<SieveMessage> written =
                run.surroundings()
                        .filter(run.message(), program.program(run), program.arguments(run));
        written.ifPresent(run::message);
        return written.isPresent();
    }
}
