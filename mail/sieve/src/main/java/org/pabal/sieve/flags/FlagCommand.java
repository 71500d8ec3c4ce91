// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.flags;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Flags;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;
import org.pabal.sieve.run.Variable;

/// `setflag`, `addflag`, `removeflag`. RFC 5232 §3. They change the internal variable, which keep
/// and fileinto take the flags from, or one of the script's.
public record FlagCommand(Change change, Optional<Variable.Settable> variable, TextList flags)
        implements Command {
    enum Change {
        SET,
        ADD,
        REMOVE
    }

    private static final TextList FLAGGED = TextList.of(List.of(Text.of("\\Flagged")));

    /// `addflag [<variablename: string>] <list-of-flags: string-list>`
    public static FlagCommand read(Arguments in) throws ScriptError {
        Change change =
                switch (in.name()) {
                    case "addflag" -> Change.ADD;
                    case "removeflag" -> Change.REMOVE;
                    default -> Change.SET;
                };
        Optional<Variable.Settable> variable =
                in.positionals() > 1 && in.has(Extension.IMAP4FLAGS)
                        ? Optional.of(in.variable("the name of the variable"))
                        : Optional.empty();
        TextList flags = in.texts("the flags");
        in.end();
        return new FlagCommand(change, variable, flags);
    }

    /// `mark` and `unmark` of imapflags, before RFC 5232.
    public static FlagCommand mark(Arguments in) throws ScriptError {
        in.end();
        Change change = in.name().equals("mark") ? Change.ADD : Change.REMOVE;
        return new FlagCommand(change, Optional.empty(), FLAGGED);
    }

    @Override
    public void run(Run run) {
        List<String> given = flags.values(run);
        if (variable.isPresent()) {
            List<String> before = Flags.of(List.of(run.variable(variable.get())));
            run.set(variable.get(), String.join(" ", changed(before, given)));
        } else {
            run.hasActed();
            run.flags().set(changed(run.flags().list(), given));
        }
    }

    private List<String> changed(List<String> before, List<String> given) {
        return switch (change) {
            case SET -> Flags.of(given);
            case ADD -> Flags.with(before, given);
            case REMOVE -> Flags.without(before, given);
        };
    }
}
