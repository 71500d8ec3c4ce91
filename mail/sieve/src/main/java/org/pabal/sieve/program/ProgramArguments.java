// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.program;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `<program-name: string> [<arguments: string-list>]`.
record ProgramArguments(Text program, TextList arguments) {
    private static final int MAX_NAME_CHARS = 128;
    private static final int MAX_ARGUMENTS = 100;
    private static final int MAX_ARGUMENT_CHARS = 8 << 10; // as a variable may have: THREATS V06

    static ProgramArguments read(Arguments in) throws ScriptError {
        Text program = in.text("the name of the program");
        Optional<String> problem = program.constant().flatMap(ProgramArguments::problem);
        if (problem.isPresent()) {
            throw in.error(problem.get());
        }
        TextList arguments =
                in.positionals() > 0 ? in.texts("the arguments") : TextList.of(List.of());
        if (arguments.texts().size() > MAX_ARGUMENTS) {
            throw in.error("a program takes " + MAX_ARGUMENTS + " arguments, not more");
        }
        for (String argument : arguments.constant().orElse(List.of())) {
            if (!isArgument(argument)) {
                throw in.error("an argument of a program is one line: it holds no line end");
            }
        }
        return new ProgramArguments(program, arguments);
    }

    String program(Run run) {
        String name = program.value(run);
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            throw run.fail(problem.get());
        }
        return name;
    }

    /// Each reaches the program as it is; what could be more than one to some of them is refused
    /// (THREATS V10).
    List<String> arguments(Run run) {
        List<String> values = arguments.values(run);
        for (String value : values) {
            if (!isArgument(value)) {
                throw run.fail(
                        "an argument of a program is one line of "
                                + MAX_ARGUMENT_CHARS
                                + " characters at most");
            }
        }
        return values;
    }

    /// A plain name in the administrator's directory (THREATS V09).
    private static Optional<String> problem(String name) {
        boolean plain =
                !name.isEmpty()
                        && name.length() <= MAX_NAME_CHARS
                        && !name.startsWith(".")
                        && name.chars().allMatch(c -> c > ' ' && c != 0x7F && c != '/');
        return plain
                ? Optional.empty()
                : Optional.of(
                        "\""
                                + name
                                + "\" is not the name of a program: it is one word without `/`");
    }

    private static boolean isArgument(String argument) {
        return argument.length() <= MAX_ARGUMENT_CHARS
                && argument.chars().noneMatch(c -> c == 0 || c == '\r' || c == '\n');
    }
}
