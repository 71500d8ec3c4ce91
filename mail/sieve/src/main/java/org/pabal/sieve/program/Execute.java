// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.program;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.sieve.Action;
import org.pabal.sieve.Surroundings.Input;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.Variable;

/// `execute`: a program runs. Now, where the script waits for what it writes (`:output`) or for
/// whether it succeeds (as a test); otherwise later, when the message is safe.
///
/// @param input what it reads, when that is a text
/// @param pipe it reads the message
public record Execute(
        ProgramArguments program,
        Optional<Text> input,
        boolean pipe,
        Optional<Variable.Settable> output)
        implements Command, Test {

    /// `execute [":input" <input-data: string> / ":pipe"] [":output" <varname: string>]
    /// <program-name: string> [<arguments: string-list>]`
    public static Execute read(Arguments in) throws ScriptError {
        Optional<Text> input = in.taggedText("input");
        boolean pipe = in.flag("pipe");
        if (pipe && input.isPresent()) {
            throw in.error("`:input` and `:pipe` exclude each other");
        }
        Optional<String> name = in.taggedConstant("output");
        Optional<Variable.Settable> output =
                name.isPresent()
                        ? Optional.of(in.variable(name.get(), ":output"))
                        : Optional.empty();
        ProgramArguments program = ProgramArguments.read(in);
        in.end();
        return new Execute(program, input, pipe, output);
    }

    @Override
    public void run(Run run) {
        if (output.isPresent()) {
            holds(run);
        } else {
            run.actions()
                    .add(
                            new Action.Execute(
                                    program.program(run), program.arguments(run), input(run)));
        }
    }

    @Override
    public boolean holds(Run run) {
        Optional<byte[]> written =
                run.surroundings()
                        .execute(program.program(run), program.arguments(run), input(run));
        if (written.isPresent() && output.isPresent()) {
            run.set(output.get(), new String(written.get(), StandardCharsets.UTF_8));
        }
        return written.isPresent();
    }

    private Input input(Run run) {
        if (pipe) {
            return new Input.Message(run.message());
        }
        return input.isPresent() ? new Input.Text(input.get().value(run)) : new Input.None();
    }
}
